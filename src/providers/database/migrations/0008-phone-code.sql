-- The code that was sent last for a booked call, hashed under the case's key. Gone once it was typed in.
create table phone_code (
  case_id text primary key references verification_case (id),
  tenant_id text not null references tenant (id),
  booking_id text not null,
  code_hash text not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  tries int not null,
  -- How many were sent for this call.
  sends int not null,
  state text not null check (state in ('sending', 'sent', 'failed'))
);
