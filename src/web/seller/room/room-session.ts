import type { SellerCallRoom } from '#contracts/held-call.ts'
import { retryPauseMs } from '../../capture/wait.ts'
import { RequestFailure } from '../../kit/request.ts'
import { type HeldPart, holdCall } from './hold-call.ts'
import { openWay, type Way } from './open-way.ts'
import type { RoomPorts } from './room-ports.ts'
import { firstSnapshot, isTakenOver, type RoomSnapshot } from './room-state.ts'

/**
 * One page's stay in a call, from the waiting room to the last durable chunk. It is told the room whenever that was
 * fetched (`take`), and asks for it (`refetch`) when it knows better. States are those of `RoomPhase`.
 */
export type RoomSession = {
  subscribe: (listener: () => void) => () => void
  snapshot: () => RoomSnapshot
  /** Opens camera and microphone; again after they failed or were lost. */
  openCamera: () => Promise<void>
  /** [LC1] Comes into the waiting room; `place` is where the seller says they are. */
  enter: (place: string | null) => Promise<void>
  /** The room as the server tells it now. */
  take: (room: SellerCallRoom) => void
  /** The server knows of no call any more. */
  refused: () => void
  /** This browser has no session any more: the seller has come in on another device, by a newer link. */
  shutOut: () => void
  /** [LC1] Takes the call that rings. */
  answer: () => Promise<void>
  say: (text: string) => Promise<void>
  /** There may be messages of other browsers. */
  lookForSignals: () => void
  /** The page is left within the application: lets go of the camera; what was recorded is still sent. */
  close: () => void
}

const aliveEveryMs = 4000

export const createRoomSession = (ports: RoomPorts): RoomSession => {
  const { api, media, wait, random } = ports
  let snapshot = firstSnapshot
  const listeners = new Set<() => void>()
  const change = (part: Partial<RoomSnapshot>) => {
    snapshot = { ...snapshot, ...part }
    for (const listener of listeners) listener()
  }
  const ending = new AbortController()
  let epoch: number | null = null
  let entering: Promise<void> | null = null
  let way: Way | null = null
  let held: HeldPart | null = null
  let stopAlive: (() => void) | null = null
  let rung = false
  const answerKey = ports.newKey()

  const openCamera = async () => {
    media.stop(snapshot.camera.stream)
    change({ camera: { state: 'opening', stream: null, error: null } })
    const opened = await media.open()
    if (ending.signal.aborted) return media.stop(opened.ok ? opened.stream : null)
    const error = opened.ok ? opened.microphoneError : opened.error
    if (!opened.ok || error !== null) {
      media.stop(opened.ok ? opened.stream : null)
      return change({ camera: { state: 'failed', stream: null, error } })
    }
    const { stream } = opened
    media.onLost(stream, () => {
      if (snapshot.camera.stream === stream) change({ camera: { state: 'lost', stream: null, error: null } })
    })
    change({ camera: { state: 'open', stream, error: null } })
    way?.call.setStream(stream)
    held?.useStream(stream)
    connectAhead()
    if (snapshot.room) take(snapshot.room)
  }

  const enter = (place: string | null): Promise<void> => {
    entering ??= comeIn(place).finally(() => {
      entering = null
    })
    return entering
  }

  const comeIn = async (place: string | null) => {
    for (let failures = 0; !ending.signal.aborted; failures += 1)
      try {
        epoch = (await api.enter(place)).epoch
        connectAhead()
        stopAlive ??= ports.every(aliveEveryMs, () => void sayAlive())
        change({ entered: true })
        return ports.refetch()
      } catch (error) {
        if (!(error instanceof RequestFailure) || error.kind === 'refused') throw error
        await wait(retryPauseMs(failures, random), ending.signal).catch(() => undefined)
      }
  }

  /** Opens the way to the others; nothing is sent over it before the answer. Once for each time this page came in. */
  const connectAhead = () => {
    const { stream } = snapshot.camera
    if (epoch === null || !stream || way?.epoch === epoch || ending.signal.aborted) return
    way?.close()
    way = openWay(stream, epoch, ports)
    if (snapshot.room) way.take(snapshot.room)
  }

  const closeWay = () => {
    way?.close()
    way = null
  }

  const sayAlive = async () => {
    if (epoch === null) return
    const told = epoch
    try {
      await api.alive(told)
      way?.call.setSignalling('reachable')
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      if (error.kind !== 'refused') return way?.call.setSignalling('lost')
      // The newest page of the seller's is another one. Which one, the room tells.
      ports.refetch()
    }
  }

  const take = (room: SellerCallRoom) => {
    if (ending.signal.aborted || snapshot.phase === 'elsewhere') return
    const waitedFor = snapshot.room
    if (waitedFor && room.bookingId !== waitedFor.bookingId) return refused()
    rung ||= room.phase === 'ringing'
    change({ room })
    if (room.phase === 'over' && room.held === null) return refused()
    if (isTakenOver(room, epoch)) return letGo()
    way?.take(room)
    if (room.phase === 'held' && room.held && !held && snapshot.phase === 'waiting') return void comeBack(room)
    held?.take(room)
  }

  const refused = () => {
    // Nothing was waited for, or it became a call: then this page knows better.
    if (snapshot.room === null || snapshot.phase !== 'waiting' || snapshot.room.held) return
    change({ lost: rung ? 'unanswered' : 'otherwise' })
    stopAlive?.()
    closeWay()
    media.stop(snapshot.camera.stream)
  }

  /** A page that was loaded anew, or comes from another device: the same call, another recording. */
  const comeBack = async (room: SellerCallRoom) => {
    const { stream } = snapshot.camera
    if (!room.held || !stream) return
    const { attemptId } = room.held
    change({ phase: 'answering' })
    try {
      await enter(null)
      ports.sendLeftBehind()
      beginHeld(stream).record(attemptId, null)
    } catch (error) {
      change({ phase: 'waiting', answerProblem: error })
    }
  }

  const answer = async () => {
    const { stream } = snapshot.camera
    if (snapshot.phase !== 'waiting' || !stream) return
    change({ phase: 'answering', answerProblem: null })
    try {
      if (epoch === null) await enter(null)
      // Who has pressed is seen: the picture leaves while the server notes the answer, and is there the sooner.
      const begun = beginHeld(stream)
      for (let failures = 0; ; failures += 1)
        try {
          const { attemptId, recordingId } = await api.answer(answerKey)
          begun.record(attemptId, recordingId)
          return ports.refetch()
        } catch (error) {
          if (!(error instanceof RequestFailure) || error.kind === 'refused') throw error
          await wait(retryPauseMs(failures, random), ending.signal)
        }
    } catch (error) {
      held?.drop()
      held = null
      change({ phase: 'waiting', call: null, answerProblem: error })
      ports.refetch()
    }
  }

  const beginHeld = (stream: MediaStream): HeldPart => {
    connectAhead()
    if (!way) throw new Error('nobody has come into the call')
    const begun = holdCall(stream, way, {
      ...ports,
      change,
      onOver: (stage) => {
        change({ phase: stage })
        if (stage === 'sending') closeWay()
        if (stage === 'over') media.stop(snapshot.camera.stream)
      },
      onHeld: () => change({ phase: 'held' }),
      newRecording: () => api.restartRecording(),
    })
    held = begun
    if (snapshot.room) begun.take(snapshot.room)
    return begun
  }

  const letGo = () => {
    change({ phase: 'elsewhere', call: null, challenge: null })
    stopAlive?.()
    held?.drop()
    held = null
    closeWay()
    media.stop(snapshot.camera.stream)
    change({ camera: { state: 'lost', stream: null, error: null } })
  }

  const shutOut = () => {
    if (!ending.signal.aborted && snapshot.phase !== 'elsewhere' && snapshot.phase !== 'over') letGo()
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => snapshot,
    openCamera,
    enter,
    take,
    refused,
    shutOut,
    answer,
    say: (text) => api.say(text).then(() => ports.refetch()),
    lookForSignals: () => way?.lookForSignals(),
    close: () => {
      stopAlive?.()
      held?.leave()
      closeWay()
      ending.abort(new Error('the room is left'))
      media.stop(snapshot.camera.stream)
    },
  }
}
