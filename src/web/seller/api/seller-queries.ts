import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  AttemptResult,
  laneRequest,
  rehearsalView,
  SellerCase,
  SellerHome,
  sellerSessionView,
} from '#contracts/seller-api.ts'
import type { consentRequest, deviceCheckView, faceComparisonRequest } from '#contracts/seller-preparation.ts'
import type { DeviceReport } from '#domain/device-rules.ts'
import type { Language } from '#locales/catalogue.ts'
import { request } from '../../kit/request.ts'
import { learnServerTime } from '../../kit/server-time.ts'

export type Rehearsal = z.infer<typeof rehearsalView>
export type Notice = SellerHome['notices'][number]
export type Restriction = SellerHome['restrictions'][number]
export type Attempt = SellerCase['attempts'][number]
export type Finding = AttemptResult['findings'][number]

const api = '/s/api'
const id = encodeURIComponent

/** How often to look by ourselves, beside the server's nudges: often while somebody waits for us. */
const pollMs = (status: SellerCase['status'] | undefined): number =>
  status === 'inspecting' ? 1500 : status === 'in-review' || status === 'passed' ? 10_000 : 60_000

export const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: async ({ signal }) => {
    const home = await request<SellerHome>(`${api}/home`, { signal })
    learnServerTime(Date.parse(home.serverTime))
    return home
  },
  refetchInterval: ({ state }) => (state.status === 'error' ? false : pollMs(state.data?.case?.status)),
})

export const attemptQuery = (attemptId: string) =>
  queryOptions({
    queryKey: ['attempt', attemptId],
    queryFn: ({ signal }) => request<AttemptResult>(`${api}/attempts/${id(attemptId)}`, { signal }),
    refetchInterval: ({ state: { data } }) => {
      const decided = data && !['running', 'inspecting'].includes(data.attempt.outcome)
      return decided && data.inspection === 'done' ? false : 1000
    },
  })

export const rehearsalQuery = (rehearsalId: string) =>
  queryOptions({
    queryKey: ['rehearsal', rehearsalId],
    queryFn: ({ signal }) => request<Rehearsal>(`${api}/rehearsals/${id(rehearsalId)}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'done' || data?.state === 'refused' ? false : 700),
  })

export const frameAddress = (frameId: string): string => `${api}/frames/${id(frameId)}`
export const clipAddress = (rehearsalId: string): string => `${api}/rehearsals/${id(rehearsalId)}/clip`

export const enterWithLink = (token: string) =>
  request<z.infer<typeof sellerSessionView>>(`${api}/session`, { method: 'POST', json: { token } })

export const readNotice = (noticeId: string) =>
  request<unknown>(`${api}/notices/${id(noticeId)}/read`, { method: 'POST' })

export const tellLanguage = (language: Language) =>
  request<unknown>(`${api}/language`, { method: 'PUT', json: { language } })

export const sendDeviceReport = (caseId: string, report: DeviceReport) =>
  request<z.infer<typeof deviceCheckView>>(`${api}/cases/${id(caseId)}/device-checks`, { method: 'POST', json: report })

export const giveConsent = (caseId: string, consent: z.infer<typeof consentRequest>) =>
  request<unknown>(`${api}/cases/${id(caseId)}/consent`, { method: 'POST', json: consent })

export const answerFaceComparison = (caseId: string, asked: z.infer<typeof faceComparisonRequest>) =>
  request<unknown>(`${api}/cases/${id(caseId)}/face-comparison`, { method: 'POST', json: asked })

export const chooseLane = (caseId: string, lane: z.infer<typeof laneRequest>) =>
  request<unknown>(`${api}/cases/${id(caseId)}/lane`, { method: 'POST', json: lane })

export const appealBan = (caseId: string, text: string) =>
  request<unknown>(`${api}/cases/${id(caseId)}/appeal`, { method: 'POST', json: { text } })

/** Asks for the case itself: the server looks again at what barred it. */
export const lookAgain = (caseId: string) => request<SellerCase>(`${api}/cases/${id(caseId)}`)
