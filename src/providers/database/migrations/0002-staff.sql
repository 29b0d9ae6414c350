-- Staff accounts and their sign-in, in the column names that the sign-in library reads and writes.

create table staff (
  "id" text primary key,
  "name" text not null,
  "email" text not null unique,
  "emailVerified" boolean not null,
  "image" text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp,
  "twoFactorEnabled" boolean,
  "tenantId" text not null references tenant (id),
  "role" text not null check ("role" in ('reviewer', 'supervisor', 'compliance', 'admin')),
  "active" boolean not null
);
create index staff_tenant on staff ("tenantId");

create table staff_session (
  "id" text primary key,
  "expiresAt" timestamptz not null,
  "token" text not null unique,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  "ipAddress" text,
  "userAgent" text,
  "userId" text not null references staff ("id") on delete cascade,
  "byPasskey" boolean not null default false
);
create index staff_session_user on staff_session ("userId");

create table staff_account (
  "id" text primary key,
  "accountId" text not null,
  "providerId" text not null,
  "userId" text not null references staff ("id") on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  "scope" text,
  "password" text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null
);
create index staff_account_user on staff_account ("userId");

create table staff_verification (
  "id" text primary key,
  "identifier" text not null,
  "value" text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create index staff_verification_identifier on staff_verification ("identifier");

create table staff_two_factor (
  "id" text primary key,
  "secret" text not null,
  "backupCodes" text not null,
  "userId" text not null references staff ("id") on delete cascade,
  "verified" boolean,
  "failedVerificationCount" integer,
  "lockedUntil" timestamptz
);
create index staff_two_factor_user on staff_two_factor ("userId");

create table staff_passkey (
  "id" text primary key,
  "name" text,
  "publicKey" text not null,
  "userId" text not null references staff ("id") on delete cascade,
  "credentialID" text not null,
  "counter" integer not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  "transports" text,
  "createdAt" timestamptz,
  "aaguid" text
);
create index staff_passkey_user on staff_passkey ("userId");
create index staff_passkey_credential on staff_passkey ("credentialID");

create table staff_invite (
  token_hash text primary key,
  staff_id text not null references staff ("id") on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- What belongs to the installation as a whole: the key that seals what no tenant owns.
create table installation (
  id int primary key check (id = 1),
  key_id text not null
);
