import type { ReasonCode } from '../finding.ts'
import type { Actor, EvidenceLook } from './events.ts'

/** [DE3] What one of several reviewers thinks of a run that is not decided yet. */
export type Opinion = { by: string; outcome: 'pass' | 'fail' | 'void'; reasons: ReasonCode[] }

/** [EV4] One look of one person at one thing. */
export type Look = { by: string; what: EvidenceLook; attemptId: string | null; atMs: number }

/** Who did something, as one text: staff and keys by their id. */
export const lookerOf = (actor: Actor): string =>
  'id' in actor ? actor.id : 'keyId' in actor ? actor.keyId : actor.kind

export const isSameLook = (one: Omit<Look, 'atMs'>, other: Omit<Look, 'atMs'>): boolean =>
  one.by === other.by && one.what === other.what && one.attemptId === other.attemptId

/** The second of two opinions that differ makes a pair; where the second agrees it is the decision itself. */
export const withOpinion = <R extends { opinions: Opinion[] }>(
  review: R,
  counted: { pairs: number; agreed: number },
  opinion: Opinion,
) => ({
  review: { ...review, opinions: [...review.opinions, opinion] },
  opinions: { ...counted, pairs: counted.pairs + (review.opinions.length === 1 ? 1 : 0) },
})

/** A decision after one opinion of somebody else is that opinion again, or it would not be a decision. */
export const agreed = ({ review, opinions }: Counted): Partial<Pick<Counted, 'opinions'>> =>
  review?.opinions.length === 1 ? { opinions: { pairs: opinions.pairs + 1, agreed: opinions.agreed + 1 } } : {}

type Counted = { review: { opinions: Opinion[] } | null; opinions: { pairs: number; agreed: number } }
