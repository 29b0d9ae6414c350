import type { Finding, Span } from '#domain/finding.ts'
import { fails, isUnsure, passes } from './check.ts'
import { type ContinuityEvidence, stillsAround, wholeSpan } from './continuity.ts'

const identity = { check: 'continuity.frame-gap', version: '3', models: [] } as const

export type FrameGapLimits = {
  /** Longest time without a new picture. */
  maxGapMs: number
  /** Longest time without sound, in a recording that has sound. */
  maxSoundGapMs: number
}

const lasts = ({ startMs, endMs }: Span): number => endMs - startMs

const longest = (gaps: readonly Span[]): Span | null =>
  gaps.reduce<Span | null>((worst, gap) => (worst === null || lasts(gap) > lasts(worst) ? gap : worst), null)

/** Holes between spans that are in order, from `startMs` to `endMs`. */
const holes = (spans: readonly Span[], startMs: number, endMs: number): Span[] => {
  const gaps: Span[] = []
  let coveredMs = startMs
  for (const span of [...spans, { startMs: endMs, endMs }]) {
    if (span.startMs > coveredMs) gaps.push({ startMs: coveredMs, endMs: span.startMs })
    coveredMs = Math.max(coveredMs, span.endMs)
  }
  return gaps
}

/**
 * [CK9] [DV3] No gap longer than the limit between two pictures, whatever the sound does meanwhile: what happened before
 * the camera was not recorded. Sound that begins before the first picture or goes on after the last shows that pictures
 * are missing there too. A gap in the sound alone goes to a person: a microphone may drop out without anything having
 * been cut.
 */
export const continuityFrameGap = (evidence: ContinuityEvidence, limits: FrameGapLimits): Finding => {
  const seen = wholeSpan(evidence.stamps)
  if (seen === null || evidence.stamps.length < 2) return isUnsure(identity, 'no-evidence')
  const heard = evidence.sound.reduce<Span>(
    (whole, { startMs, endMs }) => ({
      startMs: Math.min(whole.startMs, startMs),
      endMs: Math.max(whole.endMs, endMs),
    }),
    seen,
  )
  const instants = evidence.stamps.map(({ ptsMs }) => ({ startMs: ptsMs, endMs: ptsMs }))
  const gap = longest(holes(instants, heard.startMs, heard.endMs)) ?? { startMs: seen.startMs, endMs: seen.startMs }
  const answer = {
    value: lasts(gap),
    limit: limits.maxGapMs,
    unit: 'ms',
    span: gap,
    proofFrames: stillsAround(evidence, gap),
  }
  if (lasts(gap) > limits.maxGapMs) return fails(identity, 'frames-missing', answer)
  const silence = evidence.sound.length === 0 ? null : longest(holes(evidence.sound, heard.startMs, heard.endMs))
  if (silence && lasts(silence) > limits.maxSoundGapMs) {
    return isUnsure(identity, 'frames-missing', {
      ...answer,
      value: lasts(silence),
      limit: limits.maxSoundGapMs,
      span: silence,
      proofFrames: stillsAround(evidence, silence),
    })
  }
  return passes(identity, answer)
}
