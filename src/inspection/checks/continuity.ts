import type { ProofFrame, Span } from '#domain/finding.ts'
import type { LiveFacts, ShownChallenge } from '#domain/run-plan.ts'
import type { AudioBlock, DecodeSummary, FrameStamp } from '../media/decoder-types.ts'
import type { WitnessSeen } from '../witness/witness-record.ts'

/** What the continuity checks judge by: what is kept of every decoded frame and of the sound's extent. */
export type ContinuityEvidence = {
  /** Every decoded frame, in the order it was decoded to be shown. */
  stamps: readonly FrameStamp[]
  /** Stretches of uninterrupted sound, in the recording's order; empty when it has none. */
  sound: readonly Span[]
  parameterChanges: DecodeSummary['parameterChanges']
  containerDamage: DecodeSummary['containerDamage']
  /** Null for a file: it does not know when its parts arrived. */
  live: LiveFacts | null
  /**
   * When answers to challenges were due. The times of other parts prove nothing, so they may come as late as they like;
   * empty when no challenge was shown, and then every part counts.
   */
  answers: readonly Span[]
  /** What the reviewer's browser recorded of the same call; empty when it was none, or no witness came. */
  witnesses: readonly WitnessSeen[]
  /** The kept still nearest to an instant, null when none was kept nearby. */
  stillAt: (atMs: number) => ProofFrame | null
}

/** Gathers the evidence while a recording is decoded. Hand its two members to `openDecoder`. */
export const openContinuityRecord = () => {
  const stamps: FrameStamp[] = []
  const sound: Span[] = []
  return {
    onStamps: (batch: FrameStamp[]): void => {
      stamps.push(...batch)
    },
    onAudio: ({ ptsMs, samples }: AudioBlock): void => {
      const endMs = ptsMs + samples.length / 16
      const last = sound.at(-1)
      // Blocks of one stretch follow on each other exactly; the decoder starts a new stretch at a real gap.
      if (last && Math.abs(ptsMs - last.endMs) < 1) last.endMs = endMs
      else sound.push({ startMs: ptsMs, endMs })
    },
    evidence: (
      summary: DecodeSummary | null,
      live: LiveFacts | null,
      stillAt: ContinuityEvidence['stillAt'],
      answers: readonly Span[] = [],
      witnesses: readonly WitnessSeen[] = [],
    ): ContinuityEvidence => ({
      stamps,
      sound,
      parameterChanges: summary?.parameterChanges ?? [],
      containerDamage: summary?.containerDamage ?? null,
      live,
      answers,
      witnesses,
      stillAt,
    }),
  }
}

/** When the answers to challenges are due: no longer after them than a turn of the head may take. */
export const answerSpans = (
  challenges: readonly Pick<ShownChallenge, 'shownMs'>[],
  { maxAnswerMs }: { maxAnswerMs: number },
): Span[] => challenges.map(({ shownMs }) => ({ startMs: shownMs, endMs: shownMs + maxAnswerMs }))

/** Stills on both sides of an instant, without doubles. */
export const stillsAround = (evidence: ContinuityEvidence, span: Span): ProofFrame[] => {
  const stills = [evidence.stillAt(span.startMs), evidence.stillAt(span.endMs)].filter((still) => still !== null)
  return stills.filter((still, index) => stills.findIndex(({ frame }) => frame === still.frame) === index)
}

export const wholeSpan = (stamps: readonly FrameStamp[]): Span | null => {
  if (stamps.length === 0) return null
  let startMs = Number.POSITIVE_INFINITY
  let endMs = Number.NEGATIVE_INFINITY
  for (const { ptsMs } of stamps) {
    startMs = Math.min(startMs, ptsMs)
    endMs = Math.max(endMs, ptsMs)
  }
  return { startMs, endMs }
}
