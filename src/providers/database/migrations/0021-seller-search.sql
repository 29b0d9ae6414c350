-- Sellers are found by the beginning of their id; the primary key sorts by the database's language and cannot do that.
create index seller_begins on seller (tenant_id, id text_pattern_ops);
