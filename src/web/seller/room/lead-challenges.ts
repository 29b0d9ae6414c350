import type { ChallengeView } from '#contracts/seller-api.ts'
import type { RunApi } from '../../capture/run-api.ts'
import { RequestFailure } from '../../kit/request.ts'
import type { CallStep } from './room-api.ts'
import { type HeardPorts, untilHeard } from './until-heard.ts'

/** One drawn challenge as it is shown; `pausing` between the end of its time and the next one. */
export type ShownChallenge = {
  stepId: string
  challenge: ChallengeView['challenge']
  index: number
  answerWithinMs: number
  pausing: boolean
}

export type ChallengePorts = Omit<HeardPorts, 'signal'> & {
  challenge: RunApi['challenge']
  mediaMs: () => number
  show: (shown: ShownChallenge | null) => void
  /** The time of the step's challenges is over: the reviewer has to open it anew. */
  onExpired: () => void
}

export type ChallengeLead = {
  /** The step that is open now; null while none is, or while the call is paused. */
  follow(attemptId: string, step: CallStep | null): void
  stop(): void
}

/** Time to look up before the first one, and a plain view to compare with, as in a run without a reviewer. */
const beforeFirstMs = 2000
/** A little over the least, so that two clocks that run differently do not quarrel about it. */
const marginMs = 150
const tooEarlyMs = 1000

/**
 * Shows the challenges of the step that the reviewer has opened, one after the other, each drawn by the server when it is
 * due. A page that was loaded anew goes on with the next one: those that were shown are not shown twice. [LC4]
 */
export const openChallengeLead = (ports: ChallengePorts): ChallengeLead => {
  let going: { key: string; ending: AbortController } | null = null

  const stop = () => {
    going?.ending.abort(new Error('the step is over'))
    going = null
    ports.show(null)
  }

  return {
    stop,
    follow(attemptId, step) {
      const key = step && step.challengeCount > 0 ? `${attemptId} ${step.id} ${step.openedAt}` : null
      if (key === (going?.key ?? null)) return
      if (going) stop()
      if (key === null || step === null) return
      const ending = new AbortController()
      going = { key, ending }
      leadThrough(attemptId, step, { ...ports, signal: ending.signal }).catch((error: unknown) => {
        if (ending.signal.aborted) return
        ports.show(null)
        if (!(error instanceof RequestFailure)) throw error
        if (error.code === 'challenge-expired') ports.onExpired()
      })
    },
  }
}

const leadThrough = async (
  attemptId: string,
  step: CallStep,
  ports: ChallengePorts & { signal: AbortSignal },
): Promise<void> => {
  const { wait, signal, show, mediaMs } = ports
  await wait(beforeFirstMs, signal)
  for (let index = 0; index < step.challengeCount; index += 1) {
    const drawn = await drawInTurn(ports, () =>
      ports.challenge(attemptId, { stepId: step.id, index, mediaMs: mediaMs() }),
    )
    if (drawn === null) continue
    const { challenge, answerWithinMs } = drawn
    const shown = { stepId: step.id, challenge, index, answerWithinMs }
    show({ ...shown, pausing: false })
    const nextInMs = drawn.nextInMs ?? answerWithinMs
    const shownForMs = Math.min(answerWithinMs, nextInMs)
    await wait(shownForMs, signal)
    if (nextInMs > shownForMs) {
      show({ ...shown, pausing: true })
      await wait(nextInMs - shownForMs + marginMs, signal)
    }
  }
  show(null)
}

/** Null for one that an earlier page has shown already. */
const drawInTurn = async (ports: HeardPorts, draw: () => Promise<ChallengeView>): Promise<ChallengeView | null> => {
  for (;;)
    try {
      return await untilHeard(ports, draw)
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      if (error.code === 'challenge-used') return null
      // Also while the step's opening has not come to the server's other node yet.
      if (error.code !== 'step-out-of-order') throw error
      await ports.wait(tooEarlyMs, ports.signal)
    }
}
