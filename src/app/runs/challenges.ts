import { z } from 'zod'
import type { Challenge } from '#domain/run-plan.ts'
import type { App } from '../app.ts'
import { readEvents } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { Tx } from '../ports/database.ts'
import { decryptText, isSealed } from '../ports/keys.ts'

/** Which of an attempt's challenges is meant. */
export type ChallengePlace = { attemptId: string; stepId: string; index: number }

const sealedAt = ({ attemptId, stepId, index }: ChallengePlace) => ({
  table: 'case_event',
  column: 'challenge',
  row: `${attemptId}/${stepId}/${index}`,
})

const challengeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('turn'), value: z.enum(['left', 'right', 'up', 'down']) }),
  z.object({ kind: z.literal('digit'), value: z.string() }),
])

/** A challenge as the evidence keeps it: nobody reads it there without the case's key. */
export const sealChallenge = (app: App, keyId: string, place: ChallengePlace, challenge: Challenge) =>
  app.keys.encrypt(keyId, JSON.stringify(challenge), sealedAt(place))

/** Opens a challenge of the evidence; null once the case's key is gone. */
export const openChallenge = async (app: App, sealed: string, place: ChallengePlace): Promise<Challenge | null> => {
  if (!isSealed(sealed)) throw new Error('a challenge in the evidence is not sealed')
  const opened = await decryptText(app.keys, sealed, sealedAt(place))
  return opened.ok ? challengeSchema.parse(JSON.parse(opened.text)) : null
}

/**
 * What was shown in one step so far, opened from the evidence: ever, or since the step was opened last, which in a call may be more
 * than once.
 */
export const shownChallenges = async (
  app: App,
  tx: Tx,
  loaded: LoadedCase,
  { attemptId, stepId }: Pick<ChallengePlace, 'attemptId' | 'stepId'>,
  since: 'ever' | 'opened',
): Promise<Challenge[]> => {
  const events = await readEvents(tx, loaded.tenantId, loaded.state.caseId)
  let shown: Challenge[] = []
  for (const { data } of events) {
    const isOpened = data.type === 'step-started' && data.attemptId === attemptId && data.stepId === stepId
    if (isOpened && since === 'opened') shown = []
    if (data.type !== 'challenge-shown' || data.attemptId !== attemptId || data.stepId !== stepId) continue
    const challenge = await openChallenge(app, data.challenge, data)
    if (challenge) shown.push(challenge)
  }
  return shown
}
