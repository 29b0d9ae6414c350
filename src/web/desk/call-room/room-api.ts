import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  askedSnapshotView,
  DeskCallRoom,
  EndCallAsked,
  enteredCallView,
  interruptionRequest,
  signalsView,
} from '#contracts/held-call.ts'
import { signalTimeoutMs } from '../../call/signalling.ts'
import { putChunkTo } from '../../capture/put-chunk.ts'
import { type Marked, request, requestMarked } from '../../kit/request.ts'
import { learnServerTime } from '../../kit/server-time.ts'
import { isSessionOver } from '../calls/desk-queries.ts'

export type Held = NonNullable<DeskCallRoom['held']>
export type RoomStep = Held['steps'][number]
export type Snapshot = RoomStep['snapshots'][number]
export type Judgement = NonNullable<RoomStep['judgement']>
export type Suspicion = Held['suspicions'][number]['what']
export type Commitment = Held['commitments'][number]['what']
export type Seat = 'reviewer' | 'supervisor' | 'interpreter'
export type Interruption = z.infer<typeof interruptionRequest>

const api = '/desk/api'
const id = encodeURIComponent
const at = (bookingId: string, rest = '') => `${api}/calls/${id(bookingId)}${rest}`
const post = <T = unknown>(path: string, json?: unknown, timeoutMs?: number) =>
  request<T>(path, { method: 'POST', json: json ?? {}, ...(timeoutMs ? { timeoutMs } : {}) })

/** Findings grow while the call goes on; nudges tell of everything else, and the slow poll covers a broken stream of them. */
const everyMs = { closed: 15_000, waiting: 5000, ringing: 2000, held: 4000, over: 15_000 } as const

export const roomQuery = (bookingId: string) =>
  queryOptions({
    queryKey: ['call', bookingId],
    queryFn: async ({ signal, client, queryKey }) => {
      const known = client.getQueryData<Marked<DeskCallRoom>>(queryKey)
      const room = await requestMarked(at(bookingId), known, { signal })
      if (room !== known) learnServerTime(Date.parse(room.value.serverTime))
      return room
    },
    select: ({ value }: Marked<DeskCallRoom>) => value,
    refetchInterval: ({ state }) =>
      isSessionOver(state.error) ? false : everyMs[state.data?.value.phase ?? 'waiting'],
    refetchIntervalInBackground: true,
    // Personal data stays in memory no longer than its page is open.
    gcTime: 0,
  })

/** What the page of a call asks of the server, without React. */
export const roomApi = (bookingId: string) => ({
  enter: (as: Seat) => post<z.infer<typeof enteredCallView>>(at(bookingId, '/enter'), { as }),
  alive: (epoch: number) => post(at(bookingId, '/alive'), { epoch }, 4000),
  leave: (epoch: number) => post(at(bookingId, '/leave'), { epoch }),
  postSignals: (epoch: number, to: string, messages: string[]) =>
    post(at(bookingId, '/signals'), { epoch, to, messages }, signalTimeoutMs),
  listSignals: async (epoch: number, after: number) =>
    (
      await request<z.infer<typeof signalsView>>(at(bookingId, `/signals?epoch=${epoch}&after=${after}`), {
        timeoutMs: signalTimeoutMs,
      })
    ).signals,
  interruption: (told: Interruption) => post(at(bookingId, '/interruptions'), told),
  ring: () => post(at(bookingId, '/ring')),
  showQuestion: (questionId: string | null) => post(at(bookingId, '/questions'), { questionId }),
  leadStep: (stepId: string | null) => post(at(bookingId, '/steps'), { stepId }),
  judge: (stepId: string, judgement: Judgement, note: string | null) =>
    post(at(bookingId, `/steps/${id(stepId)}/judgement`), { judgement, note }),
  askSnapshot: (stepId: string) => post<z.infer<typeof askedSnapshotView>>(at(bookingId, '/snapshots'), { stepId }),
  pause: (paused: boolean) => post(at(bookingId, '/pause'), { paused }),
  suspect: (what: Suspicion, note: string | null) => post(at(bookingId, '/suspicions'), { what, note }),
  commit: (what: Commitment, note: string | null) => post(at(bookingId, '/commitments'), { what, note }),
  handOver: (to: string) => post(at(bookingId, '/hand-over'), { to }),
  chat: (text: string) => post(at(bookingId, '/chat'), { text }),
  end: (verdict: EndCallAsked['verdict']) => post(at(bookingId, '/end'), { verdict }),
})
export type RoomApi = ReturnType<typeof roomApi>

export const snapshotAddress = (bookingId: string, snapshotId: string): string =>
  at(bookingId, `/snapshots/${id(snapshotId)}`)

/** The witness of a call, recorded by the page of the one who leads. */
export const witnessAddress = (recordingId: string): string => `${api}/recordings/${id(recordingId)}`
export const putWitnessChunk = putChunkTo(witnessAddress)
export const completeWitness = (recordingId: string, whole: { chunkCount: number; mediaMs: number }) =>
  post(`${witnessAddress(recordingId)}/complete`, whole)
