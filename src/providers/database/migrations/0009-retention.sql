-- [EV3] What becomes of media: `deleting` from when they were measured for the last time until their bytes are gone.
alter table recording add column media_state text not null default 'kept'
  check (media_state in ('kept', 'deleting', 'deleted'));
alter table recording add column media_measured jsonb;
alter table recording add column media_deleted_at timestamptz;
create index recording_beside_runs on recording (closed_at) where purpose <> 'attempt' and media_state <> 'deleted';

alter table verification_case add column legal_hold boolean not null default false;
