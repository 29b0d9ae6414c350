-- What the marketplace has not acknowledged is told again, and what it reports is held against what should be. [RE1] [RE2]
alter table restriction add column sends int not null default 1;
alter table restriction add column sent_at timestamptz;
update restriction set sent_at = since;
alter table restriction alter column sent_at set not null;
-- When it is told again; null once acknowledged.
alter table restriction add column next_send_at timestamptz;
update restriction set next_send_at = since + interval '2 minutes' where state in ('applying', 'lifting');
alter table restriction add column drift text check (drift in ('left-behind', 'not-taken'));
alter table restriction add column drift_since timestamptz;
-- Until when the function is promised back; null while it is not to be given back.
alter table restriction add column promised_at timestamptz;
alter table restriction add column changed_at timestamptz not null default now();
create index restriction_changed on restriction (tenant_id, changed_at desc);
-- The board shows what is not over.
create index restriction_board on restriction (tenant_id, since) where state <> 'lifted' or drift is not null;

-- What was never acknowledged before this gets its clock, too.
insert into case_clock (case_id, kind, tenant_id, owner, due_at, on_due, fired_at)
  select case_id, 'restriction-resend', tenant_id, 'us', min(next_send_at), 'send-again', null
  from restriction where next_send_at is not null group by case_id, tenant_id
  on conflict do nothing;

-- The last report of each seller, by the marketplace's own clock.
create table capability_report (
  tenant_id text not null references tenant (id),
  seller_id text not null,
  as_of timestamptz not null,
  received_at timestamptz not null,
  restricted text[] not null,
  own_reasons text[] not null,
  -- In force there and never ours: the capability and since when it is reported.
  unknown_here jsonb not null,
  primary key (tenant_id, seller_id)
);
create index capability_report_unknown on capability_report (tenant_id, received_at desc) where unknown_here <> '[]'::jsonb;

-- A message about a restriction is not delivered any more when a later one about it is there.
alter table webhook_event add column restriction_id text;
create index webhook_event_restriction on webhook_event (restriction_id, position) where restriction_id is not null;
alter table webhook_delivery drop constraint webhook_delivery_state_check;
alter table webhook_delivery add constraint webhook_delivery_state_check
  check (state in ('waiting', 'delivered', 'given-up', 'superseded'));
