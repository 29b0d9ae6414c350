import { describe, expect, test } from 'vitest'
import { aCase, hours, minutes } from '#test/world/a-case.ts'
import { programWith, programWithCalls } from '#test/world/a-program.ts'

const aCall = (validForMinutes = 60) => aCase({ program: programWithCalls({ device: { validForMinutes } }) })
const withCode = () => aCase({ program: programWithCalls({ device: { phoneCode: true, validForMinutes: 30 } }) })
const comparing = (program = programWithCalls({ eligibility: { compareRegistration: true } })) => aCase({ program })
const confirm = (bookingId = 'booking-1') => ({ type: 'confirm-phone' as const, bookingId })

describe('[DV1] the device before a call', () => {
  test('a check made ahead is enough until the call is near, and then it is made again', () => {
    const story = aCall().prepares().booksCall(hours(30))
    expect(story.nextStep()).toBe('wait-for-call')
    story.passes(hours(28))
    expect(story.nextStep()).toBe('wait-for-call')
    story.passes(hours(1))
    expect(story.nextStep()).toBe('check-device')
    story.prepares()
    expect(story.nextStep()).toBe('wait-for-call')
    story.passes(minutes(60))
    expect(story.nextStep()).toBe('enter-call')
  })

  test('one that found something wrong is made again at once', () => {
    const story = aCall().prepares().booksCall(hours(30))
    story.does({ type: 'record-device-check', problems: ['uplink-too-slow'], details: 'sealed' })
    expect(story.nextStep()).toBe('check-device')
  })

  test('a call that is moved away needs the check only when it is near again', () => {
    const story = aCall().prepares().booksCall(hours(2)).passes(minutes(70))
    expect(story.nextStep()).toBe('check-device')
    story.booksCall(hours(20), { bookingId: 'booking-2' })
    expect(story.nextStep()).toBe('wait-for-call')
  })

  test('without a call a check is as old as it is', () => {
    const story = aCase().prepares().passes(minutes(31))
    expect(story.nextStep()).toBe('check-device')
  })
})

describe('[DV6] the phone is confirmed by a code', () => {
  test('in the last hour before the call, after device and consent', () => {
    const story = withCode().prepares().booksCall(hours(5))
    expect(story.nextStep()).toBe('wait-for-call')
    expect(story.refused(confirm()).code).toBe('phone-code-not-due')
    story.passes(hours(4))
    expect(story.nextStep()).toBe('confirm-phone-code')
    story.passes(minutes(30))
    expect(story.nextStep()).toBe('check-device')
    story.prepares()
    expect(story.nextStep()).toBe('confirm-phone-code')
    story.does(confirm())
    expect(story.nextStep()).toBe('wait-for-call')
  })

  test('for one appointment: another is confirmed anew', () => {
    const story = withCode().booksCall(hours(2)).passes(minutes(90)).prepares()
    story.does(confirm())
    expect(story.tried(confirm())).toEqual({ ok: true, value: [] })
    story.booksCall(hours(2), { bookingId: 'booking-2' }).passes(minutes(100)).prepares()
    expect(story.nextStep()).toBe('confirm-phone-code')
    expect(story.refused(confirm('booking-9')).code).toBe('phone-code-not-due')
  })

  test('nobody is asked for one where the program wants none', () => {
    const story = aCall().booksCall(hours(2)).passes(minutes(90)).prepares()
    expect(story.nextStep()).toBe('wait-for-call')
    expect(story.refused(confirm()).code).toBe('phone-code-not-due')
  })

  test('nothing of the number is in the event', () => {
    const story = withCode().booksCall(hours(2)).passes(minutes(90)).prepares()
    story.does(confirm())
    expect(story.eventsOf('phone-confirmed')).toEqual([{ type: 'phone-confirmed', bookingId: 'booking-1' }])
  })
})

describe('[EL6] registration and documents are compared first', () => {
  test('before a call is booked', () => {
    const story = comparing()
    expect(story.nextStep()).toBe('compare-registration')
    const startMs = story.nowMs + hours(5)
    const book = { type: 'book-call', bookingId: 'b', startMs, endMs: startMs + minutes(30), language: 'en' } as const
    expect(story.refused(book).code).toBe('registration-not-compared')
    story.comparesRegistration()
    expect(story.nextStep()).toBe('book-call')
    story.does(book)
  })

  test('a difference does not bar, and is kept', () => {
    const story = comparing().comparesRegistration(['address', 'licenceScope', 'address'])
    expect(story.nextStep()).toBe('book-call')
    expect(story.state.registrationCompared?.differing).toEqual(['address', 'licenceScope'])
    story.comparesRegistration([])
    expect(story.state.registrationCompared?.differing).toEqual([])
  })

  test('where a run is done alone, before the run', () => {
    const story = comparing(programWith({ eligibility: { compareRegistration: true } })).prepares()
    expect(story.nextStep()).toBe('compare-registration')
    expect(story.refused(story.startCommand()).code).toBe('registration-not-compared')
    story.comparesRegistration()
    expect(story.nextStep()).toBe('start-run')
  })

  test('a case that is decided takes none', () => {
    const story = aCase()
    story.does({ type: 'withdraw', why: 'sealed' }, { kind: 'staff', id: 'reviewer-1' })
    expect(story.refused({ type: 'compare-registration', differing: [], details: 's' }).code).toBe('case-closed')
  })
})
