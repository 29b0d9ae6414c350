import type { StallState } from './stall-watch.ts'
import type { CallBody } from './wire.ts'

/**
 * Keeps looking for a way to a participant of whom nothing comes. Only the side that offers first makes restarts, so that two
 * sides that notice the same cut do not get in each other's way; the other one asks for them.
 *
 * An offer without an answer is said again every `sayAgainMs`, since after a cut nobody knows which messages were lost,
 * and it must not last three seconds until the first one comes through. A new offer throws away what the last one
 * began, so these get rarer; and a connection that many of them did not mend is thrown away itself.
 */
export type RecoveryPorts = {
  offersFirst: boolean
  say: (body: CallBody) => void
  restart: () => void
  /** Repeats the offer that waits for an answer; false when none waits. */
  sayAgain: () => boolean
  rebuild: () => void
}

export type Recovery = {
  /** A new connection was made. */
  begun(nowMs: number): void
  /** The browser refused a step of the negotiation. */
  broke(): void
  /** The other side asks for a restart. */
  asked(nowMs: number): void
  /**
   * The server is reachable again: what was said meanwhile is lost. While media come nothing is wrong with the way; a busy server is
   * out of reach now and then, and looking for another way would stop what comes (Firefox's until the answer).
   */
  signallingBack(seen: { state: StallState; nowMs: number }): void
  look(seen: { state: StallState; reachable: boolean; nowMs: number }): void
}

const sayAgainMs = 1200
/** So long a connection may take before anybody worries; a line of one second's delay needs it. */
const firstTryMs = 4000
const pausesMs = [2000, 3000, 4500, 6000] as const
/** In the way of a restart that is about to come through, a new connection would only be later: half a minute is given. */
const rebuildEvery = 8
/** Two restarts so close to each other have the same cause. */
const sameCauseMs = 1500
/** An offer so young is said again, since its answer may be on the way; an older one knows of a network that may be gone. */
const freshOfferMs = 5000

export const openRecovery = ({ offersFirst, say, restart, sayAgain, rebuild }: RecoveryPorts): Recovery => {
  let beganMs = 0
  let tries = 0
  let nextTryMs = 0
  let saidMs = 0
  let restartedMs = Number.NEGATIVE_INFINITY
  let broken = false

  const findAnotherWay = (nowMs: number) => {
    saidMs = nowMs
    if (!offersFirst) return say({ kind: 'restart' })
    if (nowMs - restartedMs < sameCauseMs) return
    restartedMs = nowMs
    restart()
  }

  return {
    begun(nowMs) {
      beganMs = nowMs
      saidMs = nowMs
      nextTryMs = nowMs + firstTryMs
      restartedMs = Number.NEGATIVE_INFINITY
      broken = false
    },
    broke: () => {
      broken = true
    },
    asked(nowMs) {
      if (!offersFirst) return
      if (sayAgain()) saidMs = nowMs
      else if (nowMs - beganMs >= sameCauseMs) findAnotherWay(nowMs)
    },
    signallingBack({ state, nowMs }) {
      const isFresh = nowMs - Math.max(beganMs, restartedMs) < freshOfferMs
      if ((state === 'live' || isFresh) && sayAgain()) saidMs = nowMs
      else if (state !== 'live') findAnotherWay(nowMs)
    },
    look({ state, reachable, nowMs }) {
      if (state === 'live') {
        tries = 0
        nextTryMs = Math.max(nowMs, beganMs + firstTryMs)
      }
      if (!reachable) return
      if (broken && nowMs - beganMs >= sameCauseMs) return rebuild()
      if (nowMs - saidMs >= sayAgainMs && sayAgain()) saidMs = nowMs
      if (state === 'live' || nowMs < nextTryMs) return
      nextTryMs = nowMs + (pausesMs[Math.min(tries, pausesMs.length - 1)] ?? 0)
      tries += 1
      if (tries % rebuildEvery === 0) return rebuild()
      // The offer that waits is the one to be answered; another one would only come later.
      if (!offersFirst || !sayAgain()) findAnotherWay(nowMs)
      saidMs = nowMs
    },
  }
}
