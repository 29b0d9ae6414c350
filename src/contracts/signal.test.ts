import { describe, expect, test } from 'vitest'
import { parseSignal, signalBatchSchema, signalLimits, signalsBodySchema } from './signal.ts'

const signal = (data: unknown, changes: object = {}) => ({
  id: 'sig-1',
  sellerId: 'shop-1',
  at: '2026-05-01T09:30:00+08:00',
  data,
  ...changes,
})
const fieldsOf = (json: unknown) => {
  const parsed = parseSignal(json)
  return parsed.ok ? [] : parsed.problems.map(({ field }) => field)
}

describe('[TR1] a signal', () => {
  test('keeps its own id and time, and says null for what it leaves out', () => {
    expect(parseSignal(signal({ type: 'login', ip: '203.0.113.9' }))).toEqual({
      ok: true,
      value: {
        id: 'sig-1',
        sellerId: 'shop-1',
        atMs: Date.UTC(2026, 4, 1, 1, 30),
        data: { type: 'login', ip: '203.0.113.9', device: null, userAgent: null, place: null, network: null },
      },
    })
  })

  test('is refused by the name of the field that is wrong', () => {
    const order = { type: 'order', amount: 10, currency: 'USD' }
    expect(fieldsOf(signal(order))).toEqual([])
    expect(fieldsOf(signal({ ...order, amount: -1 }))).toEqual(['data.amount'])
    expect(fieldsOf(signal({ ...order, amount: Number.POSITIVE_INFINITY }))).toEqual(['data.amount'])
    expect(fieldsOf(signal({ ...order, amount: 1e13 }))).toEqual(['data.amount'])
    expect(fieldsOf(signal({ ...order, currency: 'usd' }))).toEqual(['data.currency'])
    expect(fieldsOf(signal({ ...order, colour: 'red' }))).toEqual(['data.colour'])
    expect(fieldsOf(signal({ type: 'dance' }))).toEqual(['data.type'])
    expect(fieldsOf(signal({ type: 'login', ip: '203.0.113' }))).toEqual(['data.ip'])
    const place = { country: 'CN', latitudeDeg: 91, longitudeDeg: 0 }
    expect(fieldsOf(signal({ type: 'login', ip: '::1', place }))).toEqual(['data.place.latitudeDeg'])
    const listings = { type: 'listings-added', count: 1, category: 'toys' }
    expect(fieldsOf(signal(listings))).toEqual([])
    expect(fieldsOf(signal({ ...listings, count: 0 }))).toEqual(['data.count'])
    expect(fieldsOf(signal({ ...listings, count: 1_000_001 }))).toEqual(['data.count'])
    // What a database cannot keep as JSON.
    expect(fieldsOf(signal({ ...listings, category: 'to\u0000ys' }))).toEqual(['data.category'])
    expect(fieldsOf(signal({ ...listings, category: 'to\ud800ys' }))).toEqual(['data.category'])
    expect(fieldsOf(signal(order, { id: 'x'.repeat(129) }))).toEqual(['id'])
    expect(fieldsOf(signal(order, { id: 'a b' }))).toEqual(['id'])
    expect(fieldsOf(signal(order, { at: 'yesterday' }))).toEqual(['at'])
    expect(fieldsOf(signal(order, { note: 'hi' }))).toEqual(['note'])
    expect(fieldsOf('signal')).toEqual(['(signal)'])
  })

  test('is never larger than 16 KB, which the limits of its fields see to', () => {
    const largest = signal(
      {
        type: 'login',
        ip: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
        // Three bytes each; what has to be escaped is longer as JSON and shorter here.
        device: '设'.repeat(signalLimits.deviceCharacters),
        userAgent: '器'.repeat(signalLimits.userAgentCharacters),
        place: { country: 'CN', latitudeDeg: -89.99999999999999, longitudeDeg: -179.99999999999997 },
        network: 'public-wifi',
      },
      { id: 'i'.repeat(128), sellerId: 's'.repeat(128) },
    )
    expect(fieldsOf(largest)).toEqual([])
    expect(Buffer.byteLength(JSON.stringify(largest))).toBeLessThan(signalLimits.signalBytes)
    expect(fieldsOf(signal({ type: 'login', ip: '::1', userAgent: 'x'.repeat(1_000_000) }))).toEqual(['data.userAgent'])
  })
})

describe('[TR1] a call with signals', () => {
  test('brings one, or up to ten thousand', () => {
    const one = signal({ type: 'shop-opened' })
    expect(signalsBodySchema.safeParse(one).success).toBe(true)
    expect(signalsBodySchema.safeParse({ signals: [one, one] }).success).toBe(true)
    const many = (count: number) => signalBatchSchema.safeParse({ signals: new Array(count).fill(one) }).success
    expect([many(0), many(1), many(10_000), many(10_001)]).toEqual([false, true, true, false])
    expect(signalBatchSchema.safeParse({ signals: [one], note: 'hi' }).success).toBe(false)
  })
})
