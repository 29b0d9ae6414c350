-- Who has opened what a marketplace told of an account [EV4]: each look is kept, and nothing of what was seen.
create table signal_look (
  no bigint generated always as identity primary key,
  tenant_id text not null,
  seller_id text not null,
  seq int not null,
  staff_id text not null,
  at timestamptz not null,
  foreign key (tenant_id, seller_id, seq) references signal (tenant_id, seller_id, seq) on delete cascade
);
create index signal_look_signal on signal_look (tenant_id, seller_id, seq);
