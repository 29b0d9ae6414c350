import fc from 'fast-check'
import type { CaseCommand } from '#domain/case/commands.ts'
import { decide } from '#domain/case/decide.ts'
import type { Actor, CaseEvent, CheckedEligibility, FindingSummary, VoidReason } from '#domain/case/events.ts'
import { evolve } from '#domain/case/evolve.ts'
import { type CaseState, emptyCase } from '#domain/case/state.ts'
import { leastPauseMs } from '#domain/challenge.ts'
import type { SubCheckId } from '#domain/checks.ts'
import type { Outcome, ReasonCode } from '#domain/finding.ts'
import type { Program } from '#domain/program.ts'
import type { Result } from '#domain/refusal.ts'
import { hours, marketplace, minutes, noonMs, reviewer, seconds, seller, system } from './a-case.ts'
import { programWith } from './a-program.ts'
import { aFinding } from './findings.ts'

/** One command of a history with what was decided; `before` and `after` are the case around it. */
export type Told = {
  before: CaseState
  after: CaseState
  command: CaseCommand
  actor: Actor
  atMs: number
  decision: Result<CaseEvent[]>
}

/**
 * Something somebody does, made into commands when the history reaches it: which attempt is meant and which step is next
 * depends on what came before. Most moves aim at what is possible, some at what is not.
 */
export type Move = {
  what: string
  waitMs: number
  actor: Actor
  commands: (state: CaseState, program: Program, count: number) => { waitMs: number; command: CaseCommand }[]
}

/** Three gates and a signal, so that every mixture of answers comes up; everything else as AliExpress has it. */
export const smallProgram = (): Program => {
  const gate = { grade: 'gate' as const, limits: {} }
  const base = programWith({
    restrictions: [
      { afterHours: 0, capabilities: ['orders'] },
      { afterHours: 72, capabilities: ['product_listing', 'withdrawal'] },
      { afterHours: 100, capabilities: ['funds'] },
    ],
  })
  return {
    ...base,
    inspection: {
      sampleFps: 5,
      checks: {
        'id-card.name': gate,
        'face.portrait-match': gate,
        'digits.spoken': gate,
        'environment.light': { grade: 'signal', limits: {} },
      },
    },
  }
}

const secondReviewer: Actor = { kind: 'staff', id: 'second-reviewer' }

const now = (command: CaseCommand, waitMs = 0) => ({ waitMs, command })
const lastAttempt = (state: CaseState) => state.attempts.at(-1)?.id ?? 'attempt-0'

const nextAttempt = (state: CaseState, count: number) => `attempt-${state.attempts.length + 1}-${count}`

const startRun = (state: CaseState, count: number, failuresElsewhere: number) => [
  now({ type: 'record-device-check', problems: [], details: 'sealed' }),
  now({ type: 'give-consent', textVersion: 'v1', language: 'zh' }),
  now({
    type: 'start-attempt',
    attemptId: nextAttempt(state, count),
    recordingId: `recording-${count}`,
    identityFailuresElsewhere: failuresElsewhere,
  }),
]

/** All steps with their challenges and pauses, and the end of the run, for the attempt that will be the last one. */
const wholeRun = (program: Program, attemptId: string) => [
  ...program.capture.steps.flatMap((step) => {
    const at = { attemptId, stepId: step.id, claimedMediaMs: 0 }
    const shown = step.challenge.kind === 'none' ? 0 : step.challenge.count
    return [
      now({ type: 'start-step', ...at }),
      ...Array.from({ length: shown }, (_, index) =>
        now(
          { type: 'show-challenge', ...at, index, challenge: 'sealed', servingSinceMs: 0 },
          index > 0 ? leastPauseMs(step) : 0,
        ),
      ),
      now({ type: 'end-step', ...at }, step.minSeconds * 1000),
    ]
  }),
  now({ type: 'complete-attempt', attemptId, recordingSha256: 'ab'.repeat(32), chunkCount: 9 }),
]

/** Started and left at once: the quickest way to a lock. */
const leftRun = (state: CaseState, count: number) => [
  ...startRun(state, count, 0),
  now({ type: 'leave-page', attemptId: nextAttempt(state, count), recordingSha256: null, chunkCount: 0 }),
]

const checks: SubCheckId[] = ['id-card.name', 'face.portrait-match', 'digits.spoken', 'environment.light']
const reasonsFor = (outcome: Outcome, reason: ReasonCode | null) =>
  outcome === 'fail' || outcome === 'unsure' ? reason : null

const findings = fc.array(
  fc
    .record({
      check: fc.constantFrom(...checks),
      outcome: fc.constantFrom<Outcome>('pass', 'pass', 'fail', 'unsure', 'not-applicable'),
      reason: fc.constantFrom<ReasonCode | null>('card-glare', 'not-live', null),
    })
    .map(({ check, outcome, reason }) => aFinding(check, outcome, reasonsFor(outcome, reason))),
  { maxLength: 5 },
)
/** Every gate answered: without these hardly any history would ever pass by itself. */
const whole = fc
  .tuple(...checks.map(() => fc.constantFrom<Outcome>('pass', 'pass', 'pass', 'pass', 'fail', 'unsure')))
  .map((outcomes) =>
    checks.map((check, index) => {
      const outcome = outcomes[index] ?? 'unsure'
      return aFinding(check, outcome, reasonsFor(outcome, 'card-glare'))
    }),
  )

/** Mostly close together; sometimes long enough for a run to expire, a day to end or a deadline to pass. */
const waitMs = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(0, 1, seconds(1), minutes(1)) },
  { weight: 4, arbitrary: fc.constantFrom(minutes(11), hours(1), hours(6), hours(25), hours(80)) },
)
const voidReason = fc.constantFrom<VoidReason>('connection-lost', 'our-outage', 'inspection-impossible', 'run-too-long')
const anyActor = fc.constantFrom<Actor>(seller, system, reviewer, marketplace, { kind: 'api', keyId: 'k' })

type Commands = Move['commands']
/** `what` is what a counterexample prints. */
const move = (
  weight: number,
  what: string,
  actor: Actor | fc.Arbitrary<Actor>,
  commands: Commands | fc.Arbitrary<Commands>,
) => ({
  weight,
  arbitrary: fc.record<Move>({
    what: fc.constant(what),
    waitMs,
    actor: 'kind' in actor ? fc.constant(actor) : actor,
    commands: typeof commands === 'function' ? fc.constant(commands) : commands,
  }),
})
const always =
  (...commands: CaseCommand[]): Commands =>
  () =>
    commands.map((one) => now(one))

const eligible: CheckedEligibility = { check: 'registration', answer: 'ok' }
const notEligible = fc.constantFrom<CheckedEligibility>(
  { check: 'phone-real-name', answer: 'failed' },
  { check: 'identity-document', answer: 'failed' },
  { check: 'sanctions', answer: 'failed' },
)

/** Usually of the last attempt, sometimes of an earlier one. */
const review = fc
  .record({
    outcome: fc.constantFrom<'pass' | 'fail' | 'void'>('pass', 'fail', 'fail', 'void'),
    reasons: fc.constantFrom<ReasonCode[]>([], ['not-live'], ['not-live']),
    back: fc.constantFrom(1, 1, 1, 2),
  })
  .map<Commands>(({ outcome, reasons, back }) => (state) => {
    const attemptId = state.attempts.at(-back)?.id ?? lastAttempt(state)
    return [now({ type: 'review', attemptId, outcome, reasons, note: null })]
  })

const leave = (state: CaseState) =>
  now({ type: 'leave-page', attemptId: lastAttempt(state), recordingSha256: null, chunkCount: 0 })
const acknowledge =
  (change: 'applied' | 'lifted'): Commands =>
  (state) =>
    state.restrictions.map((one) => now({ type: 'acknowledge-restriction', restrictionId: one.id, change }))
const reported =
  (really: 'taken' | 'free'): Commands =>
  (state) =>
    state.restrictions.map((one) =>
      now({
        type: 'report-restriction',
        restrictionId: one.id,
        really,
        asOfMs: Math.max(one.sinceMs, one.sentAtMs) + 1,
      }),
    )
const record =
  (found: FindingSummary[]): Commands =>
  (state) => [
    now({
      type: 'record-findings',
      attemptId: lastAttempt(state),
      findings: found,
      fields: 's',
      models: {},
      drawn01: 0.01,
    }),
  ]
const oneStep =
  (stepId: string): Commands =>
  (state) => {
    const at = { attemptId: lastAttempt(state), stepId, claimedMediaMs: 0 }
    return [
      now({ type: 'start-step', ...at }),
      now({ type: 'show-challenge', ...at, index: 0, challenge: 's', servingSinceMs: 0 }),
      now({ type: 'end-step', ...at }),
    ]
  }
const outage = fc
  .tuple(fc.integer({ min: -5, max: 90 }), fc.integer({ min: 1, max: 30 }))
  .map(([from, length]) =>
    always({ type: 'credit-outage', fromMs: noonMs + hours(from), toMs: noonMs + hours(from + length) }),
  )

const anyMove: fc.Arbitrary<Move> = fc.oneof(
  move(30, 'a complete run', seller, (state, program, count) => [
    ...startRun(state, count, 0),
    ...wholeRun(program, nextAttempt(state, count)),
  ]),
  move(25, 'findings for every gate', system, whole.map(record)),
  move(15, 'a run left at once', seller, (state, _program, count) => leftRun(state, count)),
  move(15, 'a review', reviewer, review),
  move(
    8,
    'a start',
    seller,
    fc.nat(2).map((elsewhere) => (state, _program, count) => startRun(state, count, elsewhere)),
  ),
  move(6, 'the steps of a run', seller, (state, program) => wholeRun(program, lastAttempt(state))),
  move(4, 'one step', seller, fc.constantFrom('id-front', 'digits', 'nowhere').map(oneStep)),
  move(8, 'any findings', system, findings.map(record)),
  move(4, 'a review by anybody', anyActor, review),
  move(5, 'page left', seller, (state) => [leave(state)]),
  move(
    6,
    'attempt void',
    system,
    voidReason.map((why) => (state) => [now({ type: 'void-attempt', attemptId: lastAttempt(state), why })]),
  ),
  move(10, 'the deadline’s clock', system, always({ type: 'miss-deadline' })),
  move(6, 'an outage', system, outage),
  move(20, 'acknowledgements', marketplace, fc.constantFrom(acknowledge('applied'), acknowledge('lifted'))),
  move(8, 'reports', marketplace, fc.constantFrom(reported('taken'), reported('free'))),
  move(6, 'sent again', system, always({ type: 'send-restrictions-again' })),
  move(2, 'sent by hand', reviewer, (state) =>
    state.restrictions.map((one) => now({ type: 'send-restriction-now', restrictionId: one.id })),
  ),
  move(4, 'eligible', system, always({ type: 'record-eligibility', answers: [eligible] })),
  move(
    1,
    'not eligible',
    system,
    notEligible.map((bar) => always({ type: 'record-eligibility', answers: [bar] })),
  ),
  move(3, 'offline lane', seller, always({ type: 'choose-offline-lane', way: 'mail' })),
  move(5, 'self-service lane', seller, always({ type: 'choose-self-service-lane' })),
  move(
    2,
    'offline decision',
    fc.constantFrom(reviewer, seller),
    fc.constantFrom(
      always({ type: 'decide-offline', outcome: 'pass', reasons: [], note: 's' }),
      always({ type: 'decide-offline', outcome: 'refuse', reasons: ['papers-incomplete'], note: 's' }),
    ),
  ),
  move(2, 'a comparison', seller, always({ type: 'compare-registration', differing: ['address'], details: 's' })),
  move(1, 'a phone confirmed', seller, always({ type: 'confirm-phone', bookingId: 'booking-1' })),
  move(1, 'withdrawal', marketplace, always({ type: 'withdraw', why: 's' })),
  move(2, 'a look', reviewer, always({ type: 'view-evidence', what: 'clip', attemptId: null })),
  move(
    6,
    'a second look',
    fc.constantFrom(reviewer, secondReviewer, seller),
    fc.constantFrom<Commands>(
      (state) => [now({ type: 'look-again', attemptId: lastAttempt(state), outcome: 'pass', reasons: [], note: null })],
      (state) => [
        now({ type: 'look-again', attemptId: lastAttempt(state), outcome: 'fail', reasons: ['not-live'], note: null }),
      ],
      (state) => [
        now({
          type: 'settle-second-look',
          attemptId: lastAttempt(state),
          outcome: 'overturned',
          note: null,
          lead: true,
        }),
      ],
    ),
  ),
  move(8, 'another review', secondReviewer, review),
  move(2, 'a notice', system, always({ type: 'record-notice', noticeId: 'n1', kind: 'passed', channels: [] })),
  move(2, 'a notice read', seller, always({ type: 'read-notice', noticeId: 'n1' })),
)

export const moves: fc.Arbitrary<Move[]> = fc.array(anyMove, { maxLength: 30, size: 'max' })

/** Plays a history from opening on. Every command is tried, whether or not it will be refused. */
export const play = (history: readonly Move[], program: Program): Told[] => {
  const told: Told[] = []
  let state = emptyCase('case-1')
  let atMs = noonMs
  const tries = (command: CaseCommand, actor: Actor) => {
    const before = state
    const decision = decide(before, command, { program, atMs, actor })
    if (decision.ok) state = decision.value.reduce(evolve, before)
    told.push({ before, after: state, command, actor, atMs, decision })
    return decision
  }
  tries(
    {
      type: 'open',
      sellerId: 'shop-1',
      site: 'cn',
      way: 'api',
      noticedAtMs: null,
      identityCommitment: 'c',
      registration: 's',
      note: null,
    },
    { kind: 'api', keyId: 'k' },
  )
  tries({ type: 'record-eligibility', answers: [{ check: 'registration', answer: 'ok' }] }, system)
  for (const [count, one] of history.entries()) {
    atMs += one.waitMs
    for (const { waitMs: pauseMs, command } of one.commands(state, program, count)) {
      atMs += pauseMs
      const { ok } = tries(command, one.actor)
      // What would follow in a run that never started is no history worth telling.
      if (!ok && command.type === 'start-attempt') break
    }
  }
  return told
}

export const eventsOf = (told: readonly Told[]): CaseEvent[] =>
  told.flatMap(({ decision }) => (decision.ok ? decision.value : []))
