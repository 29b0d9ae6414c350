import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { BanList, BanView, proposeBanRequest, settleAppealRequest, settleBanRequest } from '#contracts/ban.ts'
import type { ConfirmedState, confirmedValuesSchema } from '#contracts/confirmed-registration.ts'
import type {
  Agreement,
  apiKeyCreatedView,
  apiKeyRequest,
  apiKeyView,
  caseListView,
  decisionRequest,
  historyLineView,
  inviteRequest,
  inviteView,
  MeView,
  offlineDecisionRequest,
  openByHandRequest,
  QueueView,
  ReviewView,
  settledView,
  settleRequest,
  staffRowView,
} from '#contracts/desk-api.ts'
import type { CallAttendance } from '#contracts/desk-calls.ts'
import type { CaseRisk } from '#contracts/desk-case-risk.ts'
import type { EntityShop } from '#contracts/desk-entity.ts'
import type { holdRequest, RetentionView } from '#contracts/desk-retention.ts'
import type { FindingView } from '#contracts/finding-view.ts'
import type { caseSchema } from '#contracts/marketplace-api.ts'
import type { comparisonView } from '#contracts/seller-preparation.ts'
import { RequestFailure, request } from '../../kit/request.ts'
import { learnServerTime } from '../../kit/server-time.ts'

export type QueueItem = QueueView['items'][number]
export type Finding = FindingView
export type Attempt = ReviewView['attempts'][number]
export type Restriction = ReviewView['case']['restrictions'][number]
export type HistoryLine = z.infer<typeof historyLineView>
export type Verification = z.infer<typeof caseSchema>
export type CaseFile = {
  case: Verification
  history: HistoryLine[]
  entity: EntityShop[]
  attendance: CallAttendance
  retention: RetentionView
  ban: BanView | null
  comparison: z.infer<typeof comparisonView> | null
  risk: CaseRisk | null
}
export type CaseRow = z.infer<typeof caseListView>['cases'][number]
export type CaseStatus = Verification['status']
export type CaseFilter = { status?: CaseStatus; seller?: string }
export type DecisionRequest = z.input<typeof decisionRequest>
export type StaffRow = z.infer<typeof staffRowView>
export type Invite = z.infer<typeof inviteView>
export type ApiKey = z.infer<typeof apiKeyView>
export type ApiKeyRequest = z.infer<typeof apiKeyRequest>

const api = '/desk/api'
const id = encodeURIComponent

export const isSessionOver = (error: unknown): boolean =>
  error instanceof RequestFailure && error.code === 'not-signed-in'

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async ({ signal }) => {
    const me = await request<MeView>(`${api}/me`, { signal })
    learnServerTime(Date.parse(me.serverTime))
    return me
  },
  staleTime: 60_000,
  // Asking again by itself would take the sign-in form away from somebody who fetches a code from another window.
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
})

/** Nudges keep it fresh; the slow poll covers a broken stream of them. */
export const queueQuery = queryOptions({
  queryKey: ['queue'],
  queryFn: async ({ signal }) => {
    const queue = await request<QueueView>(`${api}/queue`, { signal })
    learnServerTime(Date.parse(queue.serverTime))
    return queue
  },
  refetchInterval: ({ state }) => (isSessionOver(state.error) ? false : 30_000),
})

/** [EV4] Every look is written into the evidence, so that nothing here asks again by itself. */
const lookOnce = {
  staleTime: Number.POSITIVE_INFINITY,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const

export const reviewQuery = (caseId: string, attemptId: string) =>
  queryOptions({
    queryKey: ['review', caseId, attemptId],
    queryFn: ({ signal }) => request<ReviewView>(`${api}/cases/${id(caseId)}/attempts/${id(attemptId)}`, { signal }),
    ...lookOnce,
    // Personal data stays in memory no longer than its page is open.
    gcTime: 0,
  })

export const caseQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['case', caseId],
    queryFn: ({ signal }) => request<CaseFile>(`${api}/cases/${id(caseId)}`, { signal }),
    ...lookOnce,
    gcTime: 0,
  })

export const casesQuery = (filter: CaseFilter) =>
  infiniteQueryOptions({
    queryKey: ['cases', filter],
    queryFn: ({ signal, pageParam }) => {
      const asked = new URLSearchParams({ limit: '50' })
      if (filter.status) asked.set('status', filter.status)
      if (filter.seller) asked.set('seller', filter.seller)
      if (pageParam) asked.set('before', pageParam)
      return request<z.infer<typeof caseListView>>(`${api}/cases?${asked}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

export const staffQuery = queryOptions({
  queryKey: ['staff'],
  queryFn: async ({ signal }) => (await request<{ staff: StaffRow[] }>(`${api}/staff`, { signal })).staff,
})

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: async ({ signal }) => (await request<{ keys: ApiKey[] }>(`${api}/api-keys`, { signal })).keys,
})

export const frameAddress = (frameId: string): string => `${api}/frames/${id(frameId)}`

export const decide = (caseId: string, decision: DecisionRequest) =>
  request<{ status: string }>(`${api}/cases/${id(caseId)}/decision`, { method: 'POST', json: decision })

export const openByHand = (asked: z.infer<typeof openByHandRequest>) =>
  request<Verification>(`${api}/cases`, { method: 'POST', json: asked })

export const withdrawCase = (caseId: string, why: string) =>
  request<{ status: string }>(`${api}/cases/${id(caseId)}/withdraw`, { method: 'POST', json: { why } })

export const holdEvidence = (caseId: string, asked: z.infer<typeof holdRequest>) =>
  request<RetentionView>(`${api}/cases/${id(caseId)}/legal-hold`, { method: 'POST', json: asked })

export const confirmRegistration = (caseId: string, values: z.infer<typeof confirmedValuesSchema>) =>
  request<ConfirmedState | null>(`${api}/cases/${id(caseId)}/registration`, { method: 'POST', json: { values } })

const post = <T>(path: string, json: T) => request<{ status: string }>(`${api}/cases/${path}`, { method: 'POST', json })
export const proposeBan = (caseId: string, asked: z.infer<typeof proposeBanRequest>) => post(`${id(caseId)}/ban`, asked)
export const settleBan = (caseId: string, asked: z.infer<typeof settleBanRequest>) =>
  post(`${id(caseId)}/ban/settle`, asked)
export const settleAppeal = (caseId: string, asked: z.infer<typeof settleAppealRequest>) =>
  post(`${id(caseId)}/appeal/settle`, asked)

export const bansQuery = queryOptions({
  queryKey: ['bans'],
  queryFn: ({ signal }) => request<BanList>(`${api}/bans`, { signal }),
  staleTime: 30_000,
})

export const agreementQuery = queryOptions({
  queryKey: ['agreement'],
  queryFn: ({ signal }) => request<Agreement>(`${api}/agreement`, { signal }),
  staleTime: 60_000,
})

export const settleSecondLook = (caseId: string, asked: z.infer<typeof settleRequest>) =>
  request<z.infer<typeof settledView>>(`${api}/cases/${id(caseId)}/second-look`, { method: 'POST', json: asked })

export const decideOffline = (caseId: string, decision: z.infer<typeof offlineDecisionRequest>) =>
  request<{ status: string }>(`${api}/cases/${id(caseId)}/offline-decision`, { method: 'POST', json: decision })

export const inviteStaff = (asked: z.infer<typeof inviteRequest>) =>
  request<Invite>(`${api}/staff`, { method: 'POST', json: asked })

export const endAccount = (staffId: string) => request<unknown>(`${api}/staff/${id(staffId)}`, { method: 'DELETE' })

export const acceptInvitation = (token: string, password: string) =>
  request<unknown>(`${api}/welcome`, { method: 'POST', json: { token, password } })

export const makeApiKey = (asked: ApiKeyRequest) =>
  request<z.infer<typeof apiKeyCreatedView>>(`${api}/api-keys`, { method: 'POST', json: asked })

export const revokeApiKey = (keyId: string) => request<unknown>(`${api}/api-keys/${id(keyId)}`, { method: 'DELETE' })
