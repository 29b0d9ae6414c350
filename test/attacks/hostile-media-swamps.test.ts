import { afterAll, describe, expect, test } from 'vitest'
import { gatesOf } from '#domain/verdict.ts'
import { openInspection } from '#inspection/inspection-session.ts'
import { elementsOf } from '#inspection/media/ebml.ts'
import { openModelWorker } from '#inspection/models/model-worker.ts'
import { contextOf } from '#test/inspection/hand-made-evidence.ts'
import { attack, refusal, size, video } from '#test/media/attack-decoder.ts'
import {
  ebml,
  ebmlNumber,
  ebmlText,
  indexOfBytes,
  webmBlock,
  webmCluster,
  webmSegment,
  webmTrack,
} from '#test/media/hostile-bytes.ts'
import { regularStamps, synthesiseRecording } from '#test/media/synthesise-recording.ts'
import { programAliexpress } from '#test/world/a-program.ts'

/** Few bytes that ask for much work: tracks, settings, sound, stamps and fragments without end. */
const tracks = (...entries: Uint8Array[]): Uint8Array => ebml(0x1654ae6b, Buffer.concat(entries))
const pictures = (codec = 'V_VP8'): Uint8Array => webmTrack(1, codec, size)
const eightBytes = (value: number): Uint8Array => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes
}
const sound = (codec: string, rateHz: number, channels: number): Uint8Array =>
  ebml(
    0xae,
    Buffer.concat([
      ebmlNumber(0xd7, 2),
      ebmlNumber(0x83, 2),
      ebmlText(0x86, codec),
      ebml(0xe1, Buffer.concat([ebml(0xb5, eightBytes(rateHz)), ebmlNumber(0x9f, channels)])),
    ]),
  )
const oneFrame = webmBlock(Uint8Array.of(0x10, 0, 0))

/** The head of a VP9 key frame of 65,536 × 65,536 pixels. */
const vp9Bomb = (): Uint8Array => {
  const bits = ['10000010', (0x498342).toString(2).padStart(24, '0'), '0010', '1'.repeat(32), '00100'].join('')
  const bytes = bits.padEnd(512, '0').match(/.{8}/g) ?? []
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2))
}

describe('heads that swell', () => {
  test('ten thousand tracks are not all opened', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => webmTrack(index + 1, 'V_VP8', size))
    expect(refusal(await attack(webmSegment(tracks(...many), webmCluster(0, oneFrame))))).toBe('recording-unreadable')
  })

  test('settings nested in settings a hundred thousand deep are refused', async () => {
    const depth = 100_000
    // Each level claims all that is behind it, in a size of four bytes.
    const nested = Buffer.concat(
      Array.from({ length: depth }, (_, level) => {
        const behind = (depth - 1 - level) * 5
        return Uint8Array.of(0xe0, 0x10 | (behind >> 24), (behind >> 16) & 255, (behind >> 8) & 255, behind & 255)
      }),
    )
    const bomb = ebml(0xae, Buffer.concat([ebmlNumber(0xd7, 1), ebmlNumber(0x83, 1), ebmlText(0x86, 'V_VP8'), nested]))
    expect(refusal(await attack(webmSegment(tracks(bomb), webmCluster(0, oneFrame))))).toBe('recording-unreadable')
  })

  test('a first picture of 65,536 × 65,536 pixels takes no memory for them', async () => {
    const frames = Array.from({ length: 20 }, (_, index) => webmBlock(vp9Bomb(), index * 33))
    const attacked = await attack(webmSegment(tracks(pictures('V_VP9')), webmCluster(0, ...frames)))
    expect([refusal(attacked), attacked.samples]).toEqual(['recording-unreadable', 0])
  })

  test.each([
    ['a thousand million times a second', 1e9, 2],
    ['no number of times a second', Number.NaN, 2],
    ['backwards', -48_000, 2],
    ['from two thousand million sides', 48_000, 2 ** 31],
  ])('sound that is sampled %s is taken for none', async (_name, rateHz, channels) => {
    const recording = webmSegment(tracks(pictures(), sound('A_FLAC', rateHz, channels)), webmCluster(0, oneFrame))
    expect(refusal(await attack(recording))).toBe('recording-unreadable')
  })
})

describe('few bytes, much work', () => {
  test('sound that begins at one instant again and again is not heard for longer than a recording may last', async () => {
    // Two bytes each, for 120 ms of silence.
    const packet = webmBlock(Uint8Array.of(0x1b, 0x02), 0)
    packet[9] = 0x82
    function* endless() {
      yield webmSegment(tracks(pictures(), sound('A_OPUS', 48_000, 1)))
      for (let piece = 0; piece < 20; piece++) yield webmCluster(0, ...Array.from({ length: 500 }, () => packet))
    }
    expect(refusal(await attack(endless(), { durationMs: 20_000 }))).toBe('recording-too-large')
  })

  test('packets without bytes, two hundred and fifty-six in each block, come to an end', async () => {
    function* endless() {
      yield webmSegment(tracks(pictures()))
      const laced = webmBlock(Uint8Array.of(255), 0, 0x84)
      for (let piece = 0; piece < 100; piece++) yield webmCluster(0, ...Array.from({ length: 5000 }, () => laced))
    }
    expect(refusal(await attack(endless(), { stallMs: 2000 }))).toBe('decoder-out-of-time')
  })

  test('eight hundred thousand clusters without anything in them are walked over', async () => {
    function* endless() {
      yield webmSegment(tracks(pictures()))
      const clusters = Buffer.concat(Array.from({ length: 4000 }, (_, index) => webmCluster(index)))
      for (let piece = 0; piece < 200; piece++) yield clusters
    }
    expect(['recording-unreadable', 'decoder-out-of-time']).toContain(refusal(await attack(endless())))
  })

  test('the same fragments three hundred times give the pictures of their length to look at', async () => {
    const mp4 = await synthesiseRecording({
      container: 'mp4',
      streamed: true,
      video: video(regularStamps(30, 500), 'avc'),
    })
    const fragments = Buffer.from(mp4).subarray(indexOfBytes(mp4, [...Buffer.from('moof')]) - 4)
    const attacked = await attack(Buffer.concat([mp4, ...Array.from({ length: 300 }, () => fragments)]))
    expect(attacked.samples).toBeLessThanOrEqual(4)
  })

  test('a fragment of four thousand million samples takes no memory for them', async () => {
    const mp4 = Uint8Array.from(
      await synthesiseRecording({ container: 'mp4', streamed: true, video: video(regularStamps(30, 500), 'avc') }),
    )
    mp4.set([0xff, 0xff, 0xff, 0xff], indexOfBytes(mp4, [...Buffer.from('trun')]) + 8)
    expect(refusal(await attack(mp4))).toBe('recording-unreadable')
  })
})

describe('[CK11] stamps that make much of little', () => {
  const { inspection: settings } = programAliexpress()
  // The models are left out: what they would say of these pictures is not the question.
  const worker = openModelWorker(import.meta.dirname)
  afterAll(() => worker.close())

  /** One key frame of an even grey, which is less than a hundred bytes. */
  const greyFrame = async (): Promise<Uint8Array> => {
    const grey = new Uint8Array(size.widthPx * size.heightPx * 1.5).fill(90)
    const pixels = () => ({ format: 'I420' as const, data: grey })
    const recording = await synthesiseRecording({ container: 'webm', video: { ...video([0, 33]), pixels } })
    const cluster = indexOfBytes(recording, [0x1f, 0x43, 0xb6, 0x75])
    const [block] = elementsOf(recording.subarray(indexOfBytes(recording, [0xa3], cluster)))
    if (block?.payload[0] !== 0x81) throw new Error('no block of the first track')
    return Uint8Array.from(block.payload.subarray(4))
  }

  test.each([
    ['a thousand a second', (index: number) => index],
    ['all at one instant', () => 0],
    ['to and fro', (index: number) => (index % 2) * 1000 + index],
  ])('20,000 pictures %s are looked at no oftener than their length asks', async (_name, stampOf) => {
    const frame = await greyFrame()
    const clusters = Array.from({ length: 20_000 }, (_, index) => webmCluster(stampOf(index), webmBlock(frame)))
    const bytes = webmSegment(tracks(pictures()), ...clusters)
    const steps = [{ id: 'digits', kind: 'digits' as const, startMs: 0, endMs: 60_000, action: null }]
    const plan = { digits: '4821', language: 'zh', maxDigitMs: null, steps, challenges: [] }
    const inspection = openInspection({ ...contextOf(), settings, plan, pace: 'live', worker })
    for (let at = 0; at < bytes.length; at += 65_536) await inspection.push(bytes.subarray(at, at + 65_536))
    const { findings, timing, refusal: refused } = await inspection.finish()
    expect(refused).toBeNull()
    // A grey wall cannot pass more than being one piece.
    const gates = gatesOf(settings).filter((check) => !check.startsWith('continuity.'))
    expect(findings.filter(({ check, outcome }) => outcome === 'pass' && gates.includes(check))).toEqual([])
    expect(timing.framesLookedAt).toBeLessThanOrEqual((settings.sampleFps * timing.recordingMs) / 1000 + 2)
  })
})
