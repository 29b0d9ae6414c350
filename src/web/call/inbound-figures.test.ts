import { expect, test } from 'vitest'
import { lossShare01, readInbound } from './inbound-figures.ts'

const report = (...stats: ({ type: string } & Record<string, unknown>)[]) =>
  new Map(stats.map((stat, index) => [(stat.id as string | undefined) ?? String(index), stat]))
const both = { video: true, audio: true }

const chromium = report(
  {
    type: 'inbound-rtp',
    kind: 'video',
    packetsReceived: 90,
    packetsLost: 10,
    framesDecoded: 30,
    frameWidth: 1280,
    frameHeight: 720,
    framesPerSecond: 24,
  },
  { type: 'inbound-rtp', kind: 'audio', packetsReceived: 50, packetsLost: 0 },
  { type: 'candidate-pair', state: 'failed', nominated: false, currentRoundTripTime: 9 },
  {
    type: 'candidate-pair',
    state: 'succeeded',
    nominated: true,
    currentRoundTripTime: 0.0124,
    localCandidateId: 'local',
  },
  { id: 'local', type: 'local-candidate', candidateType: 'relay' },
  { type: 'outbound-rtp', kind: 'video', qualityLimitationReason: 'bandwidth' },
)

test('what a browser reports is read into counters and figures', () => {
  expect(readInbound(chromium, both)).toEqual({
    progress: 30,
    packetsReceived: 140,
    packetsLost: 10,
    roundTripMs: 12,
    picture: { widthPx: 1280, heightPx: 720, framesPerSecond: 24 },
    relayed: true,
    heldBackBy: 'bandwidth',
  })
})

test('progress is the picture where one is sent, else the sound, else nothing', () => {
  expect(readInbound(chromium, { video: false, audio: true }).progress).toBe(140)
  expect(readInbound(chromium, { video: false, audio: false }).progress).toBeNull()
  expect(readInbound(report(), both)).toMatchObject({ progress: 0, roundTripMs: null, picture: null, relayed: null })
})

test('a browser without the round trip of the pair is asked for that of its reports', () => {
  const firefox = report({ type: 'remote-inbound-rtp', kind: 'video', roundTripTime: 0.2 })
  expect(readInbound(firefox, both).roundTripMs).toBe(200)
})

test('loss is a share of what was sent since the earlier look', () => {
  const look = (packetsReceived: number, packetsLost: number) => ({
    ...readInbound(report(), both),
    packetsReceived,
    packetsLost,
  })
  expect(lossShare01(look(100, 0), look(190, 10))).toBe(0.1)
  expect(lossShare01(null, look(100, 0))).toBe(0)
  expect(lossShare01(look(100, 0), look(110, 0))).toBeNull()
  // Packets that come late are no longer lost, so the counter may go back.
  expect(lossShare01(look(100, 5), look(200, 2))).toBe(0)
})
