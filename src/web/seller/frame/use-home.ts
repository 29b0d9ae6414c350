import { useSuspenseQuery } from '@tanstack/react-query'
import type { SellerCase, SellerHome } from '#contracts/seller-api.ts'
import { homeQuery } from '../api/seller-queries.ts'

/** The seller's home; pages below `SignedIn` can count on it. */
export const useHome = (): SellerHome => useSuspenseQuery(homeQuery).data

export const useCase = (): SellerCase | null => useHome().case
