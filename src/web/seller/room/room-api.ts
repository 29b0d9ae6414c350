import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  answeredCallView,
  enteredCallView,
  interruptionRequest,
  restartedRecordingView,
  SellerCallRoom,
  signalsView,
} from '#contracts/held-call.ts'
import type { Still } from '../../call/grab-still.ts'
import { sha256Hex } from '../../capture/digest.ts'
import { type Marked, request, requestMarked } from '../../kit/request.ts'
import { learnServerTime } from '../../kit/server-time.ts'

export type Entered = z.infer<typeof enteredCallView>
export type AnsweredCall = z.infer<typeof answeredCallView>
export type InterruptionTold = z.infer<typeof interruptionRequest>
export type CallStep = NonNullable<SellerCallRoom['held']>['steps'][number]

const addressOf = (caseId: string): string => `/s/api/cases/${encodeURIComponent(caseId)}/call-room`

/** Later than this an answer about signals is worth nothing: what matters is said again (call/wire.ts). */
const signalTimeoutMs = 2000
/** A person waits, and every one of these may be asked again. */
const controlTimeoutMs = 8000
/** A picture in full resolution may take a while on the line that the call has to share. */
const snapshotTimeoutMs = 20_000

const lookEveryMs = { idle: 5000, busy: 2000 } as const
const busyPhases = ['waiting', 'ringing', 'held'] as const

/** The room as it is now. Nudges tell of changes; looking now and then covers those that were lost. */
export const callRoomQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['call-room', caseId],
    queryFn: async ({ signal, client, queryKey }) => {
      const known = client.getQueryData<Marked<SellerCallRoom>>(queryKey)
      const room = await requestMarked(addressOf(caseId), known, { signal, timeoutMs: controlTimeoutMs })
      if (room !== known) learnServerTime(Date.parse(room.value.serverTime))
      return room
    },
    select: ({ value }: Marked<SellerCallRoom>) => value,
    staleTime: 0,
    refetchInterval: ({ state: { data } }) =>
      busyPhases.some((phase) => phase === data?.value.phase) ? lookEveryMs.busy : lookEveryMs.idle,
    // A hidden page is the one that has to hear the ring.
    refetchIntervalInBackground: true,
  })

/** What the seller's page says to the server during one call, and hears from it. Each rejects with `RequestFailure`. */
export const roomApi = (caseId: string) => {
  const address = addressOf(caseId)
  const post = <T>(path: string, json: unknown, timeoutMs = controlTimeoutMs): Promise<T> =>
    request<T>(`${address}${path}`, { method: 'POST', json, timeoutMs })
  return {
    enter: (place: string | null) => post<Entered>('/enter', { place }),
    alive: (epoch: number) => post<unknown>('/alive', { epoch }),
    sendSignals: (epoch: number, to: string, messages: string[]) =>
      post<unknown>('/signals', { epoch, to, messages }, signalTimeoutMs),
    listSignals: (epoch: number, after: number) =>
      request<z.infer<typeof signalsView>>(
        `${address}/signals?${new URLSearchParams({ epoch: String(epoch), after: String(after) })}`,
        { timeoutMs: signalTimeoutMs },
      ),
    say: (text: string) => post<unknown>('/chat', { text }),
    interruption: (told: InterruptionTold) => post<unknown>('/interruptions', told),
    /** The same key answers the same ring again. */
    answer: (key: string) =>
      request<AnsweredCall>(`${address}/answer`, {
        method: 'POST',
        headers: { 'idempotency-key': key },
        timeoutMs: controlTimeoutMs,
      }),
    restartRecording: () =>
      request<z.infer<typeof restartedRecordingView>>(`${address}/recording`, {
        method: 'POST',
        timeoutMs: controlTimeoutMs,
      }),
    putSnapshot: async (askId: string, { jpeg, widthPx, heightPx }: Still) =>
      request<unknown>(`${address}/snapshots/${encodeURIComponent(askId)}`, {
        method: 'PUT',
        bytes: jpeg,
        headers: {
          'content-type': 'image/jpeg',
          'x-snapshot-sha256': await sha256Hex(await jpeg.arrayBuffer()),
          'x-width-px': String(widthPx),
          'x-height-px': String(heightPx),
        },
        timeoutMs: snapshotTimeoutMs,
      }),
  }
}

export type RoomApi = ReturnType<typeof roomApi>
