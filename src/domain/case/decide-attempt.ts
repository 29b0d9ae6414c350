import { leastPauseMs } from '../challenge.ts'
import { isDeviceCheckCurrent } from '../device-rules.ts'
import { barOf } from '../eligibility.ts'
import type { CaptureStep } from '../program.ts'
import { accept, refuse } from '../refusal.ts'
import { allowance } from './attempts.ts'
import type { CaseCommand } from './commands.ts'
import { consequencesOfFailure, giveBack, timeGivenBack } from './consequences.ts'
import { isStillToCompare } from './decide-preparation.ts'
import { type DecideContext, type Decision, minuteMs } from './decision.ts'
import type { CaseEventData, CheckedEligibility, VoidReason } from './events.ts'
import { type Attempt, type AttemptStep, type CaseState, findAttempt, type HeldCall, runningAttempt } from './state.ts'

type AttemptCommand = Extract<
  CaseCommand,
  {
    type:
      | 'record-eligibility'
      | 'choose-offline-lane'
      | 'choose-self-service-lane'
      | 'record-device-check'
      | 'give-consent'
      | 'start-attempt'
      | 'start-step'
      | 'show-challenge'
      | 'show-challenge-again'
      | 'end-step'
      | 'leave-page'
      | 'complete-attempt'
      | 'void-attempt'
  }
>

/** Everything the seller does up to the end of a run. A decided case takes none of it, except what is asked again. */
export const decideAttempt = (state: CaseState, command: AttemptCommand, context: DecideContext): Decision => {
  const { program, atMs } = context
  const attempt = 'attemptId' in command ? findAttempt(state, command.attemptId) : null
  if (state.decidedAtMs !== null && !attempt) return refuse('case-closed')
  switch (command.type) {
    case 'record-eligibility':
      return accept(
        sameAnswers(state, command.answers) ? [] : [{ type: 'eligibility-checked', answers: command.answers }],
      )
    case 'choose-offline-lane':
      return chooseOffline(state, command.way, context)
    case 'choose-self-service-lane':
      return accept(state.status === 'offline' ? [{ type: 'self-service-lane-chosen' }] : [])
    case 'record-device-check':
      return accept([
        {
          type: 'device-checked',
          ok: command.problems.length === 0,
          problems: command.problems,
          signals: command.signals ?? [],
          details: command.details,
        },
      ])
    case 'give-consent':
      if (state.consent?.textVersion === command.textVersion && state.consent.language === command.language)
        return accept([])
      return accept([{ type: 'consent-given', textVersion: command.textVersion, language: command.language }])
    case 'start-attempt':
      return startAttempt(state, command, context)
    default: {
      if (!attempt) return refuse('not-found')
      if (attempt.outcome !== 'running') return alreadyOver(state, attempt, command, atMs)
      if (command.type === 'void-attempt') return voidRunning(state, attempt, command.why, atMs)
      if (attempt.call && !isAskedInCalls(command)) return refuse('leader-only')
      if (command.type === 'leave-page') return leavePage(state, attempt, command, context)
      if (atMs > attempt.expiresAtMs) return refuse('attempt-not-running', { why: 'run-too-long' })
      if (command.type === 'complete-attempt') return complete(attempt, command)
      const rule = program.capture.steps.find((step) => step.id === command.stepId)
      const step = attempt.steps.find((one) => one.id === command.stepId)
      if (!rule || !step) return refuse('not-found')
      return decideStep(attempt, step, rule, command, atMs)
    }
  }
}

/**
 * A door that retries after its answer was lost must not be told off. A run that is being inspected can still turn out
 * to be one that cannot be inspected through no fault of the seller's.
 */
const alreadyOver = (state: CaseState, attempt: Attempt, command: AttemptCommand, atMs: number): Decision => {
  if (command.type === 'void-attempt' && attempt.outcome === 'inspecting' && isOurFault(command.why))
    return accept([
      { type: 'attempt-voided', attemptId: attempt.id, why: command.why },
      ...timeGivenBack(state, attempt.id, atMs),
    ])
  if (attempt.call && command.type === 'complete-attempt') return recordingEnded(attempt.call, command)
  const repeated =
    (command.type === 'complete-attempt' && attempt.end?.how === 'completed') ||
    (command.type === 'leave-page' && attempt.end !== null && attempt.end.how !== 'completed') ||
    (command.type === 'void-attempt' && attempt.end !== null)
  return repeated ? accept([]) : refuse('attempt-not-running', { outcome: attempt.outcome })
}

/** In a call the reviewer leads; a page only asks for the challenges of the step that is open, and leaving it is another matter. */
const isAskedInCalls = ({ type }: AttemptCommand): boolean =>
  type === 'show-challenge' || type === 'show-challenge-again'

/** The last of a call's recording comes after the call, when a person may have decided already. */
const recordingEnded = (call: HeldCall, command: Extract<CaseCommand, { type: 'complete-attempt' }>): Decision => {
  if (call.recordingEnded) return accept([])
  const { attemptId, recordingSha256, chunkCount } = command
  return accept([{ type: 'attempt-ended', attemptId, end: { how: 'completed' }, recordingSha256, chunkCount }])
}

const sameAnswers = (state: CaseState, answers: readonly CheckedEligibility[]): boolean =>
  state.eligibility.length === answers.length &&
  answers.every((one, index) => {
    const known = state.eligibility[index]
    return known?.check === one.check && known.answer === one.answer
  })

const chooseOffline = (state: CaseState, way: string, { program }: DecideContext): Decision => {
  if (!program.lanes.offline?.ways.some((one) => one.id === way)) return refuse('not-eligible-for-lane', { way })
  // After a refusal, the same way once more says that other papers are on their way.
  if (state.status === 'offline' && state.offlineWay === way && state.offlineRefusal === null) return accept([])
  if (state.status !== 'awaiting-seller' && state.status !== 'offline')
    return refuse('invalid-state', { status: state.status })
  return accept([{ type: 'offline-lane-chosen', way }])
}

const startAttempt = (
  state: CaseState,
  command: Extract<CaseCommand, { type: 'start-attempt' }>,
  { program, atMs }: DecideContext,
): Decision => {
  if (state.attempts.some((attempt) => attempt.id === command.attemptId)) return accept([])
  if (program.call !== null) return refuse('call-not-booked')
  if (runningAttempt(state)) return refuse('attempt-already-running')
  if (state.status === 'in-review' || state.status === 'inspecting') return refuse('in-review')
  if (state.status !== 'awaiting-seller') return refuse('invalid-state', { status: state.status })
  const bar = barOf(state.eligibility)
  if (bar) return refuse(bar.refusal, { check: bar.check })
  if (isStillToCompare(program, state)) return refuse('registration-not-compared')
  const allowed = allowance(program, state, atMs, command.identityFailuresElsewhere)
  if (allowed.lockedUntilMs !== null) return refuse('account-locked', { untilMs: allowed.lockedUntilMs })
  if (allowed.leftToday === 0) return refuse('attempts-exhausted', { retriesPerDay: program.attempts.retriesPerDay })
  if (!isDeviceCheckCurrent(state.deviceCheck, program.device, atMs, state.call)) return refuse('device-check-missing')
  if (!state.deviceCheck?.ok) return refuse('device-check-failed')
  if (!state.consent) return refuse('consent-missing')
  return accept([
    {
      type: 'attempt-started',
      attemptId: command.attemptId,
      recordingId: command.recordingId,
      no: state.attempts.length + 1,
      expiresAtMs: atMs + program.capture.maxRunMinutes * minuteMs,
      manual: allowed.nextIsManual,
      steps: program.capture.steps
        .filter(({ id }) => command.due?.includes(id) ?? true)
        .map(({ id, kind }) => ({ id, kind })),
    },
  ])
}

type StepCommand = Extract<CaseCommand, { type: 'start-step' | 'show-challenge' | 'show-challenge-again' | 'end-step' }>

const decideStep = (
  attempt: Attempt,
  step: AttemptStep,
  rule: CaptureStep,
  command: StepCommand,
  atMs: number,
): Decision => {
  const position = attempt.steps.indexOf(step)
  const earlierDone = attempt.steps.slice(0, position).every((one) => one.endedAtMs !== null)
  switch (command.type) {
    case 'start-step':
      if (step.startedAtMs !== null) return accept([])
      if (!earlierDone) return refuse('step-out-of-order', { step: step.id })
      return accept([
        { type: 'step-started', attemptId: attempt.id, stepId: step.id, claimedMediaMs: command.claimedMediaMs },
      ])
    case 'show-challenge':
      // In a call the reviewer says when a step is over, and may open it again.
      if (attempt.call && step.endedAtMs !== null) return refuse('step-out-of-order', { step: step.id })
      if (step.startedAtMs === null) return refuse('step-out-of-order', { step: step.id })
      if (command.index !== step.challengesShown) return refuse('challenge-used', { index: command.index })
      if (command.index >= challengeCount(rule)) return refuse('challenge-used', { index: command.index })
      // Asked for ahead of their time, challenges could be read out by somebody else before they are due.
      if (step.lastChallengeAtMs !== null && atMs < step.lastChallengeAtMs + leastPauseMs(rule))
        return refuse('step-out-of-order', { step: step.id, why: 'too-early' })
      if (atMs > Math.max(step.startedAtMs, command.servingSinceMs) + rule.maxSeconds * 1000)
        return refuse('challenge-expired', { step: step.id })
      return accept([
        {
          type: 'challenge-shown',
          attemptId: attempt.id,
          stepId: step.id,
          index: command.index,
          claimedMediaMs: command.claimedMediaMs,
          challenge: command.challenge,
        },
      ])
    case 'show-challenge-again': {
      const isLast = command.index === step.challengesShown - 1
      if (!isLast || step.lastChallengeAtMs === null || step.endedAtMs !== null)
        return refuse('challenge-used', { index: command.index })
      // Only our own absence gives time for an answer anew; anybody could lose an answer on purpose.
      if (step.lastChallengeAtMs >= command.servingSinceMs) return accept([])
      const { claimedMediaMs, index } = command
      return accept([{ type: 'challenge-shown-again', attemptId: attempt.id, stepId: step.id, index, claimedMediaMs }])
    }
    case 'end-step':
      if (step.endedAtMs !== null) return accept([])
      if (step.startedAtMs === null) return refuse('step-out-of-order', { step: step.id })
      if (step.challengesShown < challengeCount(rule))
        return refuse('step-out-of-order', { step: step.id, why: 'challenge' })
      if (atMs < step.startedAtMs + rule.minSeconds * 1000)
        return refuse('step-out-of-order', { step: step.id, why: 'too-early' })
      return accept([
        { type: 'step-ended', attemptId: attempt.id, stepId: step.id, claimedMediaMs: command.claimedMediaMs },
      ])
  }
}

export const challengeCount = (rule: CaptureStep): number => (rule.challenge.kind === 'none' ? 0 : rule.challenge.count)

const complete = (attempt: Attempt, command: Extract<CaseCommand, { type: 'complete-attempt' }>): Decision => {
  const open = attempt.steps.find((step) => step.endedAtMs === null)
  if (open) return refuse('step-out-of-order', { step: open.id })
  return accept([
    {
      type: 'attempt-ended',
      attemptId: attempt.id,
      end: { how: 'completed' },
      recordingSha256: command.recordingSha256,
      chunkCount: command.chunkCount,
    },
  ])
}

/** [CK10] [CP5] Leaving the page, reloading included, ends the run as one failure where the program says so. */
const leavePage = (
  state: CaseState,
  attempt: Attempt,
  command: Extract<CaseCommand, { type: 'leave-page' }>,
  context: DecideContext,
): Decision => {
  if (context.program.capture.onFocusLoss === 'record-only') return accept([])
  // Leaving a run whose time was already over is no failure: it only had not been closed yet.
  if (context.atMs > attempt.expiresAtMs) return accept([endVoided(attempt.id, 'run-too-long')])
  return accept([
    {
      type: 'attempt-ended',
      attemptId: attempt.id,
      end: { how: 'left-the-page' },
      recordingSha256: command.recordingSha256,
      chunkCount: command.chunkCount,
    },
    ...consequencesOfFailure(state, attempt.id, ['left-the-page'], 'rule', context),
  ])
}

const isOurFault = (why: VoidReason): boolean =>
  why === 'our-outage' || why === 'inspection-impossible' || why === 'recording-incomplete'

/** [AT6] A run that we spoilt gives back the time it took; one whose connection was lost uses nothing and gives nothing. */
const voidRunning = (state: CaseState, attempt: Attempt, why: VoidReason, atMs: number): Decision =>
  accept([
    endVoided(attempt.id, why),
    ...(isOurFault(why) ? giveBack(state, { fromMs: attempt.startedAtMs, toMs: atMs }, 'our-outage') : []),
  ])

export const endVoided = (attemptId: string, why: VoidReason): CaseEventData => ({
  type: 'attempt-ended',
  attemptId,
  end: { how: 'voided', why },
  recordingSha256: null,
  chunkCount: 0,
})
