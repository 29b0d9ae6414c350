-- [SI1] Shops of one legal entity are known as such: a keyed hash of the credit code, or of the identity where there is none.
-- Null in rows from before; they learn theirs when they are next used.
alter table seller add column entity_hash text;
create index seller_entity on seller (tenant_id, entity_hash) where entity_hash is not null;

-- A case that is opened because one of the same entity was opened on another site, once however often that is tried.
alter table verification_case add column spread_from text;
create unique index verification_case_spread_once on verification_case (tenant_id, seller_id, spread_from)
  where spread_from is not null;
