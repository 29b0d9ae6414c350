import { expect, test } from 'vitest'
import { applyChange, emptyLedger, noteWebhook, sellerLines, wasSeen } from './ledger.ts'

const listing = { sellerId: 's1', capability: 'product_listing' } as const

test('[RE2] a capability is taken away once however often it is told, and given back', () => {
  const taken = applyChange(applyChange(emptyLedger(), { ...listing, change: 'applied' }), {
    ...listing,
    change: 'applied',
  })
  expect(sellerLines(taken)).toEqual([{ sellerId: 's1', taken: ['product_listing'] }])
  expect(sellerLines(applyChange(taken, { ...listing, change: 'lifted' }))).toEqual([{ sellerId: 's1', taken: [] }])
})

test('a webhook that came before is known by its id; what it did stays', () => {
  const taken = applyChange(emptyLedger(), { ...listing, change: 'applied' })
  const noted = noteWebhook(taken, 'evt_1', { at: '', type: 'restriction.applied', ...listing })
  expect(wasSeen(noted, 'evt_1')).toBe(true)
  expect(wasSeen(noted, 'evt_2')).toBe(false)
  expect(sellerLines(noted)).toEqual(sellerLines(taken))
})

test('old entries and ids are let go, newest kept', () => {
  let ledger = emptyLedger()
  for (let i = 0; i < 2100; i++)
    ledger = noteWebhook(ledger, `evt_${i}`, { at: '', type: 'x', sellerId: 's', capability: null })
  expect(ledger.entries).toHaveLength(200)
  expect(wasSeen(ledger, 'evt_2099')).toBe(true)
  expect(wasSeen(ledger, 'evt_0')).toBe(false)
})
