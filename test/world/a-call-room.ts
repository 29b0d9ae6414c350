import type { DeskCallRoom } from '#contracts/held-call.ts'
import type { Held, RoomStep, Snapshot } from '../../src/web/desk/call-room/room-api.ts'
import type { Finding } from '../../src/web/desk/calls/desk-queries.ts'

/** Rooms of calls for unit tests; nothing of the product reads this. */
export const aStep = (id: string, part: Partial<RoomStep> = {}): RoomStep => ({
  id,
  kind: 'id-front',
  minSeconds: 5,
  maxSeconds: 120,
  challenge: 'none',
  challengeCount: 0,
  name: null,
  state: 'due',
  judgement: null,
  challenges: [],
  snapshots: [],
  note: null,
  ...part,
})

export const aSnapshot = (id: string, part: Partial<Snapshot> = {}): Snapshot => ({
  id,
  stepId: 'card',
  at: '2026-11-24T03:05:00Z',
  widthPx: 1280,
  heightPx: 720,
  ...part,
})

export const aFinding = (check: string, part: Partial<Finding> = {}): Finding => ({
  check,
  rule: 'CK1',
  grade: 'gate',
  outcome: 'pass',
  reason: null,
  value: null,
  limit: null,
  unit: null,
  span: null,
  stepId: null,
  proofFrames: [],
  waveform: null,
  proofSeries: [],
  model: null,
  version: '1',
  fields: [],
  ...part,
})

export const aHeld = (part: Partial<Held> = {}): Held => ({
  attemptId: 'a1',
  recordingId: 'r1',
  startedAt: '2026-11-24T03:00:10Z',
  endsAt: '2026-11-24T03:20:10Z',
  paused: false,
  steps: [aStep('card')],
  interruptions: [],
  counted: 0,
  borne: 2,
  over: null,
  kept: [],
  questions: [],
  questionShown: null,
  suspicions: [],
  findings: [],
  fields: [],
  snapshotAsked: null,
  witnessRecordingId: 'w1',
  verdictAtEnd: true,
  verdict: { reasons: [], ifFailed: null, restrictions: [] },
  recordedBehindMs: null,
  ...part,
})

export const aRoom = (part: Partial<DeskCallRoom> = {}): DeskCallRoom => ({
  bookingId: 'b1',
  meetingId: 'm1',
  caseId: 'c1',
  phase: 'waiting',
  opensAt: '2026-11-24T02:55:00Z',
  startAt: '2026-11-24T03:00:00Z',
  endAt: '2026-11-24T03:30:00Z',
  zone: 'Asia/Jakarta',
  language: 'en',
  ringingUntil: null,
  answerWithinSeconds: 30,
  participants: [],
  iceServers: [],
  chat: [],
  serverTime: '2026-11-24T02:58:00Z',
  program: 'called',
  programTitle: { en: 'Called', zh: '通话' },
  sellerId: 's1',
  shopName: 'Harbour Lamps',
  site: 'ID',
  me: { id: 'me', leads: true, mayLead: true },
  leader: { id: 'me', name: 'Mei' },
  notReady: null,
  place: null,
  registration: null,
  differing: [],
  deviceSignals: [],
  colleagues: [],
  held: null,
  ...part,
})

export const aParticipant = (
  id: string,
  part: Partial<DeskCallRoom['participants'][number]> = {},
): DeskCallRoom['participants'][number] => ({
  id,
  epoch: 1,
  role: id === 'seller' ? 'seller' : 'reviewer',
  name: id,
  present: true,
  ...part,
})
