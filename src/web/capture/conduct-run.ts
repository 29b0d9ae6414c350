import type { ChallengeView } from '#contracts/seller-api.ts'
import { RequestFailure } from '../kit/request.ts'
import type { AttemptStarted, CaptureStep, RunApi } from './run-api.ts'
import { retryPauseMs, type Wait } from './wait.ts'

/**
 * What the page shows. A run goes through its steps in order: `intro` says what comes, `step` shows it going on,
 * `challenge` one drawn prompt at a time; `finishing` sends the rest.
 */
export type RunView =
  | { phase: 'intro'; step: CaptureStep; no: number; of: number; startsInMs: number }
  | { phase: 'step'; step: CaptureStep; no: number; of: number; atLeastMs: number; atMostMs: number }
  | {
      phase: 'challenge'
      step: CaptureStep
      no: number
      of: number
      challenge: ChallengeView['challenge']
      index: number
      answerWithinMs: number
      /** The answer's time is over and the next prompt has not come yet. */
      pausing: boolean
    }
  | { phase: 'finishing' }

/** The server ended or refused the run; `code` has words under `refusal:`. */
export class RunRefused extends Error {
  override readonly name = 'RunRefused'
  readonly code: string
  constructor(code: string) {
    super(code)
    this.code = code
  }
}

export type RunPorts = {
  api: Pick<RunApi, 'startStep' | 'endStep' | 'challenge' | 'complete'>
  wait: Wait
  random: () => number
  mediaMs: () => number
  show: (view: RunView) => void
  onConnection: (connection: 'ok' | 'lost') => void
  /** Resolves when the seller says "done", or when what is asked has been seen long enough. Not before it is called. */
  stepSatisfied: (step: CaptureStep, signal: AbortSignal) => Promise<void>
  /** Ends the recording and resolves when every chunk is durable. */
  finishRecording: () => Promise<{ chunkCount: number; mediaMs: number }>
  signal: AbortSignal
}

const firstIntroMs = 3000
const introMs = 4000
/** Between the start of a step and its first prompt: time to look up, and a plain view to compare with. */
const beforeFirstChallengeMs = 2000
/** A little over the least, so that two clocks that run differently do not quarrel about it. */
const marginMs = 150

/** Leads through one run. Rejects with `RunRefused`, or with the signal's reason when it is aborted from outside. */
export const conductRun = async (plan: AttemptStarted, ports: RunPorts): Promise<void> => {
  const { api, wait, mediaMs, show, signal } = ports
  const of = plan.steps.length
  for (const [index, step] of plan.steps.entries()) {
    const no = index + 1
    const startsInMs = index === 0 ? firstIntroMs : introMs
    show({ phase: 'intro', step, no, of, startsInMs })
    await wait(startsInMs, signal)
    const startedAtMs = mediaMs()
    await untilAnswered(ports, () => api.startStep(plan.attemptId, step.id, startedAtMs))
    const beganMs = mediaMs()
    show({ phase: 'step', step, no, of, atLeastMs: step.minSeconds * 1000, atMostMs: step.maxSeconds * 1000 })
    if (step.challengeCount > 0) await runChallenges(plan.attemptId, step, { no, of }, ports)
    else await stepGoesOn(step, ports)
    await wait(Math.max(0, step.minSeconds * 1000 + marginMs - (mediaMs() - beganMs)), signal)
    const endedAtMs = mediaMs()
    await untilAnswered(ports, () => api.endStep(plan.attemptId, step.id, endedAtMs))
  }
  show({ phase: 'finishing' })
  const whole = await ports.finishRecording()
  await untilAnswered(ports, () => api.complete(plan.attemptId, whole))
}

/** A step without prompts lasts until it is satisfied, at most its longest time. */
const stepGoesOn = async (step: CaptureStep, { wait, stepSatisfied, signal }: RunPorts): Promise<void> => {
  const over = new AbortController()
  const stop = () => over.abort(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    await wait(step.minSeconds * 1000, signal)
    await Promise.race([
      stepSatisfied(step, over.signal),
      wait((step.maxSeconds - step.minSeconds) * 1000, over.signal),
    ])
  } finally {
    signal.removeEventListener('abort', stop)
    over.abort(new Error('the step is over'))
  }
}

const runChallenges = async (
  attemptId: string,
  step: CaptureStep,
  place: { no: number; of: number },
  ports: RunPorts,
): Promise<void> => {
  const { api, wait, mediaMs, show, signal } = ports
  await wait(beforeFirstChallengeMs, signal)
  for (let index = 0; index < step.challengeCount; index += 1) {
    // Each try claims its own time: the time to answer begins when the prompt comes, not when it was first asked for.
    const drawn = await untilAnswered(ports, () =>
      api.challenge(attemptId, { stepId: step.id, index, mediaMs: mediaMs() }),
    )
    const view = { ...place, step, challenge: drawn.challenge, index, answerWithinMs: drawn.answerWithinMs }
    show({ phase: 'challenge', ...view, pausing: false })
    const nextInMs = drawn.nextInMs ?? drawn.answerWithinMs
    const shownForMs = Math.min(drawn.answerWithinMs, nextInMs)
    await wait(shownForMs, signal)
    if (nextInMs > shownForMs) {
      show({ phase: 'challenge', ...view, pausing: true })
      await wait(nextInMs - shownForMs + marginMs, signal)
    }
  }
}

/** Asks until the server answers: a lost network or a restarted server only makes it later. [CP5] */
const untilAnswered = async <T>(ports: RunPorts, ask: () => Promise<T>): Promise<T> => {
  for (let failures = 0; ; failures += 1) {
    ports.signal.throwIfAborted()
    try {
      const answer = await ask()
      ports.onConnection('ok')
      return answer
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      if (error.kind === 'refused') throw new RunRefused(error.code)
      ports.onConnection('lost')
      await ports.wait(retryPauseMs(failures, ports.random), ports.signal)
    }
  }
}
