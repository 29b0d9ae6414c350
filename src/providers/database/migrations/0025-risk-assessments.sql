-- [TR4] What rules said of a seller when no signal came: the registration, or what staff has ruled of its links, had changed. Steps
-- and signals of one seller share their numbers, so that both stand in one order.
create table risk_assessment (
  tenant_id text not null,
  seller_id text not null,
  seq int not null,
  cause text not null check (cause in ('registration', 'links')),
  at timestamptz not null,
  -- As in `signal`.
  layout int not null,
  inputs json not null,
  missing text not null,
  decisions json not null,
  primary key (tenant_id, seller_id, seq),
  foreign key (tenant_id, seller_id) references seller (tenant_id, id)
);

-- Everything that was decided of a seller, in order.
create view risk_step as
  select tenant_id, seller_id, seq, 'signal' as cause, id as signal_id, type as signal_type, occurred_at, received_at, late,
    layout, inputs, missing, decisions
  from signal
  union all
  select tenant_id, seller_id, seq, cause, null, null, at, at, false, layout, inputs, missing, decisions
  from risk_assessment;
