create type state as enum ('open', 'paid');
create table customer (
  id uuid primary key,
  name varchar(80) not null,
  email text not null,
  "createdAt" timestamptz not null,
  tags text[] not null,
  data jsonb
);
create table bill (
  id bigint primary key,
  customer_id uuid not null references customer (id),
  state state not null,
  amount numeric(10, 2) not null,
  quantity integer not null,
  weight real,
  due_on date not null,
  sent_at timestamp
);
create table payment (
  bill_id bigint references bill (id),
  customer_id uuid not null,
  paid numeric(10, 2) not null
);
create table price (
  customer_id uuid not null,
  amount numeric(10, 2) not null,
  valid tstzrange not null,
  days daterange not null,
  bills int8range not null
);
