import path from 'node:path'
import type { AttemptResult, SellerCase } from '#contracts/seller-api.ts'
import { openPublicApi, type PublicApi } from '../market/public-api.ts'
import { type RunningMarketplace, runMarketplace } from '../market/run-marketplace.ts'
import type { BrowserSession } from './browser-session.ts'
import { type Part, parts, shopOf } from './cast.ts'
import type { Credentials } from './credentials.ts'
import { openBySignals } from './open-by-signals.ts'
import { reviewRun, signInReviewer } from './reviewer-actor.ts'
import { playRun, type SellerActor } from './seller-actor.ts'
import type { Story } from './story.ts'
import { until } from './until.ts'

export type PlaySettings = {
  baseUrl: string
  credentials: Credentials
  program: string
  actors: Record<Part['key'], SellerActor>
  /** Where the simulated marketplace keeps its table. */
  folder: string
  story: Story
}

/** What the actors of one play share. */
type Stage = PlaySettings & {
  api: PublicApi
  marketplace: RunningMarketplace
  reviewer: BrowserSession
  playId: string
}

const marketplaceWithinMs = 60_000

/**
 * Plays every part at once against a running server, over HTTP only. Resolves with the case that was restored, null when
 * none was; what had to happen and did not is in the story.
 */
export const play = async (settings: PlaySettings): Promise<{ restoredCaseId: string | null; api: PublicApi }> => {
  const { baseUrl, credentials, story } = settings
  const api = openPublicApi(baseUrl, credentials.apiKey)
  const playId = Date.now().toString(36)
  const marketplace = await openMarketplace(settings, playId)
  try {
    const reviewer = await signInReviewer(baseUrl, credentials.reviewer, story)
    const stage = { ...settings, api, marketplace, reviewer, playId }
    const ends = await Promise.all(parts.map((part) => playPart(stage, part)))
    return { restoredCaseId: ends.find((caseId) => caseId !== null) ?? null, api }
  } finally {
    await marketplace.stop()
  }
}

/** The marketplace of one play; whoever opens it stops it. */
export const openMarketplace = async (
  { baseUrl, credentials, story, folder }: PlaySettings,
  playId: string,
): Promise<RunningMarketplace> => {
  const marketplace = await runMarketplace({
    baseUrl,
    apiKey: credentials.apiKey,
    stateFile: path.join(folder, `marketplace-${playId}.json`),
    // A name of its own: the installation's marketplace, where there is one, goes on undisturbed beside it.
    hookName: `play-${playId}`,
    shops: false,
    onTrouble: (text) => story.missing('marketplace', text),
  })
  story.tell('marketplace', 'runs as a process of its own and has registered a webhook')
  return marketplace
}

/** One seller from notice to end; the restored case, or null when it ended otherwise. */
const playPart = async (stage: Stage, part: Part): Promise<string | null> => {
  const { story, actors, baseUrl } = stage
  try {
    const { sellerId, caseId } = await openPart(stage, part)
    const { url } = await stage.api.link(caseId)
    const { session, result } = await playRun(actors[part.key], url, baseUrl, story)
    const attemptId = result.attempt.id
    if (result.attempt.outcome === 'in-review') await reviewRun(stage.reviewer, { caseId, attemptId }, story)
    const end = await session.get<AttemptResult>(`/s/api/attempts/${attemptId}`)
    if (part.ends.how === 'failed') {
      seeFailure(part, part.ends.reason, end, story)
      return null
    }
    if (end.attempt.outcome !== 'passed') throw new Error(`should have passed and ${failureOf(end)}`)
    await seeRestoration(stage, part, { sellerId, caseId, session })
    return caseId
  } catch (error) {
    story.missing(part.who, error instanceof Error ? error.message : String(error))
    return null
  }
}

const openPart = async (stage: Stage, part: Part): Promise<{ sellerId: string; caseId: string }> => {
  const { api, marketplace, story } = stage
  const shop = shopOf(part, stage.playId)
  const { sellerId } = shop
  await api.putSeller(shop)
  story.tell('marketplace', `tells what happened in the shop of ${part.who}, who ${part.about}`)
  const opened = await openBySignals(api, sellerId, part)
  story.tell('rules', `open a case for ${part.who}`)
  const due = opened.restrictions.map((one) => one.capability)
  if (due.length > 0) {
    await untilTable(
      marketplace,
      'taking away what the case asks for',
      (taken) => due.every((one) => taken.includes(one)),
      sellerId,
    )
    story.tell('marketplace', `has taken away ${due.join(' and ')}, and said so`)
  }
  return { sellerId, caseId: opened.id }
}

const untilTable = (
  marketplace: RunningMarketplace,
  what: string,
  isSo: (taken: readonly string[]) => boolean,
  sellerId: string,
): Promise<true> =>
  until(
    what,
    async () => {
      const line = (await marketplace.table())?.sellers.find((one) => one.sellerId === sellerId)
      return line && isSo(line.taken) ? true : null
    },
    { withinMs: marketplaceWithinMs },
  )

/** [FA3] A failure names its reason and shows its proof. */
const seeFailure = (part: Part, reason: string, { attempt, findings }: AttemptResult, story: Story): void => {
  const named = attempt.failures.find((one) => one.code === reason)
  if (attempt.outcome !== 'failed' || !named) {
    story.missing(part.who, `should have failed for ${reason} and ${failureOf({ attempt })}`)
    return
  }
  const finding = findings.find((one) => one.reason === reason && one.outcome === 'fail')
  const measured = finding ? `; ${finding.check} ${rounded(finding.value)} (limit ${rounded(finding.limit)})` : ''
  const frames = finding?.proofFrames.length ?? 0
  story.tell(
    part.who,
    `fails: ${reason}${named.originalCode ? `, ${named.originalCode}` : ''}${measured}, ${frames} proof frames`,
  )
}

const rounded = (value: number | null): string => (value === null ? 'unknown' : String(Math.round(value * 1000) / 1000))

const failureOf = ({ attempt }: Pick<AttemptResult, 'attempt'>): string =>
  `ended ${attempt.outcome}${attempt.failures.length > 0 ? ` for ${attempt.failures.map((one) => one.code).join(', ')}` : ''}`

/** [RE2] The marketplace has given everything back and said so, and the seller sees it. */
const seeRestoration = async (
  { marketplace, story }: Stage,
  part: Part,
  at: { sellerId: string; caseId: string; session: BrowserSession },
): Promise<void> => {
  await untilTable(marketplace, 'giving back what was taken', (taken) => taken.length === 0, at.sellerId)
  story.tell('marketplace', `has given everything back to ${part.who}, and said so`)
  const restored = await until(
    'the restored account',
    async () => {
      const seen = await at.session.get<SellerCase>(`/s/api/cases/${at.caseId}`)
      return seen.status === 'restored' ? seen : null
    },
    { withinMs: marketplaceWithinMs },
  )
  const lifted = restored.restrictions.map((one) => `${one.capability} ${one.state}`)
  story.tell(part.who, `sees the account restored: ${lifted.join(', ')}`)
}
