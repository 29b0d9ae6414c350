-- The waiting list for calls, and times that are kept for whoever is first in it.

-- `offered`: kept for a seller who waits and booked by nobody yet; `lapsed`: it was not taken, and is nobody's.
alter table booking drop constraint booking_state_check;
alter table booking add constraint booking_state_check
  check (state in ('booked', 'cancelled', 'missed', 'held', 'offered', 'lapsed'));
-- What is kept for one seller is booked by no other, however many clients and nodes race.
alter table booking drop constraint booking_reviewer_once;
alter table booking add constraint booking_reviewer_once exclude using gist (
  tenant_id with =, reviewer_id with =, tstzrange(starts_at, ends_at) with &&
) where (state in ('booked', 'offered'));
-- At most one time is kept for a case.
create unique index booking_offer_once on booking (case_id) where state = 'offered';

-- One row for each case that waits; whoever was let down by us comes first, then whoever came first. The database counts, for
-- the clocks of several nodes never quite agree.
create table waiting_list (
  no bigint generated always as identity,
  case_id text primary key references verification_case (id),
  tenant_id text not null references tenant (id),
  program text not null,
  site text not null,
  language text not null,
  before_at timestamptz,
  let_down boolean not null,
  offered_booking_id text references booking (id)
);
create index waiting_list_order on waiting_list (tenant_id, let_down desc, no);

-- Text messages of notices: how the sending went, as for mails.
alter table notice add column text_state text;
alter table notice add column text_detail text;
