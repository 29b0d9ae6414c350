-- Calls while they are held: who is there, what their browsers say to each other, pictures that were asked for.

-- One row for each participant of a call: `seller` or a staff id. The epoch grows with each page that comes in.
create table call_presence (
  booking_id text not null references booking (id),
  participant_id text not null,
  tenant_id text not null references tenant (id),
  role text not null check (role in ('seller', 'reviewer', 'supervisor', 'interpreter')),
  epoch int not null,
  seen_at timestamptz not null,
  left_at timestamptz,
  -- The call was interrupted because nothing was heard of this page.
  away boolean not null,
  primary key (booking_id, participant_id)
);

-- Passed on and forgotten: gone when the call is over, or minutes later.
create table call_signal (
  seq bigint generated always as identity primary key,
  tenant_id text not null references tenant (id),
  booking_id text not null references booking (id),
  from_id text not null,
  to_id text not null,
  to_epoch int not null,
  body_sealed text not null,
  created_at timestamptz not null
);
create index call_signal_for on call_signal (booking_id, to_id, seq);
create index call_signal_age on call_signal (created_at);

-- A picture in full resolution that a reviewer asked the seller's browser for; taken when `taken_at` says so.
create table snapshot (
  id text primary key,
  tenant_id text not null references tenant (id),
  case_id text not null references verification_case (id),
  attempt_id text not null,
  step_id text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  taken_at timestamptz,
  blob_name text,
  size_bytes int,
  width_px int,
  height_px int
);
create index snapshot_attempt on snapshot (attempt_id, asked_at);

-- What the page of the one who leads saw, of which attempt and which stay of that page.
alter table recording drop constraint recording_purpose_check;
alter table recording add constraint recording_purpose_check check (purpose in ('attempt', 'rehearsal', 'witness'));
alter table recording add column witness_of text;
alter table recording add column witness_by text;
alter table recording add column witness_epoch int;
create index recording_witness on recording (witness_of) where purpose = 'witness';

-- The question that the reviewer shows the seller just now.
alter table booking add column question_shown text;
