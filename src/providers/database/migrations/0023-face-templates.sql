-- [SC3] [EV4] Faces whose holders agreed that they are compared with other shops', and which of them look alike.

-- What describes a face is sealed under the key of its case: with the key it is gone.
create table face_template (
  recording_id text primary key references recording (id),
  tenant_id text not null references tenant (id),
  case_id text not null references verification_case (id),
  attempt_id text not null,
  seller_id text not null,
  model text not null,
  face_sealed text not null,
  pictures integer not null,
  width_px integer not null,
  agreement_01 double precision not null,
  -- A picture that findings point to anyway.
  frame_id text,
  -- By the clock of the database: what is newer than what a node has read must not depend on whose clock is right.
  added_at timestamptz not null default clock_timestamp(),
  expires_at timestamptz not null,
  -- With how many it was compared, how many could not be read, and how many were too many.
  compared_at timestamptz,
  compared_with integer not null default 0,
  skipped integer not null default 0,
  left_out integer not null default 0,
  foreign key (tenant_id, seller_id) references seller (tenant_id, id)
);
create index face_template_newest on face_template (tenant_id, model, added_at desc, recording_id);
create index face_template_of_case on face_template (case_id);
create index face_template_of_seller on face_template (tenant_id, seller_id);
create index face_template_expiry on face_template (expires_at);

-- A guess for people: it joins nobody. No hint outlives either of the two faces.
create table face_hint (
  tenant_id text not null references tenant (id),
  recording_a text not null references face_template (recording_id) on delete cascade,
  recording_b text not null references face_template (recording_id) on delete cascade,
  seller_a text not null,
  seller_b text not null,
  similarity_01 double precision not null,
  alike_01 double precision not null,
  noticed_at timestamptz not null,
  primary key (recording_a, recording_b),
  check (recording_a < recording_b),
  check (seller_a <> seller_b)
);
create index face_hint_a on face_hint (tenant_id, seller_a);
create index face_hint_b on face_hint (tenant_id, seller_b);
create index face_hint_recording_b on face_hint (recording_b);
