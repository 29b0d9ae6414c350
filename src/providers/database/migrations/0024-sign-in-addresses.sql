-- [TR2] Which shops sign in from the same address. Only where published rules ask for it, and no longer than they look back.

create table sign_in_address (
  tenant_id text not null references tenant (id),
  -- Keyed by the marketplace.
  address_hash text not null,
  seller_id text not null,
  -- To the day: a shop that signs in every minute writes nothing.
  last_seen timestamptz not null,
  primary key (tenant_id, address_hash, seller_id),
  foreign key (tenant_id, seller_id) references seller (tenant_id, id)
);
create index sign_in_address_of_seller on sign_in_address (tenant_id, seller_id, last_seen desc);
create index sign_in_address_old on sign_in_address using brin (last_seen);
