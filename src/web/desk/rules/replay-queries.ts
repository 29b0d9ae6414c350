import { queryOptions } from '@tanstack/react-query'
import type { ReplayRowView, ReplayView } from '#contracts/desk-replays.ts'
import { request } from '../../kit/request.ts'

const api = '/desk/api/replays'
export const replaysKey = ['replays'] as const
/** How often a running replay is asked how far it is. */
const lookEveryMs = 1_000

export const isUnderWay = ({ state }: Pick<ReplayRowView, 'state'>): boolean =>
  state === 'waiting' || state === 'running'

export const replaysQuery = (program: string) =>
  queryOptions({
    queryKey: [...replaysKey, program],
    queryFn: async ({ signal }) =>
      (await request<{ replays: ReplayRowView[] }>(`${api}?program=${encodeURIComponent(program)}`, { signal }))
        .replays,
  })

export const replayQuery = (program: string, id: string) =>
  queryOptions({
    queryKey: [...replaysKey, program, id],
    queryFn: ({ signal }) => request<ReplayView>(`${api}/${id}`, { signal }),
    refetchInterval: ({ state: { data } }) => (data === undefined || isUnderWay(data) ? lookEveryMs : false),
  })

export const askForReplay = (json: { program: string; version: number; since: string }) =>
  request<{ id: string }>(api, { method: 'POST', json })
export const cancelReplay = (id: string) => request<unknown>(`${api}/${id}/cancel`, { method: 'POST' })
