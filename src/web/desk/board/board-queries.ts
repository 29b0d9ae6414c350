import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { Board, BoardRow, boardQuery, sentNowView } from '#contracts/restrictions.ts'
import { type Marked, request, requestMarked } from '../../kit/request.ts'
import { isSessionOver } from '../calls/desk-queries.ts'

export type { Board, BoardRow } from '#contracts/restrictions.ts'
export type BoardFilter = z.infer<typeof boardQuery>

const api = '/desk/api/restrictions'

/** Asked again every few seconds, and mostly answered that nothing is new. */
export const boardOf = (filter: BoardFilter) =>
  queryOptions({
    queryKey: ['board', filter],
    queryFn: ({ signal, client, queryKey }) => {
      const asked = new URLSearchParams(Object.entries(filter).map(([name, value]) => [name, value ?? '']))
      return requestMarked<Board>(`${api}?${asked}`, client.getQueryData<Marked<Board>>(queryKey), { signal })
    },
    select: ({ value }: Marked<Board>) => value,
    refetchInterval: ({ state }) => (isSessionOver(state.error) ? false : 4000),
  })

export const sendNow = (restrictionId: string) =>
  request<z.infer<typeof sentNowView>>(`${api}/${encodeURIComponent(restrictionId)}/send`, { method: 'POST' })

/** What may be told again: what is not acknowledged, and what the marketplace has otherwise. */
export const maySend = ({ state, drift }: Pick<BoardRow, 'state' | 'drift'>): boolean =>
  drift !== null || state === 'applying' || state === 'lifting'
