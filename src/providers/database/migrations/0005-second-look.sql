-- [DE3] Second looks at passes by rule, and the opinions of reviews that two people decide. `looked_by` names those who
-- have given theirs, so that nobody is asked twice.

alter table verification_case add column second_look_attempt_id text;
alter table verification_case add column second_look_due_at timestamptz;
alter table verification_case add column second_look_state text
  check (second_look_state in ('waiting', 'agreed', 'doubted', 'upheld', 'overturned'));
alter table verification_case add column looked_by text[] not null default '{}';
alter table verification_case add column opinions_agree boolean;
create index verification_case_second_look on verification_case (tenant_id, second_look_due_at)
  where second_look_state in ('waiting', 'doubted');
