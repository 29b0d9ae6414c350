import { createHash } from 'node:crypto'
import type { Actor } from '#domain/case/events.ts'
import { type Attempt, findAttempt } from '#domain/case/state.ts'
import { challengePauseMs, drawChallenge } from '#domain/challenge.ts'
import { stepsFor } from '#domain/checklist.ts'
import type { CaptureStep } from '#domain/program.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { Challenge } from '#domain/run-plan.ts'
import type { App } from '../app.ts'
import { changeCase, commandCase, loadCase } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import { readCase } from '../cases/read-case.ts'
import { nudgeInspection } from '../nudge.ts'
import type { Tx } from '../ports/database.ts'
import type { SellerCaller } from '../sellers/seller-access.ts'
import { readSeller } from '../sellers/seller-store.ts'
import { sealChallenge, shownChallenges } from './challenges.ts'
import { voidAttempt } from './end-attempt.ts'
import { recheckEligibility } from './prepare-run.ts'
import { openRecording } from './recordings.ts'

const seller: Actor = { kind: 'seller' }

/**
 * Begins a run: the attempt, its recording and its inspection, all or nothing. Whether the seller may is asked again
 * first, because the registration may have changed since the case was opened. [TR5] Asked again with the same key, it
 * answers with the attempt that was begun with it: the first answer may have been lost on the way. [CP5]
 */
export const startAttempt = async (
  app: App,
  caller: SellerCaller,
  key: string | null,
): Promise<Result<{ loaded: LoadedCase; attempt: Attempt }>> => {
  await recheckEligibility(app, caller.tenantId, caller.caseId)
  const stored = await readSeller(app, app.database.kysely, caller.tenantId, caller.sellerId)
  if (!stored) return refuse('not-found')
  return app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caller.caseId)
    if (!loaded || loaded.state.sellerId !== caller.sellerId) return refuse('not-found')
    const attemptId = key === null ? app.ids.next('att') : attemptIdOf(caller.caseId, key)
    const begun = findAttempt(loaded.state, attemptId)
    if (begun) return accept({ loaded, attempt: begun })
    const recordingId = app.ids.next('rec')
    const started = await changeCase(app, tx, loaded, seller, {
      type: 'start-attempt',
      attemptId,
      recordingId,
      due: stepsFor(loaded.program, stored.registration).map(({ id }) => id),
      identityFailuresElsewhere: await identityFailuresElsewhere(tx, loaded),
    })
    if (!started.ok) return started
    await openRecording(app, tx, loaded, recordingId, 'attempt')
    const attempt = findAttempt(loaded.state, attemptId)
    if (!attempt) throw new Error('an attempt was started and is not there')
    return accept({ loaded, attempt })
  })
}

/** The same key of the same case names the same attempt. */
export const attemptIdOf = (caseId: string, key: string): string =>
  `att_${createHash('sha256').update(`${caseId}\n${key}`).digest('hex').slice(0, 26)}`

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

export type DrawnChallenge = {
  challenge: Challenge
  index: number
  answerWithinMs: number
  nextInMs: number | null
}

/**
 * Draws the next challenge of a step and shows it once. What was drawn is sealed in the evidence. Asking again for the
 * one shown last (its answer may have been lost on the way) repeats it; any other index is refused. Where it was lost
 * because we were away, the time to answer begins anew. [CP5] [AT6]
 */
export const showChallenge = async (
  app: App,
  caller: SellerCaller,
  asked: AskedChallenge,
): Promise<Result<DrawnChallenge>> => {
  const shown = await drawAndShow(app, caller, asked)
  // The step can never be finished now. Waiting for the page to fall silent would only keep the seller waiting. [AT6]
  if (!shown.ok && shown.refusal.code === 'challenge-expired' && !(await isInCall(app, caller, asked)))
    await voidAttempt(app, caller.tenantId, caller.caseId, asked.attemptId, await whoseDelay(app, caller, asked))
  return shown
}

type AskedChallenge = { attemptId: string; stepId: string; index: number; mediaMs: number }

/** In a call the reviewer sees it, and opens the step anew. */
const isInCall = async (app: App, caller: SellerCaller, asked: AskedChallenge): Promise<boolean> => {
  const loaded = await readCase(app, caller.tenantId, caller.caseId)
  return loaded !== null && findAttempt(loaded.state, asked.attemptId)?.call != null
}

/** Ours when we came back within the step; else a connection was away, and whose side it was cannot be told. */
const whoseDelay = async (app: App, caller: SellerCaller, asked: AskedChallenge) => {
  const loaded = await readCase(app, caller.tenantId, caller.caseId)
  const attempt = loaded && findAttempt(loaded.state, asked.attemptId)
  const startedAtMs = attempt?.steps.find((one) => one.id === asked.stepId)?.startedAtMs ?? 0
  return startedAtMs < app.settings.startedAtMs ? 'our-outage' : 'connection-lost'
}

const drawAndShow = (app: App, caller: SellerCaller, asked: AskedChallenge): Promise<Result<DrawnChallenge>> =>
  app.database.transaction(async (tx) => {
    const loaded = await loadCase(app, tx, caller.tenantId, caller.caseId)
    const attempt = loaded && findAttempt(loaded.state, asked.attemptId)
    const step = attempt?.steps.find((one) => one.id === asked.stepId)
    const rule = loaded?.program.capture.steps.find((one) => one.id === asked.stepId)
    if (!loaded || loaded.state.sellerId !== caller.sellerId || !attempt || !step || !rule) return refuse('not-found')
    const shown = await shownChallenges(app, tx, loaded, { attemptId: attempt.id, stepId: step.id }, 'opened')
    const again = shown[asked.index]
    const challenge = again ?? drawChallenge(rule, shown, app.chance)
    if (!challenge) return refuse('challenge-used', { index: asked.index })
    const place = { attemptId: attempt.id, stepId: step.id, index: asked.index }
    const showing = { ...place, claimedMediaMs: asked.mediaMs, servingSinceMs: app.settings.startedAtMs }
    const changed = await changeCase(
      app,
      tx,
      loaded,
      seller,
      again
        ? { type: 'show-challenge-again', ...showing }
        : {
            type: 'show-challenge',
            ...showing,
            challenge: await sealChallenge(app, loaded.keyId, place, challenge),
          },
    )
    return changed.ok ? accept(drawn(app, rule, challenge, asked.index)) : changed
  })

const drawn = (app: App, rule: CaptureStep, challenge: Challenge, index: number): DrawnChallenge => {
  const count = rule.challenge.kind === 'none' ? 0 : rule.challenge.count
  const pauseMs = challengePauseMs(rule, app.chance)
  const answerWithinMs = rule.challenge.kind === 'digits' ? rule.challenge.maxSecondsEach * 1000 : pauseMs
  return { challenge, index, answerWithinMs, nextInMs: index + 1 < count ? pauseMs : null }
}
