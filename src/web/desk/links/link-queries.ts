import { queryOptions } from '@tanstack/react-query'
import type { LinkGraph, RulingRequest } from '#contracts/desk-links.ts'
import { request } from '../../kit/request.ts'

const of = (sellerId: string) => `/desk/api/sellers/${encodeURIComponent(sellerId)}`

export const linksQuery = (sellerId: string) =>
  queryOptions({
    queryKey: ['seller', sellerId, 'links'],
    queryFn: ({ signal }) => request<LinkGraph>(`${of(sellerId)}/links`, { signal }),
  })

export const ruleOnLinks = (sellerId: string, ruling: RulingRequest) =>
  request<{ id: string }>(`${of(sellerId)}/link-rulings`, { method: 'POST', json: ruling })

export const withdrawRuling = (rulingId: string) =>
  request<{ id: string }>(`/desk/api/link-rulings/${encodeURIComponent(rulingId)}/withdraw`, { method: 'POST' })
