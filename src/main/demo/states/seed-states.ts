import type { SellerCase } from '#contracts/seller-api.ts'
import type { Registration } from '#domain/registration.ts'
import { ownNumbers } from '../market/own-numbers.ts'
import { openPublicApi, type PublicApi } from '../market/public-api.ts'
import { slowShops } from '../market/shops.ts'
import { inventedCard, inventedIdNumber, inventedRegistration } from '../media/render/invented-identity.ts'
import { type BrowserSession, openBrowserSession } from '../play/browser-session.ts'
import { type StaffSignIn, signInReviewer } from '../play/reviewer-actor.ts'
import { prepare } from '../play/seller-actor.ts'
import type { Story } from '../play/story.ts'

/**
 * One case in every state that can be reached at once, so that a developer sees every page. Everything goes through the
 * doors: the marketplace's interface, a seller's browser, the desk. What is already there is left as it is.
 */
export type StateName =
  | 'fresh'
  | 'restricted'
  | 'locked'
  | 'offline'
  | 'refused-papers'
  | 'passed'
  | 'restored'
  | 'withdrawn'

export type SeedSettings = { baseUrl: string; apiKey: string; lead: StaffSignIn; story: Story }

type Stage = { api: PublicApi; lead: BrowserSession; baseUrl: string }
type Seeded = { caseId: string; seller: () => Promise<BrowserSession> }
type State = { name: StateName; toldHoursAgo: number | null; goesOn?: (stage: Stage, seeded: Seeded) => Promise<void> }

const states: readonly State[] = [
  { name: 'fresh', toldHoursAgo: null },
  { name: 'restricted', toldHoursAgo: 80 },
  {
    name: 'locked',
    toldHoursAgo: 10,
    goesOn: async (_, seeded) => leavesRuns(await seeded.seller(), seeded.caseId, 4),
  },
  { name: 'offline', toldHoursAgo: 20, goesOn: async (_, seeded) => goesOffline(await seeded.seller(), seeded.caseId) },
  {
    name: 'refused-papers',
    toldHoursAgo: 60,
    async goesOn({ lead }, { caseId, seller }) {
      await goesOffline(await seller(), caseId)
      await papers(lead, caseId, 'refuse', ['papers-incomplete', 'name-differs'])
    },
  },
  { name: 'passed', toldHoursAgo: 80, goesOn: passesByPapers },
  { name: 'restored', toldHoursAgo: 80, goesOn: passesByPapers },
  {
    name: 'withdrawn',
    toldHoursAgo: 80,
    async goesOn({ lead }, { caseId }) {
      await lead.post(`/desk/api/cases/${caseId}/withdraw`, { why: 'Opened for the wrong shop.' })
    },
  },
]

export const seedStates = async ({ baseUrl, apiKey, lead, story }: SeedSettings): Promise<void> => {
  const api = openPublicApi(baseUrl, apiKey)
  const missing: State[] = []
  for (const state of states)
    if ((await api.listCases(`?seller=${shopOf(state.name).sellerId}`)).cases.length === 0) missing.push(state)
  if (missing.length === 0) return
  const stage: Stage = { api, baseUrl, lead: await signInReviewer(baseUrl, lead, story) }
  for (const state of missing) {
    const seeded = await openState(stage, state.name, state.toldHoursAgo)
    await state.goesOn?.(stage, seeded)
    story.tell('states', `${state.name}: ${shopOf(state.name).sellerId}`)
  }
}

/** Opens a case for the shop of a state; the seller enters by a link of their own. */
export const openState = async (
  { api, baseUrl }: Pick<Stage, 'api' | 'baseUrl'>,
  name: string,
  toldHoursAgo: number | null,
): Promise<Seeded> => {
  const shop = shopOf(name)
  await api.putSeller(shop)
  const noticedAt = toldHoursAgo === null ? null : new Date(Date.now() - toldHoursAgo * 3_600_000).toISOString()
  const opened = await api.openCase({ sellerId: shop.sellerId, program: 'aliexpress', noticedAt, note: null })
  return {
    caseId: opened.id,
    async seller() {
      const { url } = await api.link(opened.id)
      const session = openBrowserSession(baseUrl)
      await session.post('/s/api/session', { token: new URL(url).hash.slice(1) })
      return session
    },
  }
}

/** Shops of their own, each with a holder of its own: failures count for the identity, and these must not count for others. */
export const shopOf = (name: string): Registration => {
  const sequence = [...name].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 900
  const idNumber = inventedIdNumber('1990-01-15', 50 + sequence)
  return inventedRegistration(inventedCard('b', { name: '张样例', idNumber }), {
    ...ownNumbers(name),
    sellerId: name === 'passed' ? slowShops.passed : `state-${name}`,
    companyName: `样例状态店铺 ${name}`,
    email: `${name}@demo.example`,
  })
}

/** Leaving the page is a failure that needs no footage. [CK10] */
export const leavesRuns = async (session: BrowserSession, caseId: string, times: number): Promise<void> => {
  await prepare(session, await session.get<SellerCase>(`/s/api/cases/${caseId}`), 'zh')
  for (let left = 0; left < times; left += 1) {
    const started = await session.post<{ attemptId: string }>(`/s/api/cases/${caseId}/attempts`)
    const loss = { kind: 'left', mediaMs: 0, chunkCount: 0 }
    await session.post(`/s/api/attempts/${started.attemptId}/focus-losses`, loss)
  }
}

const goesOffline = async (session: BrowserSession, caseId: string): Promise<void> => {
  await session.post(`/s/api/cases/${caseId}/lane`, { lane: 'offline', way: 'lawyer-witness' })
}

const papers = (lead: BrowserSession, caseId: string, outcome: 'pass' | 'refuse', reasons: string[]) =>
  lead.post(`/desk/api/cases/${caseId}/offline-decision`, { outcome, reasons, note: 'Papers in the grey cupboard.' })

async function passesByPapers({ lead }: Stage, { caseId, seller }: Seeded): Promise<void> {
  await goesOffline(await seller(), caseId)
  await papers(lead, caseId, 'pass', [])
}
