import { Worker } from 'node:worker_threads'
import type { Finding, ProofFrame } from '#domain/finding.ts'
import { isFocusLossKind, limitsOf, listOf } from '#domain/inspection-settings.ts'
import type { FrameLook, RunEvidence } from '../evidence.ts'
import { type CheckContext, proof } from './check.ts'
import type { ContinuityEvidence } from './continuity.ts'
import { continuityClock } from './continuity-clock.ts'
import { continuityFrameGap } from './continuity-frame-gap.ts'
import { continuityLoop } from './continuity-loop.ts'
import { continuitySplice } from './continuity-splice.ts'
import { continuityWitness } from './continuity-witness.ts'
import { focusKept } from './focus.ts'

/** [CK9] [CK10] [LC3] What is judged from stamps, arrivals and events rather than from what the pictures show. */
export const judgeStream = (evidence: ContinuityEvidence, { settings }: CheckContext): Finding[] => {
  const focus = limitsOf(settings, 'focus.kept')
  return [
    continuityFrameGap(evidence, limitsOf(settings, 'continuity.frame-gap')),
    continuitySplice(evidence, limitsOf(settings, 'continuity.splice')),
    continuityLoop(evidence, limitsOf(settings, 'continuity.loop')),
    continuityClock(evidence, limitsOf(settings, 'continuity.clock')),
    continuityWitness(evidence, limitsOf(settings, 'continuity.witness')),
    focusKept(evidence.live, { maxLosses: focus.maxLosses, kinds: listOf(focus.kinds).filter(isFocusLossKind) }),
  ]
}

/** A kept still, as the judging thread needs it. */
export type Still = Pick<FrameLook, 'atMs' | 'widthPx' | 'heightPx' | 'picture'>
/** Pictures of the room are kept as well, where no face is looked for. */
export const stillsOf = ({ looks, turns }: Pick<RunEvidence, 'looks' | 'turns'>): Still[] =>
  [...looks, ...turns.flatMap(({ views }) => views)].map(({ atMs, widthPx, heightPx, picture }) => ({
    atMs,
    widthPx,
    heightPx,
    picture,
  }))

export type StreamCase = { evidence: Omit<ContinuityEvidence, 'stillAt'>; stills: Still[]; context: CheckContext }

/** The same in a thread of its own, so that a long recording does not hold up everybody else's requests. */
export const judgeStreamAside = async ({ evidence, stills, context }: StreamCase): Promise<Finding[]> => {
  const worker = new Worker(new URL('./judge-stream-thread.ts', import.meta.url), {
    workerData: { evidence, stills, context } satisfies StreamCase,
  })
  try {
    return await new Promise<Finding[]>((resolve, reject) => {
      // A server that watches its own files hears of each import of a thread by the same way.
      worker.on('message', (message: Finding[] | object) => Array.isArray(message) && resolve(message))
      worker.once('error', reject)
      worker.once('exit', () => reject(new Error('the thread that judges the stream ended without an answer')))
    })
  } finally {
    await worker.terminate()
  }
}

/** Stills are kept at least twice a second where a face shows; one further away shows another moment. */
const stillNearMs = 1500

/** The kept still nearest to an instant. */
export const stillFinder =
  (stills: readonly Still[]) =>
  (atMs: number): ProofFrame | null => {
    const kept = stills.filter((still) => still.picture !== null && Math.abs(still.atMs - atMs) <= stillNearMs)
    if (kept.length === 0) return null
    const nearest = kept.reduce((best, one) => (Math.abs(one.atMs - atMs) < Math.abs(best.atMs - atMs) ? one : best))
    return proof(nearest, [])
  }
