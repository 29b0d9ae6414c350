-- [RE3] Whether a badge was given for a run before a camera, or for the papers of the offline lane.
alter table badge add column how text not null default 'video' check (how in ('video', 'papers'));
alter table badge alter column how drop default;
