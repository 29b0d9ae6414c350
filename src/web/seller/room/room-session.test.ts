import { expect, test } from 'vitest'
import type { SellerCallRoom } from '#contracts/held-call.ts'
import type { Call, CallOptions, CallSnapshot } from '../../call/open-call.ts'
import type { PeerSnapshot } from '../../call/peer.ts'
import type { FocusLossKind } from '../../capture/focus-watch.ts'
import { RequestFailure } from '../../kit/request.ts'
import type { RoomPorts } from './room-ports.ts'
import { createRoomSession } from './room-session.ts'
import { interruptionsOf, lineOf, openStepOf } from './room-state.ts'

const at = '2026-11-24T03:00:00Z'
const front = {
  id: 'front',
  kind: 'id-front',
  minSeconds: 5,
  maxSeconds: 60,
  challenge: 'none',
  challengeCount: 0,
} as const

const waiting: SellerCallRoom = {
  bookingId: 'bkg',
  meetingId: 'm',
  caseId: 'cas',
  phase: 'waiting',
  opensAt: at,
  startAt: at,
  endAt: at,
  zone: 'Asia/Shanghai',
  language: 'zh',
  ringingUntil: null,
  answerWithinSeconds: 30,
  participants: [{ id: 'seller', epoch: 1, role: 'seller', name: 'Shop', present: true }],
  iceServers: [],
  chat: [],
  serverTime: at,
  reviewerName: 'Li Wei',
  place: null,
  held: null,
  snapshotAsked: null,
  question: null,
}
const ringing: SellerCallRoom = { ...waiting, phase: 'ringing', ringingUntil: at }
const heldPart: NonNullable<SellerCallRoom['held']> = {
  attemptId: 'att',
  recordingId: 'rec',
  startedAt: at,
  endsAt: at,
  paused: false,
  steps: [{ ...front, name: null, state: 'open', openedAt: at }],
  interruptions: [],
  counted: 0,
  borne: 2,
  over: null,
}
const held: SellerCallRoom = { ...waiting, phase: 'held', held: heldPart }
const over: SellerCallRoom = { ...held, phase: 'over', held: { ...heldPart, over: { at, why: 'done' } } }
const offline = () => new RequestFailure({ kind: 'offline' })
const refused = (code: string) => new RequestFailure({ kind: 'refused', status: 409, code })

/** A page whose browser and server answer at once; `told` is what it did, in order. */
const openPage = async (change: (told: string[]) => Partial<RoomPorts['api']> = () => ({})) => {
  const told: string[] = []
  const focus: { tell: ((kind: FocusLossKind) => void) | null; back: () => void } = {
    tell: null,
    back: () => undefined,
  }
  const core: { options: CallOptions | null } = { options: null }
  const stream = { id: 'camera' } as unknown as MediaStream
  const openCall = (options: CallOptions): Call => {
    core.options = options
    told.push(`core ${options.self.epoch}${options.sending === false ? ', sending nothing' : ''}`)
    const snapshot: CallSnapshot = {
      signalling: 'reachable',
      peers: [{ id: 'stf', epoch: 1, role: 'reviewer', state: 'live' } as PeerSnapshot],
    }
    return {
      setParticipants: () => undefined,
      receive: () => undefined,
      setSignalling: () => undefined,
      setStream: () => undefined,
      setSending: (sending) => void told.push(sending ? 'sends' : 'sends nothing'),
      setIceServers: () => undefined,
      subscribe: () => () => undefined,
      getSnapshot: () => snapshot,
      close: () => void told.push('bye'),
    }
  }
  let recordings = 0
  const ports: RoomPorts = {
    api: {
      enter: async (place) => {
        told.push(`enter ${place ?? '-'}`)
        return { participantId: 'seller', epoch: 1 }
      },
      alive: async () => undefined,
      sendSignals: async () => undefined,
      listSignals: async () => ({ signals: [] }),
      say: async (text) => told.push(`say ${text}`),
      interruption: async ({ state, what }) => told.push(`${what} ${state}`),
      answer: async (key) => {
        told.push(`answer ${key}`)
        return { attemptId: 'att', recordingId: 'rec' }
      },
      restartRecording: async () => {
        told.push('another recording')
        return { recordingId: 'rec_2' }
      },
      putSnapshot: async (askId) => told.push(`picture ${askId}`),
      ...change(told),
    },
    run: {
      challenge: () => Promise.reject(offline()),
      focusLoss: async (_attemptId, { kind, mediaMs }) => {
        told.push(`left: ${kind} at ${mediaMs}`)
        return {} as never
      },
    },
    media: {
      open: async () => ({ ok: true, stream, microphoneError: null }),
      stop: () => undefined,
      onLost: () => undefined,
      grab: async () => ({ ok: true, still: { jpeg: new Blob(), widthPx: 1280, heightPx: 720, takenAtMs: 0 } }),
      isScreen: () => false,
    },
    openCall,
    record: async ({ recordingId }) => {
      recordings += 1
      told.push(`record ${recordingId}`)
      return {
        mediaMs: () => 4000,
        chunkCount: () => 8,
        finish: async () => void told.push(`whole ${recordings}`),
        giveUp: async () => void told.push('given up'),
      }
    },
    sendLeftBehind: () => void told.push('left behind is sent'),
    watchFocus: ({ onLoss, onWarning }) => {
      focus.tell = onLoss
      focus.back = () => onWarning(false)
      return () => undefined
    },
    refetch: () => undefined,
    every: () => () => undefined,
    wait: () => new Promise((resolve) => setTimeout(resolve, 0)),
    random: () => 0.5,
    newKey: () => 'key',
  }
  const session = createRoomSession(ports)
  await session.openCamera()
  return { session, told, focus, core }
}

const inCall = async () => {
  const page = await openPage()
  page.session.take(ringing)
  await page.session.answer()
  page.session.take(held)
  await expect.poll(() => page.told).toContain('record rec')
  return page
}

test('[LC1] who waits is rung, answers, and is recorded from the answer on', async () => {
  const { session, told } = await openPage()
  await session.enter('Hanoi')
  session.take(ringing)
  await session.answer()
  await expect.poll(() => told).toEqual(['enter Hanoi', 'core 1, sending nothing', 'sends', 'answer key', 'record rec'])
  expect(session.snapshot()).toMatchObject({ phase: 'held', entered: true })
})

test('[LC1] an answer that is lost on the way is given again with the same key', async () => {
  let failures = 2
  const { session, told } = await openPage((story) => ({
    answer: async (key) => {
      story.push(`answer ${key}`)
      if (failures-- > 0) throw offline()
      return { attemptId: 'att', recordingId: 'rec' }
    },
  }))
  session.take(ringing)
  await session.answer()
  expect(told.filter((one) => one === 'answer key')).toHaveLength(3)
  expect(session.snapshot().phase).toBe('held')
})

test('[LC1] an answer that comes too late says so; then the appointment is gone', async () => {
  const { session, told } = await openPage(() => ({ answer: () => Promise.reject(refused('ring-over')) }))
  session.take(ringing)
  await session.answer()
  expect(session.snapshot()).toMatchObject({ phase: 'waiting', answerProblem: { code: 'ring-over' } })
  // Nothing is sent any more, but the way stands while it is asked what became of the ring.
  expect(told.at(-1)).toBe('sends nothing')
  session.refused()
  expect(session.snapshot().lost).toBe('unanswered')
  expect(told.at(-1)).toBe('bye')
})

test('[BK4] a call that is cancelled while one waits was not the missed ring', async () => {
  const { session } = await openPage()
  session.take(waiting)
  session.take({ ...waiting, phase: 'over' })
  expect(session.snapshot().lost).toBe('otherwise')
})

test('[CP5] a page that is loaded anew comes back into the same call, with another recording', async () => {
  const { session, told } = await openPage()
  session.take(held)
  await expect
    .poll(() => told)
    .toEqual([
      'enter -',
      'core 1, sending nothing',
      'left behind is sent',
      'sends',
      'another recording',
      'record rec_2',
    ])
  expect(session.snapshot().phase).toBe('held')
})

test('[LC4] the picture that is asked for is taken and sent, once', async () => {
  const { session, told } = await inCall()
  session.take({ ...held, snapshotAsked: { askId: 'ask', stepId: 'front' } })
  session.take({ ...held, snapshotAsked: { askId: 'ask', stepId: 'front' } })
  await expect.poll(() => told.filter((one) => one === 'picture ask')).toHaveLength(1)
  expect(session.snapshot().taken).toBe(1)
})

test('[CK10] leaving the page is told with the recording’s own time, and coming back ends it', async () => {
  const { told, focus } = await inCall()
  focus.tell?.('hidden')
  expect(told.at(-1)).toBe('left: hidden at 4000')
  focus.back()
  await expect.poll(() => told.at(-1)).toBe('page-hidden over')
  focus.tell?.('resized')
  await expect.poll(() => told.at(-1)).toBe('left: resized at 4000')
  focus.back()
  await expect.poll(() => told.at(-1)).toBe('window-split over')
})

test('[LC2] a stall of the reviewer counts, one of an interpreter does not', async () => {
  const { told, core } = await inCall()
  const stall = { kind: 'resumed', epoch: 1, no: 1, atMs: 0, lastedMs: 3000 } as const
  core.options?.onEvent({ ...stall, peerId: 'stf_other' })
  core.options?.onEvent({ ...stall, peerId: 'stf' })
  await expect.poll(() => told.filter((one) => one.startsWith('media-stalled'))).toEqual(['media-stalled over'])
})

test('[LC2] after the end the way is closed at once and the rest of the recording is sent', async () => {
  const { session, told } = await inCall()
  const phases: string[] = []
  session.subscribe(() => phases.push(session.snapshot().phase))
  session.take(over)
  await expect.poll(() => session.snapshot().phase).toBe('over')
  expect(told.slice(-2)).toEqual(['bye', 'whole 1'])
  expect(phases).toContain('sending')
  session.take(over)
  expect(session.snapshot().phase).toBe('over')
})

test('[LC6] a newer page of the same seller takes the call, and this one lets go of everything', async () => {
  const { session, told } = await inCall()
  session.take({ ...held, participants: [{ id: 'seller', epoch: 2, role: 'seller', name: 'Shop', present: true }] })
  expect(session.snapshot()).toMatchObject({ phase: 'elsewhere', camera: { stream: null } })
  await expect.poll(() => told).toContain('given up')
})

test('[DV6] a page whose session has ended lets go of everything, in the call and before it', async () => {
  const { session, told } = await inCall()
  session.shutOut()
  expect(session.snapshot()).toMatchObject({ phase: 'elsewhere', camera: { stream: null }, call: null })
  await expect.poll(() => told).toContain('given up')
  session.take(held)
  expect(session.snapshot().phase).toBe('elsewhere')
})

test('what the pages show is read from the room: step, pause, interruptions borne, line', () => {
  expect(openStepOf(held)).toMatchObject({ no: 1, of: 1, step: { id: 'front' } })
  expect(openStepOf({ ...held, held: { ...heldPart, paused: true } })).toBeNull()
  expect(interruptionsOf(held)).toBeNull()
  const twice = { ...held, held: { ...heldPart, counted: 2 } }
  expect(interruptionsOf(twice)).toEqual({ counted: 2, borne: 2, nextEnds: true })
  expect(lineOf(null)).toBe('connecting')
  const peer = { id: 'stf', role: 'reviewer', state: 'stalled', figures: null } as PeerSnapshot
  expect(lineOf({ signalling: 'reachable', peers: [peer] })).toBe('stalled')
  expect(lineOf({ signalling: 'lost', peers: [peer] })).toBe('server-lost')
})
