import type { Finding } from '../calls/desk-queries.ts'
import type { RoomStep } from './room-api.ts'

/** [LC4] The checklist of a call as its leader needs it: what comes next, what may be judged, what bars a pass. */

/** Steps in which something is said and nothing shown need no picture. */
const spokenKinds: readonly RoomStep['kind'][] = ['statement', 'digits']

export const needsPicture = ({ kind }: { kind: string }): boolean => !spokenKinds.some((spoken) => spoken === kind)

/** Only papers that are asked for now and then can be left out. */
export const mayLeaveOut = ({ kind }: Pick<RoomStep, 'kind'>): boolean => kind === 'document'

export const openStep = (steps: readonly RoomStep[]): RoomStep | null =>
  steps.find(({ state }) => state === 'open') ?? null

/** What still keeps a step from being judged right, in the order in which it is mended; null when it can be. */
export const obstacleToRight = (step: RoomStep): 'not-begun' | 'no-picture' | null =>
  step.state === 'due' ? 'not-begun' : needsPicture(step) && step.snapshots.length === 0 ? 'no-picture' : null

const isOpenEnd = ({ judgement }: RoomStep): boolean => judgement === null

/** The next step without a judgement after the open one, and round to those that were passed over; null when none is left. */
export const nextStep = (steps: readonly RoomStep[]): RoomStep | null => {
  const at = steps.findIndex(({ state }) => state === 'open')
  const after = steps.slice(at + 1).find(isOpenEnd)
  return after ?? steps.find((step, index) => index !== at && isOpenEnd(step)) ?? null
}

/** The step that a key 1 to 9 opens. */
export const stepOfNumber = (steps: readonly RoomStep[], no: number): RoomStep | null => steps[no - 1] ?? null

/** [AT7] What keeps the call from being passed: judged wrong, or not judged. Steps kept from an earlier call are not in the list. */
export const stepsThatBar = <S extends Pick<RoomStep, 'id' | 'judgement'>>({
  steps,
  kept,
}: {
  steps: readonly S[]
  kept: readonly string[]
}): S[] =>
  steps.filter(({ id, judgement }) => judgement !== 'right' && judgement !== 'not-needed' && !kept.includes(id))

export const progress = (steps: readonly Pick<RoomStep, 'judgement'>[]): { judged: number; of: number } => ({
  judged: steps.filter(({ judgement }) => judgement !== null).length,
  of: steps.length,
})

/** Findings beside their step; those that belong to none stand with the whole call. */
export const findingsOf = (findings: readonly Finding[], stepId: string | null): Finding[] =>
  findings.filter((one) => one.stepId === stepId && one.outcome !== 'not-applicable')

const order: readonly Finding['outcome'][] = ['fail', 'unsure', 'pass', 'not-applicable']

/** What spoke against the seller first. */
export const worstFirst = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((one, other) => order.indexOf(one.outcome) - order.indexOf(other.outcome))

/** A judgement that waits for its picture: asked for by itself, judged as soon as it is there. */
export type PendingRight = { stepId: string; note: string | null; sinceMs: number }

/** The camera takes a second, a slow line a few; after this the reviewer is told that no picture came. */
export const pictureWithinMs = 15_000

export const fateOf = (
  pending: PendingRight,
  steps: readonly RoomStep[],
  nowMs: number,
): 'judge' | 'wait' | 'too-late' | 'moot' => {
  const step = steps.find(({ id }) => id === pending.stepId)
  if (!step || step.judgement === 'right') return 'moot'
  if (obstacleToRight(step) === null) return 'judge'
  return nowMs - pending.sinceMs > pictureWithinMs ? 'too-late' : 'wait'
}
