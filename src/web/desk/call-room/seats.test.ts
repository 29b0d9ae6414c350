import { expect, test } from 'vitest'
import { aHeld, aRoom } from '#test/world/a-call-room.ts'
import { keptSeat, mayTakeOver, seatsFor } from './seats.ts'

const mine = { id: 'me', leads: true, mayLead: true }
const others = { id: 'me', leads: false, mayLead: false }

test('[LC5] the one who leads sits in one seat; others sit beside once the call is held', () => {
  expect(seatsFor(aRoom({ me: mine }), false)).toEqual(['reviewer'])
  expect(seatsFor(aRoom({ me: { ...others, mayLead: true } }), true)).toEqual(['reviewer'])
  expect(seatsFor(aRoom({ me: others }), false)).toEqual([])
  expect(seatsFor(aRoom({ me: others, held: aHeld() }), false)).toEqual(['interpreter'])
  expect(seatsFor(aRoom({ me: { ...others, mayLead: true }, held: aHeld() }), true)).toEqual([
    'supervisor',
    'interpreter',
  ])
})

test('nobody sits down in a call that is over', () => {
  const over = { at: '2026-11-24T03:15:00Z', why: 'done' as const }
  expect(seatsFor(aRoom({ me: mine, phase: 'over' }), true)).toEqual([])
  expect(seatsFor(aRoom({ me: mine, held: aHeld({ over }) }), true)).toEqual([])
})

test('[LC5] a kept seat is good while it is offered, and a lead takes over what others lead', () => {
  expect(keptSeat('reviewer', ['reviewer'])).toBe('reviewer')
  expect(keptSeat('reviewer', ['interpreter'])).toBeNull()
  expect(keptSeat('', ['reviewer'])).toBeNull()
  expect(mayTakeOver(aRoom({ me: others, held: aHeld() }), true)).toBe(true)
  expect(mayTakeOver(aRoom({ me: others, held: aHeld() }), false)).toBe(false)
  expect(mayTakeOver(aRoom({ me: mine, held: aHeld() }), true)).toBe(false)
})
