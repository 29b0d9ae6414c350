import { describe, expect, test } from 'vitest'
import { aCase, hours, minutes, noonMs, reviewer, system } from '#test/world/a-case.ts'
import { programWithCalls } from '#test/world/a-program.ts'

const program = programWithCalls()
const aCall = () => aCase({ program })
const miss = (side: 'seller' | 'us', bookingId = 'booking-1') => ({ type: 'miss-call' as const, bookingId, side })
const cancel = (by: 'seller' | 'us', bookingId = 'booking-1') => ({ type: 'cancel-call' as const, bookingId, by })

describe('[BK1] a call is booked', () => {
  test('it is the next step, and being ready for it the one after', () => {
    const story = aCall()
    expect(story.nextStep()).toBe('book-call')
    story.booksCall(hours(5))
    expect(story.nextStep()).toBe('check-device')
    story.prepares()
    expect(story.nextStep()).toBe('wait-for-call')
    expect(story.state.call).toMatchObject({ bookingId: 'booking-1', startMs: noonMs + hours(5), language: 'en' })
  })

  test('asked twice it is booked once', () => {
    const story = aCall().booksCall(hours(5))
    const events = story.events.length
    story.booksCall(hours(5))
    expect(story.events).toHaveLength(events)
  })

  test('a program without calls refuses, and so does a case that is decided', () => {
    const command = {
      type: 'book-call',
      bookingId: 'b',
      startMs: noonMs + hours(5),
      endMs: noonMs + hours(6),
      language: 'en',
    } as const
    expect(aCase().refused(command).code).toBe('program-has-no-calls')
    const story = aCall()
    story.does({ type: 'withdraw', why: 'sealed' }, reviewer)
    expect(story.refused(command).code).toBe('case-closed')
  })

  test('not sooner than the program says', () => {
    const story = aCall()
    const book = (inMs: number) =>
      ({ type: 'book-call', bookingId: 'b', startMs: noonMs + inMs, endMs: noonMs + inMs + 1, language: 'en' }) as const
    expect(story.refused(book(minutes(59)))).toEqual({
      code: 'slot-too-soon',
      details: { earliestMs: noonMs + minutes(60) },
    })
    story.does(book(minutes(60)))
  })

  test('[BK3] in the languages of the program, on request with more notice', () => {
    const story = aCall()
    const book = (language: string, inMs: number) =>
      ({ type: 'book-call', bookingId: 'b', startMs: noonMs + inMs, endMs: noonMs + inMs + 1, language }) as const
    expect(story.refused(book('th', hours(30))).code).toBe('language-not-spoken')
    expect(story.refused(book('zh', hours(23))).code).toBe('slot-too-soon')
    story.does(book('zh', hours(24)))
  })

  test('[AT3] a lock bars the calls that begin before it ends, and no others', () => {
    const story = aCall().fails().fails().fails().fails()
    const { lockedUntilMs } = story.state
    const book = (startMs: number) =>
      ({ type: 'book-call', bookingId: 'b', startMs, endMs: startMs + 1, language: 'en' }) as const
    expect(story.refused(book(lockedUntilMs! - 1)).code).toBe('account-locked')
    story.does(book(lockedUntilMs!))
  })
})

describe('[BK4] moved, cancelled, missed', () => {
  test('another time takes the place of the first', () => {
    const story = aCall().booksCall(hours(5)).booksCall(hours(9), { bookingId: 'booking-2' })
    expect(story.eventsOf('call-booked').at(-1)).toMatchObject({ bookingId: 'booking-2', instead: 'booking-1' })
    expect(story.state.call?.startMs).toBe(noonMs + hours(9))
    expect(story.notices().map(({ kind }) => kind)).toEqual(['case-opened', 'call-booked', 'call-moved'])
  })

  test('as often, and as late, as the program says; what is refused leaves the appointment as it is', () => {
    const story = aCall().booksCall(hours(20))
    const move = (inMs: number, no: number) =>
      ({
        type: 'book-call',
        bookingId: `b-${no}`,
        startMs: noonMs + inMs,
        endMs: noonMs + inMs + 1,
        language: 'en',
      }) as const
    for (const no of [1, 2, 3, 4]) story.does(move(hours(20 + no), no))
    expect(story.refused(move(hours(30), 5)).code).toBe('moves-exhausted')
    story.does(cancel('seller', 'b-4'))
    story.does(move(hours(20), 6))
    expect(story.state.call?.moves).toBe(0)
    story.passes(hours(20) - minutes(5))
    expect(story.refused(move(hours(30), 7))).toMatchObject({ code: 'move-too-late' })
  })

  test('[AT6] moves that were ours are not counted', () => {
    const story = aCall().booksCall(hours(20)).waits().isOffered(hours(5), { bookingId: 'kept' })
    story.booksCall(hours(5), { bookingId: 'kept' })
    expect(story.state.call).toMatchObject({ bookingId: 'kept', moves: 0 })
    story.booksCall(hours(7), { bookingId: 'own' })
    expect(story.state.call?.moves).toBe(1)
    story.does(cancel('us', 'own'), system)
    expect(story.booksCall(hours(8), { bookingId: 'anew' }).state.call?.moves).toBe(0)
  })

  test('a call that has begun is neither moved nor cancelled by the seller', () => {
    const story = aCall().booksCall(hours(5)).passes(hours(5))
    expect(story.refused(cancel('seller')).code).toBe('call-has-begun')
    const other = {
      type: 'book-call',
      bookingId: 'b',
      startMs: noonMs + hours(9),
      endMs: noonMs + hours(10),
      language: 'en',
    } as const
    expect(story.refused(other).code).toBe('call-has-begun')
  })

  test('cancelled by the seller it costs nothing and gives nothing', () => {
    const story = aCall().booksCall(hours(5)).passes(hours(2))
    story.does(cancel('seller'))
    expect(story.state.call).toBeNull()
    expect(story.nextStep()).toBe('book-call')
    expect(story.state.deadlineAtMs).toBe(noonMs + hours(72))
    expect(story.does(cancel('seller'))).toEqual([])
  })

  test('[AT6] cancelled or missed by us, the time that the seller waited for it is given back', () => {
    const cancelled = aCall().passes(hours(1)).booksCall(hours(5)).passes(hours(2))
    cancelled.does(cancel('us'), reviewer)
    expect(cancelled.state.deadlineAtMs).toBe(noonMs + hours(74))
    const missed = aCall().passes(hours(1)).booksCall(hours(5)).passes(hours(5.5))
    missed.does(miss('us'), system)
    expect(missed.state.deadlineAtMs).toBe(noonMs + hours(77.5))
    expect(missed.state.missedCalls).toEqual([{ bookingId: 'booking-1', side: 'us', atMs: missed.nowMs }])
  })

  test('after a call that we missed the next free time may be taken, however soon', () => {
    const story = aCall().booksCall(hours(5)).passes(hours(5.5))
    story.does(miss('us'), system)
    story.booksCall(minutes(1), { bookingId: 'booking-2' })
  })

  test('missed by the seller it is recorded, and nothing is given back', () => {
    const story = aCall().booksCall(hours(5))
    expect(story.refused(miss('seller'), system).code).toBe('call-not-begun')
    story.passes(hours(5.5)).does(miss('seller'), system)
    expect(story.state.missedCalls.map(({ side }) => side)).toEqual(['seller'])
    expect(story.state.deadlineAtMs).toBe(noonMs + hours(72))
    expect(story.does(miss('seller'), system)).toEqual([])
  })

  test('an appointment that is over and was not held was ours to hold', () => {
    const story = aCall().booksCall(hours(5))
    expect(story.clock('call-over')).toEqual({
      kind: 'call-over',
      owner: 'us',
      dueAtMs: noonMs + hours(5.5),
      onDue: 'miss-call',
    })
  })
})

describe('[AT6] a call that begins within the deadline', () => {
  const late = () => aCall().passes(hours(1)).booksCall(hours(70.75)).passes(hours(71))

  test('keeps it from biting until we know whose fault it was; was it ours, the time is given back first', () => {
    const story = late()
    expect(story.clock('complete-verification')?.dueAtMs).toBe(noonMs + hours(72.25))
    story.missesDeadline()
    expect(story.state).toMatchObject({ deadlineMissedAtMs: null, restrictions: [] })
    story.passes(hours(0.25)).does(miss('us'), system)
    expect(story.state.deadlineAtMs).toBe(noonMs + hours(72 + 71.25))
    story.missesDeadline()
    expect(story.state).toMatchObject({ deadlineMissedAtMs: null, restrictions: [] })
  })

  test('missed by the seller, it bites at once', () => {
    const story = late()
    story.does(miss('seller'), system)
    expect(story.clock('complete-verification')?.dueAtMs).toBe(noonMs + hours(72))
    expect(story.missesDeadline().state.deadlineMissedAtMs).toBe(story.nowMs)
  })

  test('one that begins behind the deadline keeps nothing', () => {
    const story = aCall().booksCall(hours(72)).passes(hours(72)).missesDeadline()
    expect(story.state.deadlineMissedAtMs).toBe(story.nowMs)
  })
})

describe('[BK4] a case that needs its call no more', () => {
  test('gives the time back: withdrawn by us, in the offline lane by the seller', () => {
    const withdrawn = aCall().booksCall(hours(5))
    withdrawn.does({ type: 'withdraw', why: 'sealed' }, reviewer)
    expect(withdrawn.eventsOf('call-cancelled')).toMatchObject([{ bookingId: 'booking-1', by: 'us' }])
    const offline = aCall().booksCall(hours(5))
    offline.does({ type: 'choose-offline-lane', way: 'mail' })
    expect(offline.eventsOf('call-cancelled')).toMatchObject([{ bookingId: 'booking-1', by: 'seller' }])
    for (const { state } of [withdrawn, offline]) expect(state.call).toBeNull()
    expect(offline.clock('call-over')).toBeUndefined()
  })
})

describe('[NO2] reminders', () => {
  test('24 h, 1 h and 10 min ahead, each once', () => {
    const story = aCall().booksCall(hours(30))
    for (const minutesBefore of [1440, 60, 10]) {
      const dueAtMs = noonMs + hours(30) - minutes(minutesBefore)
      expect(story.clock('call-reminder')?.dueAtMs).toBe(dueAtMs)
      story.passes(dueAtMs - story.nowMs - 1)
      expect(story.does({ type: 'remind-of-call' }, system)).toEqual([])
      story.passes(1).does({ type: 'remind-of-call' }, system)
      expect(story.does({ type: 'remind-of-call' }, system)).toEqual([])
    }
    expect(story.eventsOf('call-reminded').map((event) => event.minutesBefore)).toEqual([1440, 60, 10])
    expect(story.clock('call-reminder')).toBeUndefined()
  })

  test('those that are past when the call is booked are not sent', () => {
    expect(aCall().booksCall(hours(3)).clock('call-reminder')?.dueAtMs).toBe(noonMs + hours(2))
  })

  test('a clock that comes late sends one for all that were due', () => {
    const story = aCall().booksCall(hours(30)).passes(hours(29.5))
    story.does({ type: 'remind-of-call' }, system)
    expect(story.eventsOf('call-reminded').map((event) => event.minutesBefore)).toEqual([60])
    expect(story.clock('call-reminder')?.dueAtMs).toBe(noonMs + hours(30) - minutes(10))
  })
})

describe('[BK5] no time before the deadline', () => {
  const offer = (firstEndMs: number | null) => ({ type: 'offer-calls' as const, firstEndMs })

  test('the deadline moves to the first that is offered', () => {
    const story = aCall()
    story.does(offer(noonMs + hours(80)))
    expect(story.state.deadlineAtMs).toBe(noonMs + hours(80))
    expect(story.eventsOf('deadline-moved')[0]?.why).toBe('no-slot')
    expect(story.does(offer(noonMs + hours(80)))).toEqual([])
  })

  test('it stays where a time is free before it, where none is offered at all, and once a call is booked', () => {
    const story = aCall()
    expect(story.does(offer(noonMs + hours(72)))).toEqual([])
    expect(story.does(offer(null))).toEqual([])
    story.booksCall(hours(5))
    expect(story.does(offer(noonMs + hours(80)))).toEqual([])
  })

  test('one that was missed stays missed', () => {
    const story = aCall().passes(hours(72)).missesDeadline()
    expect(story.does(offer(noonMs + hours(80)))).toEqual([])
  })
})
