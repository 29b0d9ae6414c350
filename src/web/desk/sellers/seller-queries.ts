import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { DeskSeller, SellerList } from '#contracts/desk-sellers.ts'
import { request } from '../../kit/request.ts'

const api = '/desk/api/sellers'

export type SellerFilter = { begins?: string }

export const sellersQuery = (begins: string) =>
  infiniteQueryOptions({
    queryKey: ['sellers', begins],
    queryFn: ({ signal, pageParam }) => {
      const asked = new URLSearchParams({ limit: '50' })
      if (begins) asked.set('begins', begins)
      if (pageParam) asked.set('after', pageParam)
      return request<SellerList>(`${api}?${asked}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

export const sellerQuery = (sellerId: string) =>
  queryOptions({
    queryKey: ['seller', sellerId],
    queryFn: ({ signal }) => request<DeskSeller>(`${api}/${encodeURIComponent(sellerId)}`, { signal }),
  })
