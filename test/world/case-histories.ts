import fc from 'fast-check'
import type { CaseCommand } from '#domain/case/commands.ts'
import { decide } from '#domain/case/decide.ts'
import type { Actor, CaseEvent, CheckedEligibility, VoidReason } from '#domain/case/events.ts'
import { type CaseState, emptyCase, evolve } from '#domain/case/state.ts'
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
        now({ type: 'show-challenge', ...at, index, challenge: 'sealed' }, index > 0 ? leastPauseMs(step) : 0),
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

const waitMs = fc.constantFrom(0, 0, 1, seconds(1), minutes(1), minutes(11), hours(1), hours(6), hours(25), hours(80))
const voidReason = fc.constantFrom<VoidReason>('connection-lost', 'our-outage', 'inspection-impossible', 'run-too-long')
const anyActor = fc.constantFrom<Actor>(seller, system, reviewer, marketplace, { kind: 'api', keyId: 'k' })

type Commands = Move['commands']
const by = (actor: Actor, commands: fc.Arbitrary<Commands>): fc.Arbitrary<Move> =>
  fc.record({ waitMs, actor: fc.constant(actor), commands })
const always = (...commands: CaseCommand[]): fc.Arbitrary<Commands> =>
  fc.constant(() => commands.map((one) => now(one)))

const eligibility = fc.constantFrom<CheckedEligibility[]>(
  [{ check: 'registration', answer: 'ok' }],
  [{ check: 'registration', answer: 'ok' }],
  [{ check: 'phone-real-name', answer: 'failed' }],
  [{ check: 'identity-document', answer: 'failed' }],
)

const review = fc
  .record({
    outcome: fc.constantFrom<'pass' | 'fail' | 'void'>('pass', 'fail', 'void'),
    reasons: fc.constantFrom<ReasonCode[]>([], ['not-live'], ['not-live']),
  })
  .map<Commands>(({ outcome, reasons }) => (state) => [
    now({ type: 'review', attemptId: lastAttempt(state), outcome, reasons, note: null }),
  ])

const move: fc.Arbitrary<Move> = fc.oneof(
  {
    weight: 4,
    arbitrary: by(
      seller,
      fc.constant((state, _program, count) => leftRun(state, count)),
    ),
  },
  {
    weight: 6,
    arbitrary: by(
      seller,
      fc.nat(2).map((elsewhere) => (state, _program, count) => startRun(state, count, elsewhere)),
    ),
  },
  {
    weight: 6,
    arbitrary: by(
      seller,
      fc.constant((state, program) => wholeRun(program, lastAttempt(state))),
    ),
  },
  {
    weight: 6,
    arbitrary: by(
      system,
      fc
        .oneof(findings, whole, whole)
        .map((found) => (state) => [
          now({ type: 'record-findings', attemptId: lastAttempt(state), findings: found, fields: 's', models: {} }),
        ]),
    ),
  },
  { weight: 4, arbitrary: by(reviewer, review) },
  { weight: 1, arbitrary: fc.record({ waitMs, actor: anyActor, commands: review }) },
  {
    weight: 2,
    arbitrary: by(
      seller,
      fc.constant((state) => [
        now({ type: 'leave-page', attemptId: lastAttempt(state), recordingSha256: null, chunkCount: 0 }),
      ]),
    ),
  },
  {
    weight: 2,
    arbitrary: by(
      system,
      voidReason.map((why) => (state) => [now({ type: 'void-attempt', attemptId: lastAttempt(state), why })]),
    ),
  },
  { weight: 3, arbitrary: by(system, always({ type: 'miss-deadline' })) },
  {
    weight: 2,
    arbitrary: by(
      system,
      fc.tuple(fc.integer({ min: -5, max: 90 }), fc.integer({ min: 1, max: 30 })).map(([from, length]) => () => [
        now({ type: 'credit-outage', fromMs: noonMs + hours(from), toMs: noonMs + hours(from + length) }),
      ]),
    ),
  },
  {
    weight: 3,
    arbitrary: by(
      marketplace,
      fc
        .constantFrom<'applied' | 'lifted'>('applied', 'lifted')
        .map(
          (change) => (state) =>
            state.restrictions.map((one) => now({ type: 'acknowledge-restriction', restrictionId: one.id, change })),
        ),
    ),
  },
  {
    weight: 1,
    arbitrary: by(
      system,
      eligibility.chain((answers) => always({ type: 'record-eligibility', answers })),
    ),
  },
  { weight: 1, arbitrary: by(seller, always({ type: 'choose-offline-lane', way: 'mail' })) },
  { weight: 1, arbitrary: by(seller, always({ type: 'choose-self-service-lane' })) },
  { weight: 1, arbitrary: by(reviewer, always({ type: 'decide-offline', note: 's' })) },
  { weight: 1, arbitrary: by(seller, always({ type: 'decide-offline', note: 's' })) },
  { weight: 1, arbitrary: by(marketplace, always({ type: 'withdraw', why: 's' })) },
  { weight: 1, arbitrary: by(reviewer, always({ type: 'view-evidence', what: 'clip' })) },
  { weight: 1, arbitrary: by(system, always({ type: 'record-notice', noticeId: 'n1', kind: 'passed', channels: [] })) },
  { weight: 1, arbitrary: by(seller, always({ type: 'read-notice', noticeId: 'n1' })) },
  {
    weight: 1,
    arbitrary: by(
      seller,
      fc.constantFrom('id-front', 'digits', 'nowhere').map((stepId) => (state) => {
        const at = { attemptId: lastAttempt(state), stepId, claimedMediaMs: 0 }
        return [
          now({ type: 'start-step', ...at }),
          now({ type: 'show-challenge', ...at, index: 0, challenge: 's' }),
          now({ type: 'end-step', ...at }),
        ]
      }),
    ),
  },
)

export const moves: fc.Arbitrary<Move[]> = fc.array(move, { maxLength: 40, size: 'max' })

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
      tries(command, one.actor)
    }
  }
  return told
}

export const eventsOf = (told: readonly Told[]): CaseEvent[] =>
  told.flatMap(({ decision }) => (decision.ok ? decision.value : []))
