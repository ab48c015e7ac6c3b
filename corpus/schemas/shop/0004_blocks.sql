-- Code around statements, and tables made of others.
do $$ begin
  create type color as enum ('red', 'green');
exception when duplicate_object then null;
end $$;

do $body$
begin
  if not exists (select 1 from information_schema.columns where table_name = 'sale' and column_name = 'color') then
    alter table sale add column color color;
  end if;
end
$body$;

create function tidy() returns trigger language plpgsql as $$
begin
  new.note := coalesce(new.note, ''); -- create table nothing();
  return new;
end;
$$;
create trigger tidy_sale before insert on sale for each row execute function tidy();

create function guard(p_table regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', p_table);
  execute format('create policy guarded on %s using (tenant_id is not null)', p_table);
end;
$$;
select guard('sale');

do $$
declare
  t text;
begin
  foreach t in array array['sale', 'Tenant'] loop
    execute format('alter table %I add column touched_at timestamptz', t);
  end loop;
end $$;

create table log (like sale including defaults, id int not null) partition by range (bought_on);
create table log_2024 partition of log for values from ('2024-01-01') to ('2025-01-01');
create table base (id int primary key, name text);
create table derived (extra text) inherits (base);
create table copied as select id, title as name from product;
create temporary table scratch (id int);
create table dropped (id int primary key);
create table pointer (id int references dropped);
drop table dropped cascade;
drop index product_lower;
create schema audit;
create table audit.entry (id bigint primary key, "at" timestamp not null default (now() at time zone 'utc'), "user" text);
create index on audit.entry ("user", (lower("user")));
alter table base set schema audit;
comment on table audit.entry is 'it''s; fine';
insert into "Tenant" ("displayName", slug) values ('a;b', 'a');
