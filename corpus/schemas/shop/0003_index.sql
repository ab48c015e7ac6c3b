create unique index concurrently if not exists sale_once on sale (product_id, (note || '')) include (state) where note is not null;
