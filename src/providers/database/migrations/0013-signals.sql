-- Signals of marketplaces [TR1], what each was decided to mean [TR4], and what rules know of each seller.

-- One row for each signal that was taken, numbered per seller in the order they were received. `json` and not `jsonb`: nobody
-- asks inside of these, and text is stored as it comes. What the marketplace sent is sealed under the seller's key; `facts`
-- hold nobody's data. Tens of millions of rows: two indexes, and none that is not needed for taking one in.
create table signal (
  tenant_id text not null,
  seller_id text not null,
  -- 1, 2, 3… per seller.
  seq int not null,
  -- The marketplace's own id.
  id text not null,
  type text not null,
  occurred_at timestamptz not null,
  received_at timestamptz not null,
  -- It happened before another one that was known already.
  late boolean not null,
  facts json not null,
  body_sealed text not null,
  -- The features that were known and the reasons for those that were not: { values, missing }.
  inputs json not null,
  -- One for each published rule set that looks at the shop: [{ program, version, outcome, score, contributions, notAsked }].
  decisions json not null,
  primary key (tenant_id, seller_id, seq)
);
create unique index signal_once on signal (tenant_id, id);
-- Which signals came since a day; a few pages, however many signals there are.
create index signal_received on signal using brin (received_at);

-- What rules know of a seller, folded from registration and signals. Its lock orders the signals of one seller.
create table risk_profile (
  tenant_id text not null,
  seller_id text not null,
  seller_facts json not null,
  profile json not null,
  -- Of the newest signal; 0 before the first.
  seq int not null,
  -- When the latest of the signals happened.
  newest_at timestamptz,
  -- The last decisions, by signal or registration, of the form that they have there; null before the first.
  inputs json,
  decisions json,
  decided_at timestamptz,
  -- What the last case has settled, and which case that was: { program: [rule, …] }. Rules that have stood since open no other.
  settled json not null,
  settled_case_id text,
  updated_at timestamptz not null,
  primary key (tenant_id, seller_id),
  foreign key (tenant_id, seller_id) references seller (tenant_id, id)
) with (fillfactor = 70);

-- How a seller stands with us, asked for with every signal.
create index verification_case_seller on verification_case (tenant_id, seller_id, opened_at desc);
create index booking_missed on booking (tenant_id, seller_id) where state = 'missed';
create index case_event_commitment on case_event (case_id) where type = 'commitment-made';
