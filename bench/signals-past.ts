import pg from 'pg'

/** What signals that were taken earlier look like: one that the product has just taken, as it is stored. */
export type Pattern = { tenantId: string; signalId: string }

const rowsAtOnce = 250_000
/** Shops of which signals are there: those that send in the measurement are the first of them. */
export const shopsBefore = 100_000

/**
 * Fills the table of signals as if they had come over the last 90 days: every shop in turn, under ids that are in no order. Each is
 * a copy of one sign-in that the product has stored: facts, sealed body, inputs and decisions have the size they have. The indexes are made at the end, which takes less time than keeping them up; what
 * refers to the key, and costs nothing when one comes in, is not made again.
 */
export const fillPast = async (url: string, { tenantId, signalId }: Pattern, count: number): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('set synchronous_commit = off')
    await client.query(`set maintenance_work_mem = '1GB'`)
    await client.query(
      'alter table signal drop constraint signal_pkey cascade; drop index signal_once; drop index signal_received',
    )
    for (let from = 0; from < count; from += rowsAtOnce)
      await client.query(
        `insert into signal (tenant_id, seller_id, seq, id, type, occurred_at, received_at, late, facts, body_sealed, layout,
           inputs, missing, decisions)
         select one.tenant_id, 'shop-' || (no % $3), no / $3 + 1, 'past-' || md5(no::text), one.type, at, at, false,
           one.facts, one.body_sealed, one.layout, one.inputs, one.missing, one.decisions
         from (select * from signal where tenant_id = $1 and id = $2) one,
           lateral (select no, now() - interval '90 days' * (1 - no::float / $6) - interval '1 day' as at
             from generate_series($4::bigint, $5::bigint) no) past`,
        [tenantId, signalId, shopsBefore, from, Math.min(count, from + rowsAtOnce) - 1, count],
      )
    await client.query('delete from signal where tenant_id = $1 and id = $2', [tenantId, signalId])
    await client.query('alter table signal add primary key (tenant_id, seller_id, seq)')
    await client.query('create unique index signal_once on signal (tenant_id, id)')
    await client.query('create index signal_received on signal using brin (received_at)')
    await client.query(
      `update risk_profile set seq = greatest(seq, coalesce((select max(signal.seq) from signal
         where signal.tenant_id = risk_profile.tenant_id and signal.seller_id = risk_profile.seller_id), 0))`,
    )
    await client.query('vacuum analyze signal')
    await client.query('checkpoint')
  } finally {
    await client.end()
  }
}
