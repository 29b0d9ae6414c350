import type { SellerCallRoom } from '#contracts/held-call.ts'
import type { AttemptResult, SellerCase } from '#contracts/seller-api.ts'
import type { Program } from '#domain/program.ts'
import { openPublicApi, type PublicApi } from '../../market/public-api.ts'
import type { RunningMarketplace } from '../../market/run-marketplace.ts'
import { inventedCard, inventedRegistration } from '../../media/render/invented-identity.ts'
import { type BrowserSession, openBrowserSession } from '../browser-session.ts'
import { type Part, shopOf } from '../cast.ts'
import { openBySignals } from '../open-by-signals.ts'
import { openMarketplace, type PlaySettings } from '../play.ts'
import { reviewRun, signInReviewer } from '../reviewer-actor.ts'
import { until } from '../until.ts'
import { leadCall, putOnDuty } from './called-reviewer.ts'
import { holdCall } from './called-seller.ts'
import { getReady } from './get-ready.ts'

/** Where the demonstration's shop sells, by program. */
const siteOf: Record<string, string> = { lazada: 'MY', amazon: 'US' }
const restoredWithinMs = 60_000

type Stage = PlaySettings & {
  rules: Program
  api: PublicApi
  marketplace: RunningMarketplace
  reviewer: BrowserSession
  lead: BrowserSession
  playId: string
}

/**
 * A program whose run is a booked call, over HTTP only: roster, booking, getting ready, ring, recording, checklist, verdict,
 * restoration. One call after the other, since there is one reviewer. Picture and sound between two browsers are not part of
 * it: the actors have no browsers.
 */
export const playCalled = async (
  settings: PlaySettings & { rules: Program },
  parts: readonly Part[],
): Promise<{ restoredCaseId: string | null; api: PublicApi }> => {
  const { baseUrl, credentials, story } = settings
  if (!credentials.lead) throw new Error('a call needs a supervisor, who puts the reviewer on duty')
  const api = openPublicApi(baseUrl, credentials.apiKey)
  const playId = Date.now().toString(36)
  const marketplace = await openMarketplace(settings, playId)
  try {
    story.tell(
      'play',
      'has no browsers: the recordings are real and streamed, the picture between two browsers is not played',
    )
    const lead = await signInReviewer(baseUrl, credentials.lead, story)
    const reviewer = await signInReviewer(baseUrl, credentials.reviewer, story)
    const stage = { ...settings, api, marketplace, reviewer, lead, playId }
    let restoredCaseId: string | null = null
    for (const part of parts) restoredCaseId = (await playPart(stage, part)) ?? restoredCaseId
    return { restoredCaseId, api }
  } finally {
    await marketplace.stop()
  }
}

const playPart = async (stage: Stage, part: Part): Promise<string | null> => {
  const { api, story, actors, baseUrl, program } = stage
  const tell = (text: string) => story.tell(part.who, text)
  try {
    const site = siteOf[program] ?? 'MY'
    const { companyName } = inventedRegistration(inventedCard(part.cardOf))
    // The licence that is shown has the name on it.
    const shop = { ...shopOf(part, stage.playId), site, companyName, language: 'en', kind: 'sole-trader' as const }
    await api.putSeller(shop)
    story.tell('marketplace', `tells what happened in the shop of ${part.who}`)
    const { id: caseId } = await openBySignals(api, shop.sellerId, part)
    story.tell('rules', `open a case for ${part.who}`)
    const session = openBrowserSession(baseUrl)
    const { url } = await api.link(caseId)
    await session.post('/s/api/session', { token: new URL(url).hash.slice(1) })
    await putOnDuty(stage.lead, stage.reviewer, { program, site }, (text) => story.tell('supervisor', text))
    await getReady(session, caseId, baseUrl, tell)
    const { bookingId } = await session.get<SellerCallRoom>(`/s/api/cases/${caseId}/call-room`)
    const [{ attemptId }] = await Promise.all([
      holdCall(actors[part.key], session, caseId, tell),
      leadCall(stage.reviewer, bookingId, (text) => story.tell('reviewer', text)),
    ])
    if (!stage.rules.call?.conduct.verdictAtEnd) await reviewAfterwards(stage, session, { caseId, attemptId })
    return await seeEnd(stage, part, session, { caseId, attemptId, sellerId: shop.sellerId })
  } catch (error) {
    story.missing(part.who, error instanceof Error ? error.message : String(error))
    return null
  }
}

/** [DE2] With the findings of the whole recording. */
const reviewAfterwards = async (
  { reviewer, story }: Stage,
  session: BrowserSession,
  run: { caseId: string; attemptId: string },
): Promise<void> => {
  await until(
    'the inspection of the recording',
    async () =>
      (await session.get<AttemptResult>(`/s/api/attempts/${run.attemptId}`)).inspection === 'done' ? true : null,
    { withinMs: 600_000, onStillWaiting: (seconds) => story.tell('reviewer', `waits for the findings (${seconds} s)`) },
  )
  await reviewRun(reviewer, run, story)
}

/** Restored with every function acknowledged, or failed for the reason that had to come, and what follows. */
const seeEnd = async (
  { story }: Stage,
  part: Part,
  session: BrowserSession,
  { caseId, attemptId }: { caseId: string; attemptId: string; sellerId: string },
): Promise<string | null> => {
  const decidedAtMs = performance.now()
  const { attempt } = await session.get<AttemptResult>(`/s/api/attempts/${attemptId}`)
  if (part.ends.how === 'failed') {
    const { reason } = part.ends
    if (attempt.outcome !== 'failed' || !attempt.failures.some((one) => one.code === reason))
      throw new Error(`should have failed for ${reason} and ended ${attempt.outcome}`)
    const { allowance, nextStep } = await session.get<SellerCase>(`/s/api/cases/${caseId}`)
    const until = allowance.lockedUntil ? `, frozen until ${allowance.lockedUntil.slice(0, 16)} UTC` : ''
    story.tell(part.who, `fails: ${reason}${until}; next step "${nextStep}"`)
    return null
  }
  if (attempt.outcome !== 'passed') throw new Error(`should have passed and ended ${attempt.outcome}`)
  const restored = await until(
    'the restored account',
    async () => {
      const seen = await session.get<SellerCase>(`/s/api/cases/${caseId}`)
      return seen.status === 'restored' ? seen : null
    },
    { withinMs: restoredWithinMs },
  )
  const lifted = restored.restrictions.map((one) => `${one.capability} ${one.state}`)
  const seconds = ((performance.now() - decidedAtMs) / 1000).toFixed(1)
  story.tell(part.who, `sees the account restored after ${seconds} s: ${lifted.join(', ')}`)
  return caseId
}
