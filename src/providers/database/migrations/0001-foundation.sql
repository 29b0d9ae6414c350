-- Every row belongs to a tenant (a marketplace). Columns named `sealed` or `…_sealed` hold ciphertext of the keys port.
-- Instants are timestamptz; ids are text, made by the application.

create table tenant (
  id text primary key,
  name text not null,
  key_id text not null,
  created_at timestamptz not null
);

create table api_key (
  id text primary key,
  tenant_id text not null references tenant (id),
  name text not null,
  prefix text not null unique,
  secret_hash text not null,
  scopes text[] not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz,
  revoked_at timestamptz
);
create index api_key_tenant on api_key (tenant_id);

create table idempotency (
  tenant_id text not null references tenant (id),
  api_key_id text not null,
  key text not null,
  request_hash text not null,
  status int not null,
  body_sealed text not null,
  created_at timestamptz not null,
  primary key (tenant_id, api_key_id, key)
);

-- Programs as they were when a case was opened with them: a version never changes once it is here.
create table program_version (
  name text not null,
  version int not null,
  body jsonb not null,
  body_sha256 text not null,
  added_at timestamptz not null,
  primary key (name, version)
);

create table seller (
  tenant_id text not null references tenant (id),
  id text not null,
  key_id text not null,
  registration_sealed text not null,
  -- Keyed hash of the legal representative's number: finds the same identity again without telling it.
  identity_hash text not null,
  site text not null,
  language text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (tenant_id, id)
);
create index seller_identity on seller (tenant_id, identity_hash);

create table verification_case (
  id text primary key,
  tenant_id text not null references tenant (id),
  seller_id text not null,
  program text not null,
  program_version int not null,
  key_id text not null,
  status text not null,
  opened_at timestamptz not null,
  deadline_at timestamptz not null,
  decided_at timestamptz,
  review_attempt_id text,
  review_why text,
  review_due_at timestamptz,
  head_seq int not null,
  head_hash text not null,
  head_jws text,
  updated_at timestamptz not null,
  foreign key (tenant_id, seller_id) references seller (tenant_id, id),
  foreign key (program, program_version) references program_version (name, version)
);
create unique index verification_case_one_open on verification_case (tenant_id, seller_id)
  where status not in ('restored', 'withdrawn');
create index verification_case_list on verification_case (tenant_id, status, opened_at desc, id desc);
create index verification_case_review on verification_case (tenant_id, review_due_at) where review_attempt_id is not null;

create table case_event (
  case_id text not null references verification_case (id),
  seq int not null,
  tenant_id text not null references tenant (id),
  type text not null,
  version int not null,
  at text not null,
  actor jsonb not null,
  data jsonb not null,
  prev_hash text not null,
  hash text not null,
  primary key (case_id, seq)
);

create table attempt (
  id text primary key,
  tenant_id text not null references tenant (id),
  case_id text not null references verification_case (id),
  identity_hash text not null,
  no int not null,
  recording_id text not null unique,
  outcome text not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  decided_at timestamptz
);
create index attempt_case on attempt (case_id, no);
create index attempt_identity_failures on attempt (tenant_id, identity_hash) where outcome = 'failed';

create table recording (
  id text primary key,
  tenant_id text not null references tenant (id),
  case_id text not null references verification_case (id),
  key_id text not null,
  purpose text not null check (purpose in ('attempt', 'rehearsal')),
  state text not null check (state in ('open', 'closed')),
  opened_at timestamptz not null,
  closed_at timestamptz,
  last_heard_at timestamptz not null,
  chunk_count int,
  sha256 text
);
create index recording_open on recording (last_heard_at) where state = 'open';

create table recording_chunk (
  recording_id text not null references recording (id),
  seq int not null,
  tenant_id text not null references tenant (id),
  size_bytes int not null,
  sha256 text not null,
  media_end_ms int not null,
  arrived_at timestamptz not null,
  primary key (recording_id, seq)
);

create table focus_loss (
  id text primary key,
  recording_id text not null references recording (id),
  tenant_id text not null references tenant (id),
  kind text not null,
  media_ms int not null,
  at timestamptz not null
);
create index focus_loss_recording on focus_loss (recording_id);

-- One inspection per recording. A worker holds it by lease; when the lease runs out another takes the run over.
create table inspection (
  recording_id text primary key references recording (id),
  tenant_id text not null references tenant (id),
  case_id text not null references verification_case (id),
  state text not null check (state in ('waiting', 'running', 'done')),
  tries int not null default 0,
  worker text,
  leased_until timestamptz,
  findings_sealed text,
  timing jsonb,
  models jsonb,
  started_at timestamptz,
  finished_at timestamptz
);
create index inspection_due on inspection (state, leased_until) where state <> 'done';

create table proof_frame (
  id text primary key,
  tenant_id text not null references tenant (id),
  case_id text not null references verification_case (id),
  recording_id text not null references recording (id),
  blob_name text not null,
  name text not null,
  created_at timestamptz not null
);
create index proof_frame_recording on proof_frame (recording_id);

create table restriction (
  id text primary key,
  tenant_id text not null references tenant (id),
  case_id text not null references verification_case (id),
  seller_id text not null,
  capability text not null,
  state text not null,
  since timestamptz not null
);
create index restriction_seller on restriction (tenant_id, seller_id);

create table notice (
  id text primary key,
  tenant_id text not null references tenant (id),
  seller_id text not null,
  case_id text not null references verification_case (id),
  kind text not null,
  channels text[] not null,
  params jsonb not null,
  created_at timestamptz not null,
  read_at timestamptz,
  mail_state text,
  mail_detail text
);
create index notice_seller on notice (tenant_id, seller_id, created_at desc);

-- Every promise and deadline that is running, one row each. A job looks for those that are due.
create table case_clock (
  case_id text not null references verification_case (id),
  kind text not null,
  tenant_id text not null references tenant (id),
  owner text not null,
  due_at timestamptz not null,
  on_due text not null,
  fired_at timestamptz,
  primary key (case_id, kind)
);
create index case_clock_due on case_clock (due_at) where fired_at is null and on_due <> 'none';

create table seller_link (
  token_hash text primary key,
  tenant_id text not null references tenant (id),
  seller_id text not null,
  case_id text not null references verification_case (id),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

create table seller_session (
  token_hash text primary key,
  tenant_id text not null references tenant (id),
  seller_id text not null,
  case_id text not null references verification_case (id),
  link_hash text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);

create table webhook_endpoint (
  id text primary key,
  tenant_id text not null references tenant (id),
  url text not null,
  secret_sealed text not null,
  events text[] not null,
  created_at timestamptz not null,
  disabled_at timestamptz
);
create index webhook_endpoint_tenant on webhook_endpoint (tenant_id);

create table webhook_event (
  id text primary key,
  tenant_id text not null references tenant (id),
  case_id text,
  type text not null,
  body text not null,
  position bigint generated always as identity,
  created_at timestamptz not null
);

create table webhook_delivery (
  event_id text not null references webhook_event (id),
  endpoint_id text not null references webhook_endpoint (id),
  tenant_id text not null references tenant (id),
  case_id text,
  position bigint not null,
  state text not null check (state in ('waiting', 'delivered', 'given-up')),
  tries int not null default 0,
  next_try_at timestamptz not null,
  last_status int,
  last_why text,
  delivered_at timestamptz,
  primary key (event_id, endpoint_id)
);
create index webhook_delivery_due on webhook_delivery (next_try_at) where state = 'waiting';
create index webhook_delivery_order on webhook_delivery (endpoint_id, case_id, position) where state = 'waiting';

-- When this installation was last known to be running: time it was down is given back to sellers.
create table heartbeat (
  id int primary key check (id = 1),
  at timestamptz not null
);
