insert into organization select 'org-' || n, 'Organization ' || n from generate_series(0, 199) n;

insert into account
select 'account-' || n, 'org-' || n % 200, 'user' || n || '@example.org', 'User ' || n,
  (array['active', 'invited', 'blocked'])[1 + n % 3], timestamptz '2024-01-01' + n * interval '1 minute'
from generate_series(1, 8000) n;

insert into session
select n, md5('token' || n), case when n % 2 = 0 then 'device-' || n end, (array['open', 'closed'])[1 + n % 2],
  timestamptz '2024-01-01' + n * interval '1 minute', case when n % 3 = 0 then timestamptz '2024-06-01' end
from generate_series(1, 8000) n;

insert into message
select n, 'org-' || n % 200, 'topic-' || n % 1000, md5('thread' || n % 5000), (array['text', 'image', 'call'])[1 + n % 3],
  'Message number ' || n, timestamptz '2024-01-01' + (n * 7919 % 8000) * interval '1 minute'
from generate_series(1, 8000) n;

insert into comment
select n, 'account-' || 1 + n % 8000, timestamptz '2024-01-01' + n * interval '1 minute' from generate_series(1, 8000) n;

insert into invoice
select n, 'org-' || n % 200, 'R-' || n, md5('reference' || n), (array['draft', 'sent', 'done'])[1 + n % 3], n % 50 <> 0,
  date '2024-01-01' + n % 700, case when n % 4 = 0 then timestamptz '2024-06-01' end
from generate_series(1, 8000) n;

insert into contact
select n, 'Contact' || n || '@Example.org', '+49 30 ' || n,
  jsonb_build_object('source', 'source-' || n % 2000, 'campaign', 'campaign-' || n % 2000, 'plan', jsonb_build_object('name', 'plan-' || n)),
  array['label-' || n % 3000, 'l'], array['tag-' || n % 3000, 't']
from generate_series(1, 8000) n;

insert into audit_log
select n, 'actor-' || n % 4000, (array['create', 'update', 'delete'])[1 + n % 3],
  timestamptz '2024-01-01' + (n * 7919 % 8000) * interval '1 minute'
from generate_series(1, 8000) n;

insert into activity
select n, (array['new', 'seen'])[1 + n % 2], timestamptz '2024-01-01' + (n * 7919 % 8000) * interval '1 minute'
from generate_series(1, 8000) n;

insert into job
select n, (array['waiting', 'done', 'failed'])[1 + n % 3], n % 10,
  timestamptz '2024-01-01' + (n * 7919 % 8000) * interval '1 minute'
from generate_series(1, 8000) n;

insert into document select n, 'Title ' || md5('a' || n), 'Body ' || md5('b' || n) from generate_series(1, 8000) n;
insert into note select n, 'Title ' || md5('a' || n), repeat(md5('b' || n), 4) from generate_series(1, 8000) n;

insert into "order"
select n, 'customer-' || n % 4000, 'user-' || n % 4000, timestamptz '2024-01-01' + n * interval '1 minute'
from generate_series(1, 8000) n;

