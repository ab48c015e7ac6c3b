create view plain as select id, name, "createdAt", tags, data from customer;
create view aliased as select c.id as customer, c.name title, b.* from customer c join bill b on b.customer_id = c.id;
create view merged as select * from bill join payment using (customer_id);
create view casts as
  select b.id::text as id, b.amount::integer, cast(b.due_on as timestamptz) as due, '5'::smallint as five,
    b.quantity::varchar(10) as short, b.sent_at::timestamp(3) as sent, array['a']::text[] as letters, null::uuid as nothing
  from bill b;
create view totals as
  select customer_id, count(*) as bills, count(distinct b.state) states, sum(quantity) as quantity, sum(amount) as amount,
    sum(id) as ids, avg(quantity) as mean, avg(weight) as mean_weight, sum(weight) as weight, min(due_on) as first,
    max(sent_at) as last, max(state) as worst, bool_or(amount > 10) as large, array_agg(id) as list,
    jsonb_agg(b.state) as states_json, string_agg(b.state::text, ', ') as states_text, count(*) filter (where amount > 5) as some
  from bill b group by customer_id;
create view decisions as
  select coalesce(sent_at, now()::timestamp) as at, coalesce(name, 'nobody') as who, coalesce(weight, 0) as weight,
    case when quantity > 5 then 'many' when quantity > 1 then 'some' else 'one' end as much,
    case when amount > 0 then amount else 0 end as positive, amount > 10 and quantity < 3 as rare,
    state = 'paid' as paid, sent_at is not null as sent, not (quantity = 1) as several,
    exists (select 1 from payment p where p.bill_id = bill.id) as payed, name like 'A%' as a
  from bill join customer on customer.id = bill.customer_id;
create view texts as
  select lower(name) as low, name || ' <' || email || '>' as address, length(name) as length, upper(email), md5(email) as hash,
    concat(name, email) as both, to_char("createdAt", 'YYYY') as year
  from customer;
create view times as
  select now() as now, current_date as today, date_trunc('day', "createdAt") as day, date_trunc('month', now()) as month,
    extract(year from "createdAt") as year
  from customer;
create view numbers as
  select 1 as one, 3000000000 as large, 1.5 as half, 'x' as letter, true as yes,
    row_number() over (partition by customer_id order by id) as position, rank() over (order by amount) as place,
    max(quantity) over () as most
  from bill;
create view nested as
  with recent as (select id, customer_id, due_on from bill where due_on > '2024-01-01'),
    named (bill, who) as (select r.id, c.name from recent r join customer c on c.id = r.customer_id)
  select n.*, s.paid, l.total
  from named n
  join (select bill_id, paid from payment) s on s.bill_id = n.bill
  left join lateral (select count(*) as total from payment p where p.bill_id = n.bill) l on true;
create view united as select id, amount from bill union all select bill_id, paid from payment;
create view renamed (a, b) as select id, quantity from bill;
create view tree as
  with recursive chain as (select id, quantity as depth from bill union all select c.id, c.depth from chain c)
  select id, depth from chain;
create materialized view kept as select id, state, amount from bill with no data;
create table copied as select b.id, c.name, b.amount, count(*) as lines from bill b join customer c on c.id = b.customer_id group by 1, 2, 3;
create table copied_empty (first, second) as select id, due_on from bill with no data;
create table if not exists copied_again as table customer;
create view of_view as select customer, title, amount, state from aliased;
create view ranges as
  select customer_id, max(lower(valid)) as since, upper(days) as until, lower(bills) as first from price group by 1, 3, 4;
