-- Booked calls: who is on duty when, and which times are given away.

-- Exclusion constraints that mix `=` with overlapping ranges. Trusted since PostgreSQL 13: the owner of the database may.
create extension if not exists btree_gist;

-- Hours are wall-clock times of the zone; days are `YYYY-MM-DD` there. What they mean is in src/domain/booking/duty.ts.
create table reviewer_duty (
  id text primary key,
  tenant_id text not null references tenant (id),
  reviewer_id text not null references staff ("id"),
  site text not null,
  zone text not null,
  weekdays int[] not null,
  hours jsonb not null,
  breaks jsonb not null,
  first_day text not null,
  last_day text,
  languages text[] not null,
  programs text[] not null,
  created_at timestamptz not null
);
create index reviewer_duty_site on reviewer_duty (tenant_id, site);

create table site_holiday (
  tenant_id text not null references tenant (id),
  site text not null,
  day text not null,
  name text not null,
  primary key (tenant_id, site, day)
);

-- Times at which a reviewer cannot hold calls although the roster says so: they gave one up that was booked for then.
create table reviewer_absence (
  tenant_id text not null references tenant (id),
  reviewer_id text not null references staff ("id"),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  primary key (tenant_id, reviewer_id, starts_at, ends_at)
);

-- A booking that is moved is cancelled, and another takes its place under the same meeting id with a higher sequence: what the
-- seller's calendar knows as one event.
create table booking (
  id text primary key,
  tenant_id text not null references tenant (id),
  case_id text not null references verification_case (id),
  seller_id text not null,
  reviewer_id text not null references staff ("id"),
  program text not null,
  site text not null,
  language text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  state text not null check (state in ('booked', 'cancelled', 'missed', 'held')),
  missed_by text check (missed_by in ('seller', 'us')),
  meeting_id text not null,
  sequence int not null,
  created_at timestamptz not null,
  -- Never two calls of one reviewer at the same time, however many clients and nodes race.
  constraint booking_reviewer_once exclude using gist (
    tenant_id with =, reviewer_id with =, tstzrange(starts_at, ends_at) with &&
  ) where (state = 'booked'),
  -- One appointment a case; judged at the commit, so that another time is taken before the old one is let go.
  constraint booking_case_once exclude (case_id with =) where (state = 'booked') deferrable initially deferred
);
create index booking_time on booking (tenant_id, starts_at);
