import { expect, test } from 'vitest'
import { aFinding, aHeld, aParticipant, aRoom, aSnapshot, aStep } from '#test/world/a-call-room.ts'
import { isUrgent, newsOf } from './room-news.ts'

const heard = (before: Parameters<typeof aRoom>[0], now: Parameters<typeof aRoom>[0]) =>
  newsOf(aRoom(before), aRoom(now), 'me').map(({ what }) => what)

test('[LC1] the seller comes, is rung, answers or does not', () => {
  const seller = aParticipant('seller')
  expect(heard({}, { participants: [seller] })).toEqual(['sellerHere'])
  expect(heard({ participants: [seller] }, { participants: [{ ...seller, present: false }] })).toEqual(['sellerAway'])
  expect(heard({}, { phase: 'ringing' })).toEqual(['ringing'])
  expect(heard({ phase: 'ringing' }, { phase: 'held', held: aHeld() })).toEqual(['answered'])
  expect(heard({ phase: 'ringing' }, { phase: 'over' })).toEqual(['notAnswered'])
})

test('[LC5] whoever joins or leaves is named, oneself is not', () => {
  const guest = aParticipant('arif', { role: 'supervisor' })
  expect(heard({}, { participants: [guest, aParticipant('me')] })).toEqual(['joined'])
  expect(heard({ participants: [guest] }, {})).toEqual(['left'])
  expect(heard({}, { leader: { id: 'arif', name: 'Arif' } })).toEqual(['leader'])
})

test('[LC2] an interruption is told once with how many are borne, and its end', () => {
  const broken = {
    what: 'media-stalled' as const,
    side: 'unknown' as const,
    at: '2026-11-24T03:04:00Z',
    endedAt: null,
  }
  const during = aHeld({ interruptions: [broken], counted: 1 })
  const news = newsOf(aRoom({ held: aHeld() }), aRoom({ held: during }), 'me')
  expect(news).toEqual([{ what: 'interrupted', counted: 1, borne: 2 }])
  expect(news.every(isUrgent)).toBe(true)
  expect(heard({ held: during }, { held: during })).toEqual([])
  const mended = aHeld({ interruptions: [{ ...broken, endedAt: '2026-11-24T03:04:09Z' }], counted: 1 })
  expect(heard({ held: during }, { held: mended })).toEqual(['resumed'])
})

test('[LC4] pictures, failed gates, words and the end are told; what was there already is not', () => {
  const before = aHeld({ findings: [aFinding('id-card.glare', { outcome: 'fail' })] })
  const now = aHeld({
    steps: [aStep('card', { snapshots: [aSnapshot('s1')] })],
    findings: [
      aFinding('id-card.glare', { outcome: 'fail' }),
      aFinding('id-card.name', { outcome: 'fail' }),
      aFinding('environment.light', { outcome: 'fail', grade: 'signal' }),
    ],
    over: { at: '2026-11-24T03:15:00Z', why: 'done' },
  })
  const line = { at: '2026-11-24T03:05:00Z', by: 'seller' as const, name: 'Lin', text: 'wait' }
  expect(newsOf(aRoom({ held: before }), aRoom({ held: now, chat: [line] }), 'me')).toEqual([
    { what: 'snapshot', step: now.steps[0] },
    { what: 'findingFailed', check: 'id-card.name' },
    { what: 'over', why: 'done' },
    { what: 'chat', name: 'Lin', text: 'wait' },
  ])
})
