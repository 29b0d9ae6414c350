-- [TR3] [SI1] [SC3] What shops have in common, and what people ruled about it.

-- One row for each value that a shop holds, as a keyed hash. The number of a person is one value whatever it was read from, so
-- that a value and not its kind is looked for.
create table shop_link (
  tenant_id text not null references tenant (id),
  value_hash text not null,
  seller_id text not null,
  kind text not null check (
    kind in ('person', 'signatory', 'card-shown', 'licence', 'phone', 'bank-account', 'email', 'device', 'face')
  ),
  first_seen timestamptz not null,
  last_seen timestamptz not null,
  -- Another registration has taken its place since.
  ended_at timestamptz,
  -- Where it was seen, if not in a registration or a sign-in.
  case_id text,
  primary key (tenant_id, value_hash, seller_id, kind),
  foreign key (tenant_id, seller_id) references seller (tenant_id, id)
);
create index shop_link_of_seller on shop_link (tenant_id, seller_id);

-- Shops from before know their person at once; the rest of what they hold they learn with their next registration.
insert into shop_link (tenant_id, value_hash, seller_id, kind, first_seen, last_seen)
select tenant_id, identity_hash, id, 'person', created_at, updated_at from seller;

-- Rulings are never changed, only withdrawn. `seller_a` is the shop that was looked at; why is sealed under its key.
create table link_ruling (
  id text primary key,
  tenant_id text not null references tenant (id),
  type text not null check (type in ('merge', 'split', 'joins-nobody')),
  seller_a text not null,
  seller_b text,
  value_hash text,
  value_kind text,
  why_sealed text not null,
  ruled_by text not null,
  ruled_at timestamptz not null,
  withdrawn_by text,
  withdrawn_at timestamptz,
  check ((type = 'joins-nobody') = (seller_b is null)),
  check ((type = 'joins-nobody') = (value_hash is not null and value_kind is not null)),
  foreign key (tenant_id, seller_a) references seller (tenant_id, id),
  foreign key (tenant_id, seller_b) references seller (tenant_id, id)
);
create index link_ruling_a on link_ruling (tenant_id, seller_a);
create index link_ruling_b on link_ruling (tenant_id, seller_b) where seller_b is not null;
create index link_ruling_value on link_ruling (tenant_id, value_hash) where value_hash is not null;
-- The same is not ruled twice at once, in whichever order the two shops are named.
create unique index link_ruling_pair_once on link_ruling (tenant_id, least(seller_a, seller_b), greatest(seller_a, seller_b))
  where seller_b is not null and withdrawn_at is null;
create unique index link_ruling_value_once on link_ruling (tenant_id, value_hash)
  where value_hash is not null and withdrawn_at is null;
