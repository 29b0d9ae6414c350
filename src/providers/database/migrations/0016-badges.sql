-- [RE3] Badges for buyers. A row stays when its badge falls, so that whoever still shows it is contradicted.
create table badge (
  id text primary key,
  tenant_id text not null references tenant (id),
  case_id text not null unique references verification_case (id),
  seller_id text not null,
  program text not null,
  program_version int not null,
  site text not null,
  verified_at timestamptz not null,
  issued_at timestamptz not null,
  valid_until timestamptz,
  fallen_at timestamptz,
  why text,
  check ((fallen_at is null) = (why is null)),
  foreign key (tenant_id, seller_id) references seller (tenant_id, id)
);
-- A seller has at most one that stands, however many nodes issue.
create unique index badge_one_standing on badge (tenant_id, seller_id) where fallen_at is null;
create index badge_of_seller on badge (tenant_id, seller_id, issued_at desc);
