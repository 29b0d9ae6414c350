import { isWithinWall } from '#domain/booking/free-slots.ts'
import { earliestStartMs, siteZone } from '#domain/case/booked-call.ts'
import type { CallRules, Program } from '#domain/program.ts'
import { aCase, hours, noonMs, system } from '#test/world/a-case.ts'
import { type DeepPartial, programWithCalls } from '#test/world/a-program.ts'
import type { Field } from './program-field.ts'

/** A field of the rules for calls, seen in a program that has them. */
const called = (
  by: string,
  reads: string,
  changes: DeepPartial<CallRules>,
  seen: (program: Program & { call: CallRules }) => unknown,
): Field => ({
  by,
  reads,
  change: { call: programWithCalls({ call: changes }).call },
  seen: (program) => seen({ ...program, call: program.call ?? rules }),
})
const { call } = programWithCalls()
if (call === null) throw new Error('the program with calls has none')
const rules: CallRules = call

const earliest = (language: string) => (program: Program) =>
  earliestStartMs(program, aCase({ program }).state, noonMs, language)
const isFastest = (time: string) => (program: Program & { call: CallRules }) => {
  const { fastest } = program.call.booking
  return fastest && isWithinWall(fastest, 'UTC', Date.parse(`2026-11-23T${time}:00Z`))
}
const notice = (kind: keyof CallRules['notices'], story: (program: Program) => ReturnType<typeof aCase>): Field =>
  called('src/domain/notices.ts', 'notices', { notices: { [kind]: ['banner'] } }, (program) => story(program).notices())
const booked = (program: Program) => aCase({ program }).booksCall(hours(5))

const booking = 'src/domain/case/booked-call.ts'
export const callFields: Record<string, Field> = {
  'call.booking.slotMinutes': { by: 'src/app/book-call.ts' },
  'call.booking.daysAhead': { by: 'src/app/list-call-times.ts' },
  'call.booking.siteZones.*': called(
    booking,
    'siteZones',
    { booking: { siteZones: { ID: 'Asia/Makassar' } } },
    (program) => siteZone(program, 'ID'),
  ),
  'call.booking.leadMinutes': called(booking, 'leadMinutes', { booking: { leadMinutes: 30 } }, earliest('en')),
  'call.booking.fastest.from': called(
    'src/domain/booking/free-slots.ts',
    'from',
    { booking: { fastest: { from: '10:00' } } },
    isFastest('09:30'),
  ),
  'call.booking.fastest.to': called(
    'src/domain/booking/free-slots.ts',
    'to',
    { booking: { fastest: { to: '10:00' } } },
    isFastest('10:30'),
  ),
  'call.booking.languages[]': called(booking, 'languages', { booking: { languages: ['th'] } }, earliest('en')),
  'call.booking.onRequest[].language': called(
    booking,
    'onRequest',
    { booking: { onRequest: [{ language: 'vi', leadMinutes: 1440 }] } },
    earliest('vi'),
  ),
  'call.booking.onRequest[].leadMinutes': called(
    booking,
    'leadMinutes',
    { booking: { onRequest: [{ language: 'zh', leadMinutes: 2880 }] } },
    earliest('zh'),
  ),
  'call.booking.remindMinutesBefore[]': called(
    booking,
    'remindMinutesBefore',
    { booking: { remindMinutesBefore: [30] } },
    (program) => booked(program).clock('call-reminder')?.dueAtMs,
  ),
  'call.notices.call-booked[]': notice('call-booked', booked),
  'call.notices.call-moved[]': notice('call-moved', (program) =>
    booked(program).booksCall(hours(9), { bookingId: 'booking-2' }),
  ),
  'call.notices.call-cancelled[]': notice('call-cancelled', (program) => {
    const story = booked(program)
    story.does({ type: 'cancel-call', bookingId: 'booking-1', by: 'seller' })
    return story
  }),
  'call.notices.call-reminder[]': notice('call-reminder', (program) => {
    const story = booked(program).passes(hours(4))
    story.does({ type: 'remind-of-call' }, system)
    return story
  }),
  'call.notices.call-missed[]': notice('call-missed', (program) => {
    const story = booked(program).passes(hours(6))
    story.does({ type: 'miss-call', bookingId: 'booking-1', side: 'us' }, system)
    return story
  }),
}
