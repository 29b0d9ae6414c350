import type { DeskCallRoom } from '#contracts/held-call.ts'
import type { CallEvent } from '../../call/call-event.ts'
import { type Call, type CallOptions, type CallSnapshot, openCall } from '../../call/open-call.ts'
import { openSignalling } from '../../call/signalling.ts'
import { retryPauseMs, type Wait, wait } from '../../capture/wait.ts'
import { RequestFailure } from '../../kit/request.ts'
import type { RoomApi, Seat } from './room-api.ts'

/**
 * This page's stay in a call: it enters (a higher epoch each time, so that a reload is known as a new page), keeps saying
 * that it is there, carries the messages of the core and tells the server what stalled. It is
 * - `entering` until the server has said which page this is;
 * - `in` from then on, with the core's own state beside it;
 * - `refused`: the server lets this person in no seat;
 * - `elsewhere`: the same person has opened the call in another page, which goes on instead of this one;
 * - `left`: this person is in the call no longer, e.g. because the call was handed over; they may enter again.
 */
export type SessionState =
  | { phase: 'entering' }
  | { phase: 'in'; selfId: string; call: CallSnapshot }
  | { phase: 'refused'; error: unknown }
  | { phase: 'elsewhere' }
  | { phase: 'left' }

export type SessionPorts = {
  api: Pick<RoomApi, 'enter' | 'alive' | 'leave' | 'postSignals' | 'listSignals' | 'interruption'>
  seat: Seat
  room: DeskCallRoom
  stream: MediaStream | null
  /** Of tests. */
  surroundings?: CallOptions['surroundings']
  every?: (ms: number, work: () => void) => () => void
  wait?: Wait
  random?: () => number
}

export type RoomSession = {
  subscribe(listener: () => void): () => void
  getSnapshot(): SessionState
  /** The room as it was just fetched: who is there, and by which way browsers find each other. */
  takeRoom(room: DeskCallRoom): void
  setStream(stream: MediaStream | null): void
  /** Messages wait for this page. */
  look(): void
  /** The server says that the seller has answered, before the room itself could be fetched. */
  answered(): void
  /** Leaves the call; a page that is merely reloaded does not call this, so that the others wait for it. */
  close(): void
}

const aliveEveryMs = 4000
const lookEveryMs = 1000
/** Once everybody is seen, nudges are enough; this is for a broken stream of them. */
const calmLooks = 4

const pageEvery = (ms: number, work: () => void) => {
  const timer = setInterval(work, ms)
  return () => clearInterval(timer)
}

export const openRoomSession = (ports: SessionPorts): RoomSession => {
  const { api, seat } = ports
  const every = ports.every ?? pageEvery
  const pause = ports.wait ?? wait
  const random = ports.random ?? Math.random
  const closing = new AbortController()
  const listeners = new Set<() => void>()
  let { room, stream } = ports
  /** [LC1] Nothing of this side leaves before the server says that the seller has answered; there is no way back from that. */
  let isAnswered = room.held !== null
  let state: SessionState = { phase: 'entering' }
  let call: Call | null = null
  let look = () => {}
  let endStay = () => {}

  const change = (next: SessionState) => {
    state = next
    for (const listener of listeners) listener()
  }

  /** Said again until the server has heard it: an interruption that is not told is not counted. In the order of events. */
  let telling = Promise.resolve()
  const tell = (told: 'begun' | 'over') => {
    telling = telling.then(() =>
      untilHeard(() => api.interruption({ state: told, what: 'media-stalled' }), pause, random, closing.signal),
    )
  }
  const onEvent = (event: CallEvent) => {
    const isSeller = room.participants.some(({ id, role }) => id === event.peerId && role === 'seller')
    // One page tells of the seller's stalls: a listener whose own line is bad must not end the call.
    if (!isSeller || room.leader.id !== room.me.id || room.held === null || room.held.over) return
    tell(event.kind === 'interrupted' ? 'begun' : 'over')
  }

  const stay = ({ participantId: selfId, epoch }: { participantId: string; epoch: number }) => {
    let looks = 0
    const signalling = openSignalling({
      post: (to, messages) => api.postSignals(epoch, to, messages),
      list: (after) => api.listSignals(epoch, after),
      onMessage: (from, message) => opened.receive(from, message),
      onReach: (reach) => opened.setSignalling(reach),
    })
    const opened = openCall({
      self: { id: selfId, epoch, role: seat },
      send: signalling.send,
      iceServers: iceServersOf(room),
      stream: seat === 'supervisor' ? null : stream,
      sending: isAnswered,
      onEvent,
      ...(ports.surroundings ? { surroundings: ports.surroundings } : {}),
    })
    call = opened
    look = signalling.look
    opened.subscribe(() => {
      if (state.phase === 'in') change({ ...state, call: opened.getSnapshot() })
    })
    const stops = [
      every(aliveEveryMs, () => {
        api.alive(epoch).then(
          () => opened.setSignalling('reachable'),
          (error: unknown) => {
            if (!(error instanceof RequestFailure && error.kind === 'refused')) return opened.setSignalling('lost')
            // The server tells the newest page of this person; where that is this one, the person has left.
            if (error.code === 'conflict') stopStaying(Number(error.details.epoch) > epoch ? 'elsewhere' : 'left')
          },
        )
      }),
      every(lookEveryMs, () => {
        looks += 1
        const isCalm = opened.getSnapshot().peers.every(({ state }) => state !== 'connecting' && state !== 'stalled')
        if (!isCalm || looks % calmLooks === 0) signalling.look()
      }),
    ]
    endStay = () => {
      for (const stop of stops) stop()
      opened.close()
      signalling.close()
      endStay = () => {}
      look = () => {}
      call = null
    }
    const stopStaying = (phase: 'elsewhere' | 'left') => {
      if (call !== opened) return
      endStay()
      change({ phase })
    }
    change({ phase: 'in', selfId, call: opened.getSnapshot() })
    takeRoom(room, epoch)
    signalling.look()
  }

  const answered = () => {
    isAnswered = true
    call?.setSending(true)
  }

  let ownEpoch: number | null = null
  const takeRoom = (next: DeskCallRoom, epoch: number | null) => {
    const before = room
    room = next
    if (next.held) answered()
    if (!call || state.phase !== 'in') return
    const { selfId } = state
    const self = next.participants.find(({ id }) => id === selfId)
    if (self && epoch !== null && self.epoch > epoch) {
      endStay()
      return change({ phase: 'elsewhere' })
    }
    if (JSON.stringify(before.iceServers) !== JSON.stringify(next.iceServers)) call.setIceServers(iceServersOf(next))
    call.setParticipants(next.participants.map(({ id, epoch, role }) => ({ id, epoch, role })))
  }

  const enter = async () => {
    for (let failures = 0; !closing.signal.aborted; failures += 1) {
      try {
        const entered = await api.enter(seat)
        ownEpoch = entered.epoch
        if (closing.signal.aborted) void api.leave(entered.epoch).catch(() => undefined)
        else stay(entered)
        return
      } catch (error) {
        if (closing.signal.aborted) return
        if (!(error instanceof RequestFailure) || error.kind === 'refused') return change({ phase: 'refused', error })
        await pause(retryPauseMs(failures, random), closing.signal).catch(() => undefined)
      }
    }
  }
  void enter()

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => state,
    takeRoom: (next) => takeRoom(next, ownEpoch),
    setStream(next) {
      stream = next
      if (seat !== 'supervisor') call?.setStream(next)
    },
    look: () => look(),
    answered,
    close() {
      if (closing.signal.aborted) return
      const wasIn = state.phase === 'in'
      endStay()
      closing.abort(new Error('the page has left the call'))
      if (wasIn && ownEpoch !== null) void api.leave(ownEpoch).catch(() => undefined)
    },
  }
}

const iceServersOf = ({ iceServers }: DeskCallRoom): RTCIceServer[] =>
  iceServers.map(({ urls, username, credential }) => ({
    urls,
    ...(username === undefined ? {} : { username }),
    ...(credential === undefined ? {} : { credential }),
  }))

/** Ends when the server has heard it, or refuses it: then it knows better. */
const untilHeard = async (
  say: () => Promise<unknown>,
  pause: Wait,
  random: () => number,
  signal: AbortSignal,
): Promise<void> => {
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      await say()
      return
    } catch (error) {
      if (!(error instanceof RequestFailure) || error.kind === 'refused') return
      await pause(retryPauseMs(failures, random), signal).catch(() => undefined)
    }
  }
}
