-- Every way to change a table later; statements separated as people do, with ; in strings and comments.
alter table product add column if not exists barcode text, add column "Origin" text collate "C" default 'a;b';
alter table product
  alter column weight type numeric(8, 3) using weight::numeric,
  alter column weight set not null,
  alter column visible drop default,
  alter column attributes set default '[]',
  drop column height,
  drop constraint product_check,
  add constraint product_barcode unique (barcode) include (title);
alter table only product rename column sku to article;
alter table product rename constraint product_sku to product_article;
alter table purchase rename to sale;
alter table if exists sale add check (amount < 1000) not valid; -- a comment; with a semicolon
alter index product_title rename to product_title_trgm;
alter type order_state add value if not exists 'refunded' after 'paid';
alter type order_state rename value 'open' to 'new';
alter type order_state add value 'lost';
create index sale_search on sale using brin (bought_on);
create materialized view sales as select s.tenant_id, count(*) as total, max(bought_on) from sale s group by 1;
create or replace view visible_products (key, label) as select id, title from product where visible;
create view everything as select p.*, t.slug from product p join "Tenant" t on t.id = p.tenant_id;
alter table product enable row level security;
alter table product force row level security;
create policy tenant on product for select using (tenant_id::text = current_setting('app.tenant', true));
create policy writer on product using (true) with check (true);
drop policy if exists writer on product;
