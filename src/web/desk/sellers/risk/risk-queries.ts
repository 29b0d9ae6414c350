import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { RiskExplanation, RiskTimeline, SignalBody } from '#contracts/desk-risk.ts'
import { request } from '../../../kit/request.ts'

const address = (sellerId: string) => `/desk/api/sellers/${encodeURIComponent(sellerId)}/risk`

export const riskTimelineQuery = (sellerId: string) =>
  infiniteQueryOptions({
    queryKey: ['seller', sellerId, 'risk'],
    queryFn: ({ signal, pageParam }) =>
      request<RiskTimeline>(`${address(sellerId)}${pageParam === null ? '' : `?before=${pageParam}`}`, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
  })

export const riskExplanationQuery = (sellerId: string, seq: number) =>
  queryOptions({
    queryKey: ['seller', sellerId, 'risk', seq],
    queryFn: ({ signal }) => request<RiskExplanation>(`${address(sellerId)}/${seq}`, { signal }),
  })

export const lookAtSignal = (sellerId: string, seq: number) =>
  request<SignalBody>(`${address(sellerId)}/${seq}/look`, { method: 'POST' })
