-- [TR7] Replays of past signals under rules that nobody has published yet.
create table replay (
  id text primary key,
  tenant_id text not null references tenant (id),
  program text not null,
  -- The version and revision that were replayed, and their rules as they were then: a draft goes on changing.
  version int not null,
  revision int not null,
  rules json not null,
  published_version int,
  -- Signals received since then are decided on.
  since timestamptz not null,
  state text not null check (state in ('waiting', 'running', 'done', 'cancelled', 'failed')),
  asked_by text not null,
  asked_at timestamptz not null,
  ended_at timestamptz,
  signals_total int,
  signals_done int not null default 0,
  -- Counts what was put away; a slice that was done twice is stored once.
  slices int not null default 0,
  -- Where to go on: { after, state }; null at the beginning and when it is over.
  progress json,
  result json,
  updated_at timestamptz not null
);
create index replay_of on replay (tenant_id, program, asked_at desc);
create index replay_unfinished on replay (updated_at) where state in ('waiting', 'running');
