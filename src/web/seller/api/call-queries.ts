import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { SellerCase } from '#contracts/seller-api.ts'
import type { bookCallRequest, callTimesView, waitForCallRequest } from '#contracts/seller-call.ts'
import { RequestFailure, request } from '../../kit/request.ts'

export type SellerCall = NonNullable<SellerCase['call']>
export type BookedCall = NonNullable<SellerCall['booked']>
export type CallTimes = z.infer<typeof callTimesView>

const addressOf = (caseId: string): string => `/s/api/cases/${encodeURIComponent(caseId)}`

/** Others book too, and nobody tells us: looked at often while a seller chooses. */
const lookEveryMs = 20_000

export const callTimesQuery = (caseId: string, language: string) =>
  queryOptions({
    queryKey: ['call-times', caseId, language],
    queryFn: ({ signal }) =>
      request<CallTimes>(`${addressOf(caseId)}/call-times?${new URLSearchParams({ language })}`, { signal }),
    // A connection that was lost may come back by itself; what was refused stays refused.
    refetchInterval: ({ state: { error } }) =>
      error instanceof RequestFailure && error.kind === 'refused' ? false : lookEveryMs,
  })

export const bookCall = (caseId: string, asked: z.infer<typeof bookCallRequest>) =>
  request<unknown>(`${addressOf(caseId)}/call`, { method: 'POST', json: asked })

export const cancelCall = (caseId: string) => request<unknown>(`${addressOf(caseId)}/call`, { method: 'DELETE' })

export const waitForCall = (caseId: string, asked: z.infer<typeof waitForCallRequest>) =>
  request<unknown>(`${addressOf(caseId)}/waiting-list`, { method: 'POST', json: asked })

export const leaveWaitingList = (caseId: string) =>
  request<unknown>(`${addressOf(caseId)}/waiting-list`, { method: 'DELETE' })

export const declineOffer = (caseId: string) =>
  request<unknown>(`${addressOf(caseId)}/call-offer`, { method: 'DELETE' })

export const calendarAddress = (caseId: string): string => `${addressOf(caseId)}/call.ics`
