create extension if not exists pg_trgm;

create table organization (
  id text primary key,
  name text not null
);

-- Served by the tenant's index, by keys, and by keys of several columns.
create table account (
  id text primary key,
  organization_id text not null references organization (id),
  email text not null,
  name text not null,
  status text not null,
  created_at timestamptz not null
);
create index account_organization_id_idx on account (organization_id);
create unique index account_email_key on account (email);

-- No index but the primary key.
create table session (
  id bigint primary key,
  token text not null,
  device text,
  status text not null,
  expires_at timestamptz not null,
  revoked_at timestamptz
);

create table message (
  id bigint primary key,
  organization_id text not null,
  topic text not null,
  thread_key text not null,
  kind text not null,
  body text not null,
  created_at timestamptz not null
);

-- A foreign key without an index.
create table comment (
  id bigint primary key,
  account_id text not null references account (id) on delete cascade,
  created_at timestamptz not null
);

-- Indexes with conditions.
create table invoice (
  id bigint primary key,
  organization_id text not null,
  number text not null,
  reference text not null,
  status text not null,
  paid boolean not null,
  due_on date not null,
  deleted_at timestamptz,
  unique (organization_id, number)
);
create index invoice_reference_idx on invoice (reference) where deleted_at is null;
create index invoice_due_on_idx on invoice (due_on) where not paid;

-- Indexes on expressions, and columns of several values.
create table contact (
  id bigint primary key,
  email text not null,
  phone text not null,
  data jsonb not null,
  labels text[] not null,
  tags text[] not null
);
create index contact_email_lower_idx on contact (lower(email));
create index contact_source_idx on contact ((data ->> 'source'));
create index contact_tags_idx on contact using gin (tags);
create index contact_phone_idx on contact using hash (phone);

-- Read in an order.
create table audit_log (
  id bigint primary key,
  actor text not null,
  action text not null,
  created_at timestamptz not null
);
create table activity (
  id bigint primary key,
  status text not null,
  created_at timestamptz not null
);
create index activity_created_at_idx on activity (created_at);

create table job (
  id bigint primary key,
  status text not null,
  priority integer not null,
  run_at timestamptz not null
);

-- Searched for text.
create table document (
  id bigint primary key,
  title text not null,
  body text not null
);
create table note (
  id bigint primary key,
  title text not null,
  body text not null
);
create index note_title_trgm_idx on note using gin (title gin_trgm_ops);

-- Names that SQL must quote.
create table "order" (
  id bigint primary key,
  "customerRef" text not null,
  "user" text not null,
  "placedAt" timestamptz not null
);
