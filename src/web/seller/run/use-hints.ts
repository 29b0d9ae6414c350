import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Hint } from '../../capture/hints/hint.ts'
import { holdGauge, steadyHint } from '../../capture/hints/steady-hint.ts'
import { watchHints } from '../../capture/hints/watch-hints.ts'
import type { CaptureStep } from '../../capture/run-api.ts'

export type LiveHints = {
  hint: Hint | null
  /** 1 when what the step asks for was seen long enough. */
  held01: number
  /** How far the pan has turned, either way. */
  degrees: number
}

const nothing: LiveHints = { hint: null, held01: 0, degrees: 0 }

/** Long enough for a sharp second of the card at the server's sampling. */
const holdMs = 2000
/** The field of view is a guess, so the ring closes a little after what looks like a full turn. */
const fullTurnDegrees = 375

/**
 * [CP4] Hints for one step, from a worker. The time from the picture to the painted hint is measured each time as the
 * performance entry `hint`.
 */
export const useHints = (
  video: RefObject<HTMLVideoElement | null>,
  kind: CaptureStep['kind'] | null,
  turning: boolean,
): LiveHints => {
  const [live, setLive] = useState(nothing)
  const turningNow = useRef(turning)
  turningNow.current = turning

  useEffect(() => {
    const element = video.current
    setLive(nothing)
    if (!element || kind === null) return
    const steady = steadyHint()
    const gauge = holdGauge(holdMs)
    let degrees = 0
    return watchHints(
      element,
      () => ({ kind, turning: turningNow.current }),
      ({ hint, turnDegrees, atMs }) => {
        degrees += turnDegrees
        const shown = steady(hint)
        const turned01 = Math.min(1, Math.abs(degrees) / fullTurnDegrees)
        setLive({
          hint: shown,
          held01: kind === 'pan' ? turned01 : gauge(hint, atMs),
          degrees: Math.round(turned01 * 360),
        })
        requestAnimationFrame(() => performance.measure('hint', { start: atMs, end: performance.now() }))
      },
    )
  }, [video, kind])
  return kind === null ? nothing : live
}
