import { type Allowance, allowance, dayIn } from '#domain/case/attempts.ts'
import { type Clock, clocksOf } from '#domain/case/clocks.ts'
import type { CaseCommand } from '#domain/case/commands.ts'
import { decide } from '#domain/case/decide.ts'
import type { Actor, CaseEvent, CaseEventData, FindingSummary, VoidReason } from '#domain/case/events.ts'
import { evolve } from '#domain/case/evolve.ts'
import { type NextStep, nextStepOf } from '#domain/case/next-step.ts'
import { type CaseState, emptyCase } from '#domain/case/state.ts'
import { leastPauseMs } from '#domain/challenge.ts'
import type { DeviceSignal } from '#domain/device-signals.ts'
import { checkEligibility, lookupsFor } from '#domain/eligibility.ts'
import type { ReasonCode } from '#domain/finding.ts'
import { type Notice, noticesFor } from '#domain/notices.ts'
import type { CaptureStep, OpenedBy } from '#domain/program.ts'
import type { Refusal, Result } from '#domain/refusal.ts'
import type { ComparedField } from '#domain/registration-fields.ts'
import { programAliexpress } from './a-program.ts'
import { aRegistration } from './a-registration.ts'
import { cleanFindings, failedFinding } from './findings.ts'

export const hours = (count: number): number => count * 3_600_000
export const minutes = (count: number): number => count * 60_000
export const seconds = (count: number): number => count * 1000

/** Noon in Shanghai on a working day: far from midnight, so that "a day" is not crossed by accident. */
export const noonMs = Date.UTC(2026, 2, 12, 4)

export const seller: Actor = { kind: 'seller' }
export const system: Actor = { kind: 'system' }
export const reviewer: Actor = { kind: 'staff', id: 'reviewer-1' }
export const marketplace: Actor = { kind: 'marketplace' }

/** What a case event of one type says. */
export type EventOf<T extends CaseEventData['type']> = Extract<CaseEventData, { type: T }>

/**
 * A case and the people around it, told as a story: each verb is a command that must be accepted, or it throws. It begins
 * with an open case of an eligible seller. `eligible: false` leaves eligibility unasked. Ids are counted, the clock stands
 * still until `passes`, and nothing is random.
 */
export const aCase = ({
  program = programAliexpress(),
  openedAtMs = noonMs,
  way = 'api' as OpenedBy,
  eligible = true,
  failuresElsewhere = 0,
  noticedAtMs = null as number | null,
} = {}) => {
  let state = emptyCase('case-1')
  let nowMs = openedAtMs
  let started = 0
  const events: CaseEvent[] = []

  const tried = (command: CaseCommand, actor: Actor = seller): Result<CaseEvent[]> => {
    const decision = decide(state, command, { program, atMs: nowMs, actor })
    if (decision.ok) {
      events.push(...decision.value)
      state = decision.value.reduce(evolve, state)
    }
    return decision
  }
  const does = (command: CaseCommand, actor: Actor = seller): CaseEvent[] => {
    const decision = tried(command, actor)
    if (!decision.ok) throw new Error(`${command.type} was refused: ${JSON.stringify(decision.refusal)}`)
    return decision.value
  }
  const currentAttempt = (): string => {
    const attempt = state.attempts.at(-1)
    if (!attempt) throw new Error('no attempt was started')
    return attempt.id
  }
  const stepDone = (rule: CaptureStep) => {
    const at = { attemptId: currentAttempt(), stepId: rule.id, claimedMediaMs: 0 }
    const count = rule.challenge.kind === 'none' ? 0 : rule.challenge.count
    does({ type: 'start-step', ...at })
    const beganAtMs = nowMs
    for (let index = 0; index < count; index += 1) {
      if (index > 0) nowMs += leastPauseMs(rule)
      does({ type: 'show-challenge', ...at, index, challenge: `sealed-${rule.id}-${index}`, servingSinceMs: 0 })
    }
    nowMs = Math.max(nowMs, beganAtMs + rule.minSeconds * 1000)
    does({ type: 'end-step', ...at })
  }

  const story = {
    program,
    get state(): CaseState {
      return state
    },
    get events(): readonly CaseEvent[] {
      return events
    },
    get nowMs(): number {
      return nowMs
    },
    /** Time goes by and nothing happens; clocks that fall due do not fire by themselves. */
    passes(timeMs: number) {
      nowMs += timeMs
      return story
    },
    does: (command: CaseCommand, actor?: Actor) => does(command, actor),
    tried,
    /** The refusal of a command, which must not be accepted and must leave the case as it was. */
    refused(command: CaseCommand, actor?: Actor): Refusal {
      const before = state
      const decision = tried(command, actor)
      if (decision.ok) throw new Error(`${command.type} was accepted`)
      if (state !== before) throw new Error(`${command.type} was refused and changed the case`)
      return decision.refusal
    },
    eventsOf<T extends CaseEventData['type']>(type: T): EventOf<T>[] {
      return events.map((event) => event.data).filter((data): data is EventOf<T> => data.type === type)
    },
    nextStep: (): NextStep => nextStepOf(program, state, nowMs),
    clocks: (): Clock[] => clocksOf(program, state),
    clock: (kind: Clock['kind']): Clock | undefined => clocksOf(program, state).find((one) => one.kind === kind),
    allowance: (): Allowance => allowance(program, state, nowMs, failuresElsewhere),
    notices: (): Notice[] => noticesFor(program, events),

    /** Device checked and consent given, as far as that is still due. */
    prepares({ signals = [] as DeviceSignal[] } = {}) {
      does({ type: 'record-device-check', problems: [], signals, details: 'sealed' })
      does({ type: 'give-consent', textVersion: 'v1', language: 'zh' })
      return story
    },
    startCommand(attemptId = `attempt-${started + 1}`): CaseCommand {
      const recordingId = `recording-of-${attemptId}`
      return { type: 'start-attempt', attemptId, recordingId, identityFailuresElsewhere: failuresElsewhere }
    },
    comparesRegistration(differing: ComparedField[] = []) {
      does({ type: 'compare-registration', differing, details: 'sealed' })
      return story
    },
    starts(device: { signals?: DeviceSignal[] } = {}) {
      story.prepares(device)
      does(story.startCommand())
      started += 1
      return story
    },
    doesStep(id: string) {
      const rule = program.capture.steps.find((step) => step.id === id)
      if (!rule) throw new Error(`the program has no step ${id}`)
      stepDone(rule)
      return story
    },
    /** A whole run, up to the moment it goes to inspection. */
    completesRun(device: { signals?: DeviceSignal[] } = {}) {
      story.starts(device)
      program.capture.steps.forEach(stepDone)
      does({ type: 'complete-attempt', attemptId: currentAttempt(), recordingSha256: 'ab'.repeat(32), chunkCount: 40 })
      return story
    },
    /** A call that begins so much later and lasts half an hour. */
    booksCall(inMs: number, { bookingId = 'booking-1', language = 'en' } = {}) {
      const startMs = nowMs + inMs
      does({ type: 'book-call', bookingId, startMs, endMs: startMs + minutes(30), language })
      return story
    },
    /** In the line for a time that gets free. */
    waits({ language = 'en', beforeMs = null as number | null } = {}) {
      does({ type: 'join-waiting-list', language, beforeMs })
      return story
    },
    /** A time that begins so much later is kept for whoever waits. */
    isOffered(inMs: number, { bookingId = 'booking-1', movesDeadline = false } = {}) {
      const startMs = nowMs + inMs
      does({ type: 'offer-call', bookingId, startMs, endMs: startMs + minutes(30), movesDeadline }, system)
      return story
    },
    answerCommand(bookingId = 'booking-1'): CaseCommand {
      const attemptId = `attempt-${started + 1}`
      const due = program.capture.steps.map((step) => step.id)
      const questions = program.call?.conduct.questions.from.map((question) => question.id).slice(0, 1) ?? []
      return {
        type: 'answer-call',
        bookingId,
        attemptId,
        recordingId: `recording-of-${attemptId}`,
        due,
        questions,
        identityFailuresElsewhere: failuresElsewhere,
      }
    },
    /** A call in an hour that is held and decided at once. */
    isHeldAnd(outcome: 'pass' | 'fail', reasons: ReasonCode[] = []) {
      const bookingId = `booking-of-${started + 1}`
      story.booksCall(hours(1), { bookingId }).passes(hours(1)).prepares().isCalled(bookingId).leadsThrough()
      does({ type: 'end-call', attemptId: currentAttempt(), why: 'done', withVerdict: true, lead: false }, reviewer)
      return story.isReviewed(outcome, reasons)
    },
    /** The reviewer rings and the seller answers. */
    isCalled(bookingId = 'booking-1') {
      does({ type: 'ring-call', bookingId }, reviewer)
      does(story.answerCommand(bookingId))
      started += 1
      return story
    },
    snaps(stepId: string) {
      const picture = { sha256: 'cd'.repeat(32), widthPx: 1280, heightPx: 720, claimedMediaMs: 0 }
      const place = { attemptId: currentAttempt(), stepId, snapshotId: `snapshot-of-${stepId}` }
      does({ type: 'take-snapshot', ...place, ...picture })
      return story
    },
    /** The reviewer leads through these steps, all of them by default, and finds each right. */
    leadsThrough(stepIds = program.capture.steps.map((step) => step.id)) {
      for (const stepId of stepIds) {
        const at = { attemptId: currentAttempt(), stepId }
        does({ type: 'lead-step', ...at, claimedMediaMs: 0 }, reviewer)
        story.snaps(stepId)
        does({ type: 'judge-step', ...at, judgement: 'right', note: null }, reviewer)
      }
      return story
    },
    leavesPage() {
      does({ type: 'leave-page', attemptId: currentAttempt(), recordingSha256: null, chunkCount: 0 })
      return story
    },
    isVoided(why: VoidReason) {
      does({ type: 'void-attempt', attemptId: currentAttempt(), why }, system)
      return story
    },
    /** `drawn01` decides whether a pass is looked at again; by default it is not. */
    isFound(findings: FindingSummary[], drawn01 = 0.99) {
      const found = { findings, fields: 'sealed', models: {}, drawn01 }
      does({ type: 'record-findings', attemptId: currentAttempt(), ...found }, system)
      return story
    },
    isReviewed(outcome: 'pass' | 'fail' | 'void', reasons: ReasonCode[] = outcome === 'fail' ? ['not-live'] : []) {
      does({ type: 'review', attemptId: currentAttempt(), outcome, reasons, note: null }, reviewer)
      return story
    },
    /** A run that fails for good: by its gate, and by the reviewer where a person decides. */
    fails(reason: ReasonCode = 'card-glare') {
      if (program.call) return story.isHeldAnd('fail', [reason])
      story.completesRun().isFound(cleanFindings(program, [failedFinding('id-card.name', reason)]))
      if (state.status === 'in-review') story.isReviewed('fail', [reason])
      return story
    },
    succeeds() {
      story.completesRun().isFound(cleanFindings(program))
      if (state.status === 'in-review') story.isReviewed('pass')
      return story
    },
    missesDeadline() {
      does({ type: 'miss-deadline' }, system)
      return story
    },
    /** The marketplace confirms whatever it was asked to do. */
    marketplaceAcknowledges() {
      for (const { id, state: is } of state.restrictions) {
        if (is !== 'applying' && is !== 'lifting') continue
        const change = is === 'applying' ? ('applied' as const) : ('lifted' as const)
        does({ type: 'acknowledge-restriction', restrictionId: id, change }, marketplace)
      }
      return story
    },
  }

  does(
    {
      type: 'open',
      sellerId: 'shop-1',
      site: 'cn',
      way,
      noticedAtMs,
      identityCommitment: 'commitment',
      registration: 'sealed',
      note: null,
    },
    { kind: 'api', keyId: 'key-1' },
  )
  if (eligible) {
    const asked = lookupsFor(program.eligibility, aRegistration())
    const lookups = Object.fromEntries(asked.map((lookup) => [lookup, 'ok' as const]))
    const answers = checkEligibility(program.eligibility, aRegistration(), lookups, dayIn(program.zone, nowMs))
    does({ type: 'record-eligibility', answers }, system)
  }
  return story
}
