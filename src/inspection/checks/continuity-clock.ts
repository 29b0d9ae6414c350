import type { Finding } from '#domain/finding.ts'
import { doesNotApply, fails, isUnsure, passes } from './check.ts'
import { type ContinuityEvidence, stillsAround } from './continuity.ts'

const identity = { check: 'continuity.clock', version: '2', models: [] } as const

export type ClockLimits = {
  /** How far a stamp may lie ahead of its chunk's arrival: two clocks' drift over a run. */
  maxAheadMs: number
  /** How much later than the promptest chunk one that holds an answer may arrive before its time no longer counts. */
  maxLateMs: number
}

/**
 * [CK9] The recording's times come from an untrusted browser, so one counts only near its chunk's arrival. A chunk whose
 * recording ends after it arrived was made before and is clear. One that comes late (a cut line, a slow uplink) is honest
 * as a rule, and matters only where it holds an answer to a challenge: then there was time to make one, so a person looks.
 */
export const continuityClock = (evidence: ContinuityEvidence, limits: ClockLimits): Finding => {
  if (evidence.live === null) return doesNotApply(identity)
  const chunks = [...evidence.live.chunks].sort((a, b) => a.seq - b.seq)
  if (chunks.length === 0) return isUnsure(identity, 'no-evidence')
  let aheadMs = Number.NEGATIVE_INFINITY
  let aheadAt = 0
  let promptestMs = Number.POSITIVE_INFINITY
  for (const [index, { arrivedMs, mediaEndMs }] of chunks.entries()) {
    if (mediaEndMs - arrivedMs > aheadMs) {
      aheadMs = mediaEndMs - arrivedMs
      aheadAt = index
    }
    promptestMs = Math.min(promptestMs, arrivedMs - mediaEndMs)
  }
  const partOf = (index: number) => {
    const span = {
      startMs: Math.min(chunks[index - 1]?.mediaEndMs ?? 0, chunks[index]!.mediaEndMs),
      endMs: chunks[index]!.mediaEndMs,
    }
    return { unit: 'ms', span, proofFrames: stillsAround(evidence, span) }
  }
  if (aheadMs > limits.maxAheadMs) {
    return fails(identity, 'clock-not-honoured', { value: aheadMs, limit: limits.maxAheadMs, ...partOf(aheadAt) })
  }
  for (let index = 1; index < chunks.length; index++) {
    if (chunks[index]!.mediaEndMs < chunks[index - 1]!.mediaEndMs) {
      const backMs = chunks[index - 1]!.mediaEndMs - chunks[index]!.mediaEndMs
      return fails(identity, 'clock-not-honoured', { value: backMs, limit: 0, ...partOf(index) })
    }
  }
  let lateMs = 0
  let lateAt = 0
  const holdsAnswer = (startMs: number, endMs: number): boolean =>
    evidence.answers.length === 0 || evidence.answers.some((due) => due.startMs < endMs && due.endMs > startMs)
  for (const [index, { arrivedMs, mediaEndMs }] of chunks.entries()) {
    if (!holdsAnswer(chunks[index - 1]?.mediaEndMs ?? 0, mediaEndMs)) continue
    // Against the promptest, because recording begins some time after the server opened it.
    if (arrivedMs - mediaEndMs - promptestMs > lateMs) {
      lateMs = arrivedMs - mediaEndMs - promptestMs
      lateAt = index
    }
  }
  const answer = { value: lateMs, limit: limits.maxLateMs, ...partOf(lateAt) }
  return lateMs > limits.maxLateMs ? isUnsure(identity, 'clock-not-honoured', answer) : passes(identity, answer)
}
