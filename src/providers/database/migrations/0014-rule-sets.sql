-- [TR4] The rules of a program, version by version. One row is one version; it is edited while it is a draft and never after.
create table rule_set_version (
  tenant_id text not null references tenant (id),
  program text not null,
  version int not null check (version > 0),
  state text not null check (state in ('draft', 'proposed', 'published', 'retired', 'rejected')),
  -- Counts the edits: who saves a draft says which one they changed.
  revision int not null default 1,
  body jsonb not null,
  body_sha256 text not null,
  -- What was published when the draft was begun; null when nothing was.
  base_version int,
  -- The earlier version that a roll-back published anew.
  restores_version int,
  -- Everybody who drafted, edited or proposed it: `staff/ID`, `key/ID` or `installation`.
  hands text[] not null,
  drafted_by text not null,
  drafted_at timestamptz not null,
  edited_by text not null,
  edited_at timestamptz not null,
  proposed_by text,
  proposed_at timestamptz,
  published_by text,
  published_at timestamptz,
  -- Of a roll-back, the person who looked at it afterwards.
  looked_at_by text,
  primary key (tenant_id, program, version),
  check (published_at is not null or state not in ('published', 'retired'))
);
-- However people race on however many nodes: one version decides, and one is being made.
create unique index rule_set_one_published on rule_set_version (tenant_id, program) where state = 'published';
create unique index rule_set_one_draft on rule_set_version (tenant_id, program) where state in ('draft', 'proposed');

create function refuse_other_rules() returns trigger language plpgsql as $$
begin
  raise exception 'a version of rules that is no draft does not change';
end $$;
create trigger rule_set_version_stands before update on rule_set_version for each row
  when (old.state <> 'draft' and (old.body <> new.body or old.body_sha256 <> new.body_sha256))
  execute function refuse_other_rules();

-- Who did what to which version, when and why. Only ever added to.
create table rule_set_event (
  no bigint generated always as identity primary key,
  tenant_id text not null,
  program text not null,
  version int not null,
  revision int not null,
  what text not null,
  by text not null,
  at timestamptz not null,
  why text,
  foreign key (tenant_id, program, version) references rule_set_version (tenant_id, program, version)
);
create index rule_set_event_of on rule_set_event (tenant_id, program, no desc);
create trigger rule_set_event_stands before update or delete on rule_set_event for each row
  execute function refuse_other_rules();
