import { queryOptions } from '@tanstack/react-query'
import type { LinkGraph, LookAlikePictures, RulingRequest } from '#contracts/desk-links.ts'
import { request } from '../../kit/request.ts'

const of = (sellerId: string) => `/desk/api/sellers/${encodeURIComponent(sellerId)}`

export const linksQuery = (sellerId: string) =>
  queryOptions({
    queryKey: ['seller', sellerId, 'links'],
    queryFn: ({ signal }) => request<LinkGraph>(`${of(sellerId)}/links`, { signal }),
  })

export const ruleOnLinks = (sellerId: string, ruling: RulingRequest) =>
  request<{ id: string }>(`${of(sellerId)}/link-rulings`, { method: 'POST', json: ruling })

/** [EV4] Both pictures of two faces that look alike; whoever asks has looked, and both cases say so. */
export const openLookAlike = (sellerId: string, other: string) =>
  request<LookAlikePictures>(`${of(sellerId)}/look-alikes/${encodeURIComponent(other)}/pictures`, { method: 'POST' })

export const withdrawRuling = (rulingId: string) =>
  request<{ id: string }>(`/desk/api/link-rulings/${encodeURIComponent(rulingId)}/withdraw`, { method: 'POST' })
