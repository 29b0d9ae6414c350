import { describe, expect, test } from 'vitest'
import { aCase, hours, minutes, noonMs, reviewer, system } from '#test/world/a-case.ts'
import { programWithCalls } from '#test/world/a-program.ts'

const program = programWithCalls()
const waits = (wish = {}) => aCase({ program }).waits(wish)
const types = (story: ReturnType<typeof waits>) => story.events.map(({ data }) => data.type)
const offer = (startMs: number) =>
  ({ type: 'offer-call', bookingId: 'booking-1', startMs, endMs: startMs + minutes(30), movesDeadline: false }) as const
const end = (why: 'declined' | 'not-answered', bookingId = 'booking-1') =>
  ({ type: 'end-offer', bookingId, why }) as const

describe('[BK4] a seller waits for a time', () => {
  test('asked twice they stand in the line once, and another wish keeps the place', () => {
    const story = waits()
    const joined = story.events.length
    story.waits()
    expect(story.events).toHaveLength(joined)
    story.passes(hours(1)).waits({ beforeMs: noonMs + hours(20) })
    expect(story.state.waiting).toMatchObject({ sinceMs: noonMs, beforeMs: noonMs + hours(20), offer: null })
  })

  test('whoever has an appointment waits for an earlier one, and keeps it meanwhile', () => {
    const story = aCase({ program }).booksCall(hours(30)).waits()
    expect(story.state.waiting?.beforeMs).toBe(noonMs + hours(30))
    expect(story.state.call?.startMs).toBe(noonMs + hours(30))
    expect(story.refused(offer(noonMs + hours(30)), system).code).toBe('call-not-wanted')
  })

  test('not where the procedure has no list, nor in a language that nobody speaks, nor once it is decided', () => {
    const without = aCase({ program: programWithCalls({ call: { booking: { holdOfferMinutes: null } } }) })
    const join = (language = 'en') => ({ type: 'join-waiting-list', language, beforeMs: null }) as const
    expect(without.refused(join()).code).toBe('no-waiting-list')
    expect(aCase().refused(join()).code).toBe('program-has-no-calls')
    expect(aCase({ program }).refused(join('fr')).code).toBe('language-not-spoken')
    const story = aCase({ program })
    story.does({ type: 'withdraw', why: 'sealed' }, reviewer)
    expect(story.refused(join()).code).toBe('case-closed')
  })

  test('leaving is one command, and twice is once', () => {
    const story = waits()
    story.does({ type: 'leave-waiting-list' })
    story.does({ type: 'leave-waiting-list' })
    expect(story.eventsOf('waiting-list-left')).toEqual([{ type: 'waiting-list-left', why: 'seller' }])
    expect(story.state.waiting).toBeNull()
  })
})

describe('[BK4] a time that is kept', () => {
  test('is told, is theirs for as long as the program says, and never past its own begin', () => {
    const story = waits().isOffered(hours(5))
    expect(story.state.waiting?.offer?.untilMs).toBe(noonMs + minutes(30))
    expect(story.clock('call-offer')).toMatchObject({ dueAtMs: noonMs + minutes(30), onDue: 'lapse-offer' })
    expect(story.notices().map(({ kind }) => kind)).toEqual(['case-opened', 'call-offered'])
    expect(waits().refused(offer(noonMs + minutes(29)), system).code).toBe('call-not-wanted')
    expect(story.refused({ ...offer(noonMs + hours(6)), bookingId: 'booking-2' }, system).code).toBe('call-not-wanted')
  })

  test('taken, it is the appointment and the waiting is over; the lead does not count any more', () => {
    const story = waits().isOffered(minutes(60)).passes(minutes(20))
    story.booksCall(minutes(40))
    expect(story.state).toMatchObject({ waiting: null, call: { bookingId: 'booking-1' } })
    expect(types(story).slice(-2)).toEqual(['call-booked', 'waiting-list-left'])
    expect(story.clock('call-offer')).toBeUndefined()
  })

  test('not wanted, it goes to the next and is not offered again; the place stays', () => {
    const story = waits().isOffered(hours(5))
    story.does(end('declined'))
    expect(story.state.waiting).toMatchObject({ sinceMs: noonMs, offer: null })
    expect(story.refused(offer(noonMs + hours(5)), system).code).toBe('call-not-wanted')
    story.isOffered(hours(6), { bookingId: 'booking-2' })
  })

  test('not answered in time, it is gone and the seller is told; before that nothing ends it', () => {
    const story = waits().isOffered(hours(5)).passes(minutes(29))
    story.does(end('not-answered'), system)
    expect(story.state.waiting?.offer).not.toBeNull()
    story.passes(minutes(1)).does(end('not-answered'), system)
    expect(story.state.waiting).toBeNull()
    expect(types(story).slice(-2)).toEqual(['call-offer-ended', 'waiting-list-left'])
    expect(story.notices().at(-1)?.kind).toBe('call-offer-over')
  })

  test('another time that is booked lets it go; one that is not soon enough leaves the place in the line', () => {
    const story = waits({ beforeMs: noonMs + hours(10) }).isOffered(hours(5))
    story.booksCall(hours(20), { bookingId: 'booking-2' })
    expect(story.eventsOf('call-offer-ended')).toMatchObject([{ bookingId: 'booking-1', why: 'declined' }])
    expect(story.state.waiting).toMatchObject({ offer: null })
    story.booksCall(hours(9), { bookingId: 'booking-3' })
    expect(story.state.waiting).toBeNull()
  })

  test('[BK5] the first that could be had moves the deadline to its end, and only then', () => {
    const late = hours(100)
    expect(waits().isOffered(late).eventsOf('deadline-moved')).toEqual([])
    const moved = waits().isOffered(late, { movesDeadline: true })
    expect(moved.state.deadlineAtMs).toBe(noonMs + late + minutes(30))
    expect(moved.eventsOf('deadline-moved')).toMatchObject([{ why: 'no-slot', spans: [] }])
  })

  test('a case that ends waits for nothing, and lets go of what was kept', () => {
    const story = waits().isOffered(hours(5))
    story.does({ type: 'withdraw', why: 'sealed' }, reviewer)
    expect(story.state.waiting).toBeNull()
    expect(story.eventsOf('call-offer-ended')).toMatchObject([{ why: 'given-up' }])
    expect(story.eventsOf('waiting-list-left')).toMatchObject([{ why: 'closed' }])
  })
})
