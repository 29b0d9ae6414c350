import { isWithinWall } from '#domain/booking/free-slots.ts'
import { earliestStartMs, siteZone } from '#domain/case/booked-call.ts'
import { drawQuestions, stepsFor } from '#domain/checklist.ts'
import type { CallRules, ConductRules, Program } from '#domain/program.ts'
import { programProblems } from '#domain/program-problems.ts'
import { aCase, hours, minutes, noonMs, reviewer, system } from '#test/world/a-case.ts'
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
const waiting = (program: Program) => {
  const story = booked(program).passes(hours(5)).prepares()
  story.does({ type: 'enter-call', bookingId: 'booking-1', place: null })
  return story
}
const attemptId = 'attempt-1'
const stalls = { type: 'interrupt-call', attemptId, what: 'media-stalled' } as const
const conduct = (reads: string, changes: DeepPartial<ConductRules>, seen: (program: Program) => unknown): Field =>
  called('src/domain/case', reads, { conduct: changes }, seen)
const seller = { site: 'ID', kind: 'company', mainCategory: 'toys', categories: [] } as const
const asked = (program: Program) => drawQuestions(program, { ...seller, categories: [] }, () => 0)
const [question] = rules.conduct.questions.from
const oneQuestion = (changes: object): DeepPartial<CallRules> => ({
  conduct: { questions: { from: [{ ...question, ...changes }] as ConductRules['questions']['from'] } },
})
const questionField = (reads: string, changes: object): Field =>
  called('src/domain/checklist.ts', reads, oneQuestion(changes), asked)
const otherwise = { sites: null, kinds: null, categories: null }
const stepField = (reads: string, when: object): Field => ({
  by: 'src/domain/checklist.ts',
  reads,
  change: {
    capture: { steps: programWithCalls().capture.steps.map((step) => ({ ...step, when: { ...otherwise, ...when } })) },
  },
  seen: (program) => stepsFor(program, { ...seller, categories: [] }),
})
const notice = (kind: keyof CallRules['notices'], story: (program: Program) => ReturnType<typeof aCase>): Field =>
  called('src/domain/notices.ts', 'notices', { notices: { [kind]: ['banner'] } }, (program) => story(program).notices())
const moved = (program: Program) => {
  const story = booked(program)
  const at = { startMs: noonMs + hours(9), endMs: noonMs + hours(10) }
  return story.tried({ type: 'book-call', bookingId: 'booking-2', language: 'en', ...at }).ok
}
const offered = (program: Program) => aCase({ program }).waits().isOffered(hours(5))
const booked = (program: Program) => aCase({ program }).booksCall(hours(5))

const booking = 'src/domain/case/booked-call.ts'
/** The rules of the call itself, and of the steps and questions that depend on who is asked. */
const conductFields: Record<string, Field> = {
  'call.conduct.enterMinutesAhead': conduct('enterMinutesAhead', { enterMinutesAhead: 15 }, (program) =>
    booked(program)
      .prepares()
      .passes(hours(5) - minutes(10))
      .prepares()
      .nextStep(),
  ),
  'call.conduct.answerWithinSeconds': conduct('answerWithinSeconds', { answerWithinSeconds: 60 }, (program) => {
    const story = waiting(program)
    story.does({ type: 'ring-call', bookingId: 'booking-1' }, reviewer)
    return story.clock('call-answer')?.dueAtMs
  }),
  'call.conduct.maxMinutes': conduct(
    'maxMinutes',
    { maxMinutes: 10 },
    (program) => waiting(program).isCalled().clock('call-over')?.dueAtMs,
  ),
  'call.conduct.interruptionsBorne': conduct('interruptionsBorne', { interruptionsBorne: 0 }, (program) => {
    const story = waiting(program).isCalled()
    story.does(stalls)
    return story.state.status
  }),
  'call.conduct.resumeWithinSeconds': conduct('resumeWithinSeconds', { resumeWithinSeconds: 30 }, (program) => {
    const story = waiting(program).isCalled()
    story.does(stalls)
    return story.clock('call-resume')?.dueAtMs
  }),
  'call.conduct.verdictAtEnd': conduct(
    'verdictAtEnd',
    { verdictAtEnd: false },
    (program) =>
      waiting(program)
        .isCalled()
        .tried({ type: 'end-call', attemptId, why: 'done', withVerdict: false, lead: false }, reviewer).ok,
  ),
  'call.conduct.questions.count': called(
    'src/domain/checklist.ts',
    'count',
    { conduct: { questions: { count: 2 } } },
    asked,
  ),
  'call.conduct.questions.from[].id': questionField('from', { id: 'other' }),
  'call.conduct.questions.from[].text.*': questionField('from', { text: { zh: '在哪里？', en: 'Where?' } }),
  'call.conduct.questions.from[].when.sites[]': questionField('sites', { when: { ...otherwise, sites: ['PH'] } }),
  'call.conduct.questions.from[].when.kinds[]': questionField('kinds', {
    when: { ...otherwise, kinds: ['individual'] },
  }),
  'call.conduct.questions.from[].when.categories[]': questionField('categories', {
    when: { ...otherwise, categories: ['food'] },
  }),
  'capture.steps[].when.sites[]': stepField('sites', { sites: ['PH'] }),
  'capture.steps[].when.kinds[]': stepField('kinds', { kinds: ['individual'] }),
  'capture.steps[].when.categories[]': stepField('categories', { categories: ['food'] }),
  'capture.steps[].name.*': {
    by: 'src/domain/program-problems.ts',
    reads: 'name',
    change: { capture: { steps: programWithCalls().capture.steps.map((step) => ({ ...step, name: { en: 'Desk' } })) } },
    seen: programProblems,
  },
  'attempts.keepWhatWasRight': {
    by: 'src/domain/case/held-call.ts',
    change: { attempts: { keepWhatWasRight: true } },
    seen: ({ attempts }) =>
      aCase({ program: programWithCalls({ attempts }) })
        .isHeldAnd('fail', ['document-missing'])
        .booksCall(hours(2))
        .passes(hours(2))
        .prepares()
        .isCalled().state.attempts[1]?.steps.length,
  },
}
export const callFields: Record<string, Field> = {
  ...conductFields,
  'call.booking.slotMinutes': { by: 'src/app/calls/book-call.ts' },
  'call.booking.daysAhead': { by: 'src/app/calls/list-call-times.ts' },
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
  'call.booking.moves.most': called(booking, 'most', { booking: { moves: { most: 0 } } }, moved),
  'call.booking.moves.untilMinutesBefore': called(
    booking,
    'untilMinutesBefore',
    { booking: { moves: { untilMinutesBefore: 300 } } },
    moved,
  ),
  'call.booking.holdOfferMinutes': called(
    'src/domain/case/decide-waiting-list.ts',
    'holdOfferMinutes',
    { booking: { holdOfferMinutes: 60 } },
    (program) => offered(program).clock('call-offer')?.dueAtMs,
  ),
  'call.notices.call-offered[]': notice('call-offered', (program) => offered(program)),
  'call.notices.call-offer-over[]': notice('call-offer-over', (program) => {
    const story = offered(program).passes(hours(1))
    story.does({ type: 'end-offer', bookingId: 'booking-1', why: 'not-answered' }, system)
    return story
  }),
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
