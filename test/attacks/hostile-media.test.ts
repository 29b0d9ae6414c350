import { beforeAll, describe, expect, test } from 'vitest'
import { attack, refusal, video } from '#test/media/attack-decoder.ts'
import { mp4Head, noiseBytes, webmCluster, webmHead, webmSegment, webmTracks } from '#test/media/hostile-bytes.ts'
import { writeMpegProgram } from '#test/media/mpeg-program.ts'
import {
  regularStamps,
  type SyntheticRecording,
  seededRandom,
  synthesiseRecording,
  tone,
} from '#test/media/synthesise-recording.ts'

describe('what is no recording', () => {
  const random = seededRandom(7)
  test.each([
    ['nothing', new Uint8Array(0)],
    ['one byte', Uint8Array.of(0x1a)],
    ['text', Buffer.from('Dear sir or madam, '.repeat(5000))],
    ['a web page', Buffer.from(`<!doctype html><html><body>${'<p>video</p>'.repeat(1000)}</body></html>`)],
    ['an archive', Buffer.concat([Buffer.from('PK\x03\x04'), noiseBytes(100_000, random)])],
    [
      'a photograph',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), Buffer.from('JFIF\0'), noiseBytes(100_000, random)]),
    ],
    [
      'sound in a wave file',
      Buffer.concat([Buffer.from('RIFF\xff\xff\xff\x7fWAVEfmt ', 'latin1'), noiseBytes(50_000, random)]),
    ],
    ['noise', noiseBytes(1 << 20, random)],
    ['zeros', new Uint8Array(1 << 20)],
    ['noise behind the first bytes of WebM', Buffer.concat([webmHead(), noiseBytes(200_000, random)])],
    ['noise behind the first bytes of MP4', Buffer.concat([mp4Head(), noiseBytes(200_000, random)])],
  ])('%s is refused as unreadable', async (_name, bytes) => {
    expect(refusal(await attack(bytes))).toBe('recording-unreadable')
  })

  test.each(['webm', 'mp4'] as const)(
    'a recording in %s with sound only is refused for what it lacks',
    async (container) => {
      const recording = await synthesiseRecording({
        container,
        audio: { codec: 'opus', sampleRateHz: 48_000, samples: tone(440, 1000) },
      })
      expect(refusal(await attack(recording))).toBe('recording-without-video')
    },
  )

  test('a codec nobody here knows is named', async () => {
    const attacked = await attack(webmSegment(webmTracks('V_UNCOMPRESSED', 64, 64), webmCluster(0)))
    expect(attacked.result).toMatchObject({
      ok: false,
      refusal: { code: 'recording-unsupported', detail: expect.stringContaining('V_UNCOMPRESSED') },
    })
  })
})

const kinds: [string, SyntheticRecording][] = [
  ['a streamed WebM', { container: 'webm', video: video(regularStamps(30, 2000)) }],
  ['a streamed MP4', { container: 'mp4', streamed: true, video: video(regularStamps(30, 2000), 'avc') }],
  ['an MP4 with its index last', { container: 'mp4', streamed: false, video: video(regularStamps(30, 2000), 'avc') }],
]

describe.each(kinds)('%s that is damaged', (name, recipe) => {
  let recording: Uint8Array
  beforeAll(async () => {
    recording = await synthesiseRecording({
      ...recipe,
      audio: { codec: 'opus', sampleRateHz: 48_000, samples: tone(440, 2000) },
    })
  })

  test.each([0.001, 0.01, 0.1, 0.5, 0.9, 0.9999])(
    'cut off at %f of its length, gives what was there or says why not',
    async (share) => {
      const cut = recording.subarray(0, Math.max(5, Math.floor(recording.length * share)))
      const attacked = await attack(cut)
      const { result, stampsMs } = attacked
      expect(stampsMs.length).toBeLessThanOrEqual(60)
      expect(stampsMs).toEqual(
        regularStamps(30, 2000)
          .slice(0, stampsMs.length)
          .map((ms) => expect.closeTo(ms, 0)),
      )
      if (result.ok) expect(result.summary.frames).toBe(stampsMs.length)
      else expect(result.refusal.code).toBe('recording-unreadable')
      // What a broken-off live run had delivered is not lost; only a file without its index cannot be read at all.
      if (name === 'a streamed WebM' && share >= 0.5) expect(stampsMs.length).toBeGreaterThan(share * 60 * 0.7)
      if (name.endsWith('last')) expect(refusal(attacked)).toBe('recording-unreadable')
    },
  )

  test('with bytes changed at random, never runs away', async () => {
    const random = seededRandom(recording.length)
    for (let round = 0; round < 5; round++) {
      const damaged = Uint8Array.from(recording)
      for (let changes = 0; changes < 1 + round * 9; changes++) {
        damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256)
      }
      const { result, stampsMs } = await attack(damaged)
      expect(stampsMs.length).toBeLessThan(200)
      if (!result.ok) expect(result.refusal.detail).not.toBe('')
    }
  })
})

describe('an MPEG program stream that is damaged', () => {
  const recording = writeMpegProgram({
    widthPx: 96,
    heightPx: 64,
    framesPerSecond: 25,
    soundMs: 1000,
    pictures: Array.from({ length: 25 }, (_, index) => ({
      level: (column, row) => [60 + column + row + index, 128, 128],
    })),
  })

  test.each([0.001, 0.02, 0.5, 0.99])(
    'cut off at %f of its length, gives what was there or says why not',
    async (share) => {
      const attacked = await attack(recording.subarray(0, Math.max(5, Math.floor(recording.length * share))))
      expect(attacked.stampsMs.length).toBeGreaterThanOrEqual(Math.floor(share * 25) - 2)
      if (!attacked.result.ok) expect(refusal(attacked)).toBe('recording-unreadable')
    },
  )

  test('with bytes changed at random, never runs away', async () => {
    const random = seededRandom(99)
    for (let round = 0; round < 6; round++) {
      const damaged = Uint8Array.from(recording)
      for (let changes = 0; changes < 1 + round * 30; changes++) {
        damaged[Math.floor(random() * damaged.length)] = Math.floor(random() * 256)
      }
      const { stampsMs } = await attack(damaged)
      expect(stampsMs.length).toBeLessThan(60)
    }
  })

  test('noise behind its first bytes is refused', async () => {
    const noise = Buffer.concat([recording.subarray(0, 12), noiseBytes(300_000, seededRandom(4))])
    expect(['recording-unreadable', 'recording-without-video']).toContain(refusal(await attack(noise)))
  })
})
