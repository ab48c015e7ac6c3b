-- migrate:up
create table journal (
  id uuid primary key,
  body text not null,
  written_at timestamp not null
);
create index journal_written on journal (written_at desc);

-- migrate:down
drop table journal;
