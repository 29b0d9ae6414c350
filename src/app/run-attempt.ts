import { z } from 'zod'
import type { Actor, Challenge } from '#domain/case/events.ts'
import { type Attempt, findAttempt } from '#domain/case/state.ts'
import { challengePauseMs, drawChallenge } from '#domain/challenge.ts'
import type { CaptureStep } from '#domain/program.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { App } from './app.ts'
import { changeCase, commandCase, loadCase, readEvents } from './case-store.ts'
import type { LoadedCase } from './loaded-case.ts'
import { nudgeInspection } from './nudge.ts'
import type { Tx } from './ports/database.ts'
import { decryptText, isSealed } from './ports/keys.ts'
import { recheckEligibility } from './prepare-run.ts'
import { openRecording } from './recordings.ts'
import type { SellerCaller } from './seller-access.ts'

const seller: Actor = { kind: 'seller' }

/**
 * Begins a run: the attempt, its recording and its inspection, all or nothing. Whether the seller may is asked again
 * first, because the registration may have changed since the case was opened. [TR5]
 */
export const startAttempt = async (
  app: App,
  caller: SellerCaller,
): Promise<Result<{ loaded: LoadedCase; attempt: Attempt }>> => {
  await recheckEligibility(app, caller.tenantId, caller.caseId)
  return app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caller.caseId)
    if (!loaded || loaded.state.sellerId !== caller.sellerId) return refuse('not-found')
    const attemptId = app.ids.next('att')
    const recordingId = app.ids.next('rec')
    const started = await changeCase(app, tx, loaded, seller, {
      type: 'start-attempt',
      attemptId,
      recordingId,
      identityFailuresElsewhere: await identityFailuresElsewhere(tx, loaded),
    })
    if (!started.ok) return started
    await openRecording(app, tx, loaded, recordingId, 'attempt')
    const attempt = findAttempt(loaded.state, attemptId)
    if (!attempt) throw new Error('an attempt was started and is not there')
    return accept({ loaded, attempt })
  })
}

/** [AT4] Failures of the same identity on other cases of this marketplace. */
export const identityFailuresElsewhere = async (
  tx: Tx | App['database']['kysely'],
  loaded: LoadedCase,
): Promise<number> => {
  const row = await tx
    .selectFrom('attempt')
    .select((eb) => eb.fn.countAll<string>().as('failures'))
    .where('tenant_id', '=', loaded.tenantId)
    .where('identity_hash', '=', loaded.identityHash)
    .where('outcome', '=', 'failed')
    .where('case_id', '<>', loaded.state.caseId)
    .executeTakeFirst()
  return Number(row?.failures ?? 0)
}

type StepPlace = { attemptId: string; stepId: string; mediaMs: number }

export const startStep = async (app: App, caller: SellerCaller, at: StepPlace): Promise<Result<LoadedCase>> =>
  moveStep(app, caller, at, 'start-step')

export const endStep = async (app: App, caller: SellerCaller, at: StepPlace): Promise<Result<LoadedCase>> =>
  moveStep(app, caller, at, 'end-step')

const moveStep = async (
  app: App,
  caller: SellerCaller,
  at: StepPlace,
  type: 'start-step' | 'end-step',
): Promise<Result<LoadedCase>> => {
  const changed = await commandCase(app, caller, seller, {
    type,
    attemptId: at.attemptId,
    stepId: at.stepId,
    claimedMediaMs: at.mediaMs,
  })
  const recordingId = changed.ok && findAttempt(changed.value.state, at.attemptId)?.recordingId
  if (recordingId) await nudgeInspection(app, app.database.kysely, recordingId)
  return changed
}

const challengePlace = (attemptId: string, stepId: string, index: number) => ({
  table: 'case_event',
  column: 'challenge',
  row: `${attemptId}/${stepId}/${index}`,
})

const challengeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('turn'), value: z.enum(['left', 'right', 'up', 'down']) }),
  z.object({ kind: z.literal('digit'), value: z.string() }),
])

export type DrawnChallenge = {
  challenge: Challenge
  index: number
  answerWithinMs: number
  nextInMs: number | null
}

/**
 * Draws the next challenge of a step and shows it once. What was drawn is sealed in the evidence. Asking again for the
 * one shown last (its answer may have been lost on the way) repeats it; any other index is refused.
 */
export const showChallenge = async (
  app: App,
  caller: SellerCaller,
  asked: { attemptId: string; stepId: string; index: number; mediaMs: number },
): Promise<Result<DrawnChallenge>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caller.caseId)
    const attempt = loaded && findAttempt(loaded.state, asked.attemptId)
    const step = attempt?.steps.find((one) => one.id === asked.stepId)
    const rule = loaded?.program.capture.steps.find((one) => one.id === asked.stepId)
    if (!loaded || loaded.state.sellerId !== caller.sellerId || !attempt || !step || !rule) return refuse('not-found')
    const shown = await shownChallenges(app, tx, loaded, attempt.id, step.id)
    const again = shown[asked.index]
    if (again && asked.index === shown.length - 1 && attempt.outcome === 'running' && step.endedAtMs === null)
      return accept(drawn(app, rule, again, asked.index))
    const challenge = drawChallenge(rule, shown, app.chance)
    if (!challenge) return refuse('challenge-used', { index: asked.index })
    const sealed = await app.keys.encrypt(
      loaded.keyId,
      JSON.stringify(challenge),
      challengePlace(attempt.id, step.id, asked.index),
    )
    const changed = await changeCase(app, tx, loaded, seller, {
      type: 'show-challenge',
      attemptId: attempt.id,
      stepId: step.id,
      index: asked.index,
      claimedMediaMs: asked.mediaMs,
      challenge: sealed,
    })
    return changed.ok ? accept(drawn(app, rule, challenge, asked.index)) : changed
  })

const drawn = (app: App, rule: CaptureStep, challenge: Challenge, index: number): DrawnChallenge => {
  const count = rule.challenge.kind === 'none' ? 0 : rule.challenge.count
  const pauseMs = challengePauseMs(rule, app.chance)
  const answerWithinMs = rule.challenge.kind === 'digits' ? rule.challenge.maxSecondsEach * 1000 : pauseMs
  return { challenge, index, answerWithinMs, nextInMs: index + 1 < count ? pauseMs : null }
}

/** What was shown in one step so far, opened from the evidence. */
export const shownChallenges = async (
  app: App,
  tx: Tx,
  loaded: LoadedCase,
  attemptId: string,
  stepId: string,
): Promise<Challenge[]> => {
  const events = await readEvents(tx, loaded.tenantId, loaded.state.caseId)
  const shown: Challenge[] = []
  for (const { data } of events) {
    if (data.type !== 'challenge-shown' || data.attemptId !== attemptId || data.stepId !== stepId) continue
    if (!isSealed(data.challenge)) throw new Error('a challenge in the evidence is not sealed')
    const opened = await decryptText(app.keys, data.challenge, challengePlace(attemptId, stepId, data.index))
    if (opened.ok) shown.push(challengeSchema.parse(JSON.parse(opened.text)))
  }
  return shown
}
