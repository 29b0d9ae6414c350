import type { SellerCallRoom } from '#contracts/held-call.ts'
import type { CallEvent } from '../../call/call-event.ts'
import type { FocusLossKind } from '../../capture/focus-watch.ts'
import { openSnapshotAnswers } from './answer-snapshots.ts'
import { openChallengeLead } from './lead-challenges.ts'
import type { Way } from './open-way.ts'
import { openRecordings } from './recordings-of-call.ts'
import type { RoomPorts } from './room-ports.ts'
import { openStepOf, type RoomSnapshot, reviewerOf } from './room-state.ts'
import { type InterruptionKind, openInterruptionTeller } from './tell-interruptions.ts'

/** The part of a stay in which the call is held: what is sent, the recording, and what is answered by itself. */
export type HeldPart = {
  /** The server has the call: records it. `recordingId` is null after a reload, when another recording is needed. */
  record(attemptId: string, recordingId: string | null): void
  take(room: SellerCallRoom): void
  useStream(stream: MediaStream): void
  /** The page goes elsewhere within the application, and says so. */
  leave(): void
  /** Lets go without a word: another page has the call, or it was never held. Nothing is sent any more. */
  drop(): void
}

export type HeldPorts = RoomPorts & {
  change: (part: Partial<RoomSnapshot>) => void
  onHeld: () => void
  onOver: (stage: 'sending' | 'over') => void
  newRecording: () => Promise<{ recordingId: string }>
}

const interruptionOf: Record<FocusLossKind, InterruptionKind> = {
  hidden: 'page-hidden',
  blurred: 'page-hidden',
  left: 'left-the-page',
  resized: 'window-split',
}

export const holdCall = (first: MediaStream, { call, tellTo }: Way, ports: HeldPorts): HeldPart => {
  const { api, run, media, wait, random, change } = ports
  let stream = first
  let attemptId: string | null = null
  let room: SellerCallRoom | null = null
  let isOver = false
  let awayAs: InterruptionKind | null = null
  let unwatch: (() => void) | null = null
  const recordings = openRecordings(ports)

  tellTo((event: CallEvent) => {
    // Guests may come and go; what counts is the reviewer. [LC2]
    const role = call.getSnapshot().peers.find(({ id }) => id === event.peerId)?.role
    if (role === 'reviewer') (event.kind === 'interrupted' ? teller.begun : teller.over)('media-stalled')
  })
  const teller = openInterruptionTeller({
    tell: async (told) => {
      const isOwn = told.what !== 'media-stalled' && told.what !== 'reviewer-away'
      const kind = awayKind
      // The recording's own time of leaving belongs to the evidence. [CK10]
      const isEvidence = told.state === 'begun' && isOwn && kind !== null && attemptId !== null
      if (isEvidence) await run.focusLoss(attemptId ?? '', { kind, ...recordings.facts() })
      else await api.interruption(told)
      ports.refetch()
    },
    wait,
    random,
  })
  let awayKind: FocusLossKind | null = null
  const challenges = openChallengeLead({
    challenge: run.challenge,
    mediaMs: () => recordings.facts().mediaMs,
    show: (challenge) => change(challenge ? { challenge, challengeExpired: false } : { challenge }),
    onExpired: () => change({ challengeExpired: true }),
    wait,
    random,
  })
  const snapshots = openSnapshotAnswers({
    grab: () => media.grab(stream),
    put: (askId, still) => api.putSnapshot(askId, still).then(() => ports.refetch()),
    onTaken: () => {
      taken += 1
      change({ taken })
    },
    wait,
    random,
  })
  let taken = 0
  let wasLive = false
  const unsubscribe = call.subscribe(() => {
    change({ call: call.getSnapshot() })
    const isLive = reviewerOf(call.getSnapshot())?.state === 'live'
    // A stall from before this page came: it has seen neither its beginning nor its end.
    if (isLive && !wasLive && openStall(room)) teller.over('media-stalled')
    wasLive = isLive
  })
  call.setSending(true)

  const watch = () => {
    unwatch ??= ports.watchFocus({
      onLoss: (kind) => {
        if (awayAs !== null && kind !== 'left') return
        awayKind = kind
        awayAs = interruptionOf[kind]
        teller.begun(awayAs)
      },
      onWarning: (warned) => {
        change({ warned })
        if (warned || awayAs === null) return
        teller.over(awayAs)
        awayAs = null
      },
    })
  }

  const stopCall = () => {
    isOver = true
    unwatch?.()
    challenges.stop()
    snapshots.stop()
    teller.stop()
    unsubscribe()
    tellTo(() => undefined)
    call.setSending(false)
    change({ call: null, challenge: null, warned: false })
  }

  const end = async () => {
    if (isOver) return
    stopCall()
    ports.onOver('sending')
    await recordings.finish()
    ports.onOver('over')
    ports.refetch()
  }

  return {
    record(id, recordingId) {
      attemptId = id
      ports.onHeld()
      watch()
      recordings.begin(id, stream, recordingId)
      if (media.isScreen(stream)) teller.begun('screen-shared')
      if (room) this.take(room)
    },
    take(next) {
      room = next
      if (isOver) return
      if (attemptId === null) return
      if (next.held?.attemptId === attemptId && (next.held.over || next.phase === 'over')) return void end()
      const open = openStepOf(next)
      challenges.follow(attemptId, open?.step ?? null)
      if (!open) change({ challengeExpired: false })
      snapshots.asked(next.snapshotAsked)
    },
    useStream(next) {
      stream = next
      if (attemptId !== null && !isOver) recordings.begin(attemptId, next, null)
    },
    leave() {
      if (isOver || attemptId === null) return this.drop()
      awayKind = 'left'
      teller.begun('left-the-page')
      this.drop()
    },
    drop() {
      if (!isOver) stopCall()
      void recordings.giveUp()
    },
  }
}

const openStall = (room: SellerCallRoom | null): boolean =>
  room?.held?.interruptions.some((one) => one.what === 'media-stalled' && one.endedAt === null) ?? false
