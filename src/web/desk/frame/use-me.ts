import { useSuspenseQuery } from '@tanstack/react-query'
import type { MeView } from '#contracts/desk-api.ts'
import { meQuery } from '../calls/desk-queries.ts'
import { may, type Right } from './rights.ts'

/** Who is signed in; pages below `SignedIn` can count on it. */
export const useMe = (): MeView => useSuspenseQuery(meQuery).data

export const useMay = (right: Right): boolean => may(useMe().role, right)
