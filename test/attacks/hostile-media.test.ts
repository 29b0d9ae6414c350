import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { DecodeRefusalCode, DecodeResult, DecoderLimits } from '#inspection/media/decoder-types.ts'
import { openDecoder } from '#inspection/media/recording-decoder.ts'
import { isAlive, testLimits } from '#test/media/decode-recording.ts'
import {
  box,
  ebml,
  ebmlNumber,
  ebmlText,
  indexOfBytes,
  mp4Head,
  noiseBytes,
  webmBlock,
  webmCluster,
  webmHead,
  webmSegment,
  webmTracks,
} from '#test/media/hostile-bytes.ts'
import { writeMpegProgram } from '#test/media/mpeg-program.ts'
import {
  regularStamps,
  type SyntheticRecording,
  scene,
  seededRandom,
  synthesiseRecording,
  tone,
} from '#test/media/synthesise-recording.ts'

const size = { widthPx: 160, heightPx: 96 }
const limits: DecoderLimits = {
  ...testLimits,
  wallTimeMs: 30_000,
  stallMs: 8000,
  cpuTimeMs: 10_000,
  residentBytes: 320 << 20,
}
/** What the process may be seen to hold at most: its limit, and what it can take between two looks at it. */
const mostResidentBytes = limits.residentBytes + (160 << 20)

type Attacked = { result: DecodeResult; stampsMs: number[]; samples: number; peakBytes: number }

/** Feeds bytes to a decoder and watches what it uses, independently of the watch that is under test. */
const attack = async (
  recording: Uint8Array | Iterable<Uint8Array>,
  own: Partial<DecoderLimits> = {},
): Promise<Attacked> => {
  const stampsMs: number[] = []
  let samples = 0
  let peakBytes = 0
  const decoder = openDecoder({
    limits: { ...limits, ...own },
    sampling: { framesPerSecond: 5, spans: [] },
    whenBehind: 'wait',
    onStamps: (stamps) => void stampsMs.push(...stamps.map(({ ptsMs }) => ptsMs)),
    onVideo: () => void samples++,
  })
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${decoder.pid}/status`, 'utf8')
      peakBytes = Math.max(peakBytes, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024)
    } catch {
      // Gone already.
    }
  }, 10)
  const pieces =
    recording instanceof Uint8Array
      ? Array.from({ length: Math.ceil(recording.length / 65_536) }, (_, at) =>
          recording.subarray(at * 65_536, (at + 1) * 65_536),
        )
      : recording
  for (const piece of pieces) await decoder.push(piece)
  const result = await decoder.finish()
  clearInterval(watch)
  expect(isAlive(decoder.pid!), 'the process is gone').toBe(false)
  expect(peakBytes, 'resident size').toBeLessThan(mostResidentBytes)
  return { result, stampsMs, samples, peakBytes }
}

const refusal = ({ result }: Attacked): DecodeRefusalCode | 'accepted' => (result.ok ? 'accepted' : result.refusal.code)

const video = (stampsMs: number[], codec: 'vp8' | 'avc' = 'vp8') => ({ codec, ...size, stampsMs, pixels: scene(size) })

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

describe('too much of something', () => {
  test.each([
    [7680, 4320],
    [4320, 7680],
    [4097, 100],
    [65_535, 65_535],
  ])('a picture of %i × %i is refused by its head', async (widthPx, heightPx) => {
    expect(refusal(await attack(webmSegment(webmTracks('V_VP8', widthPx, heightPx), webmCluster(0))))).toBe(
      'recording-too-large',
    )
  })

  test('a picture that is larger than its container says is refused', async () => {
    const large = { widthPx: 1920, heightPx: 1088 }
    const recording = await synthesiseRecording({
      container: 'webm',
      video: { codec: 'vp8', ...large, stampsMs: [0, 33], pixels: scene({ ...large, noise: 0 }) },
    })
    const small = Uint8Array.from(recording)
    // PixelWidth and PixelHeight in the track's entry: 64 × 64 instead.
    const width = indexOfBytes(small, [0xb0, 0x82, 0x07, 0x80])
    small.set([0x00, 0x40], width + 2)
    small.set([0x00, 0x40], indexOfBytes(small, [0xba, 0x82, 0x04, 0x40], width) + 2)
    expect(refusal(await attack(small, { longSidePx: 1280, shortSidePx: 720 }))).toBe('recording-too-large')
  })

  test('a stream that claims 16383 × 16383 pixels in its first frame stays within bounds', async () => {
    const recording = await synthesiseRecording({ container: 'webm', video: video(regularStamps(30, 300)) })
    const bomb = Uint8Array.from(recording)
    bomb.set([0xff, 0x3f, 0xff, 0x3f], indexOfBytes(bomb, [0x9d, 0x01, 0x2a]) + 3)
    const attacked = await attack(bomb)
    expect(attacked.samples).toBe(0)
    expect(attacked.result.ok).toBe(false)
  })

  test('a recording that claims four hours is taken at its real length', async () => {
    const recording = await synthesiseRecording({ container: 'webm', streamed: false, video: video([0, 500, 1000]) })
    const claims = Uint8Array.from(recording)
    // Duration is a float of eight bytes in the segment's information.
    new DataView(claims.buffer).setFloat64(indexOfBytes(claims, [0x44, 0x89, 0x88]) + 3, 4 * 3600 * 1000)
    const { result } = await attack(claims)
    expect(result).toMatchObject({ ok: true, summary: { frames: 3, lastPtsMs: 1000 } })
  })

  test('stamps beyond the longest recording are refused', async () => {
    const recording = await synthesiseRecording({
      container: 'webm',
      video: video(regularStamps(1 / 60, 4 * 3600 * 1000)),
    })
    expect(refusal(await attack(recording))).toBe('recording-too-large')
  })

  test('more frames than allowed are refused', async () => {
    const recording = await synthesiseRecording({ container: 'webm', video: video(regularStamps(30, 2000)) })
    const attacked = await attack(recording, { frames: 30 })
    expect(refusal(attacked)).toBe('recording-too-large')
    expect(attacked.stampsMs.length).toBeLessThanOrEqual(30)
  })

  test('more bytes than allowed are refused as they come', async () => {
    function* endless() {
      yield webmHead()
      for (let piece = 0; piece < 2000; piece++) yield ebml(0xec, new Uint8Array(60_000))
    }
    expect(refusal(await attack(endless(), { recordingBytes: 8 << 20 }))).toBe('recording-too-large')
  })
})

describe('containers that lie about themselves', () => {
  const huge = 2 ** 50
  const oneFrame = webmBlock(Uint8Array.of(0x10, 0, 0))
  const lies: [string, Uint8Array][] = [
    [
      'a track list of a petabyte',
      Buffer.concat([webmHead(), ebml(0x18538067, ebml(0x1654ae6b, new Uint8Array(100), huge), 'unknown')]),
    ],
    ['a head of a petabyte', ebml(0x1a45dfa3, new Uint8Array(100), huge)],
    ['a filler of a petabyte', webmSegment(ebml(0xec, new Uint8Array(1000), huge))],
    ['a filler of unknown size', webmSegment(ebml(0xec, new Uint8Array(1000), 'unknown'))],
    [
      'a block of a petabyte',
      webmSegment(webmTracks('V_VP8', 64, 64), webmCluster(0, ebml(0xa3, new Uint8Array(50), huge))),
    ],
    ['a track without a name', webmSegment(webmTracks('', 64, 64), webmCluster(0, oneFrame))],
    [
      'a codec description of a megabyte',
      webmSegment(
        webmTracks('V_MPEG4/ISO/AVC', 64, 64, [ebml(0x63a2, new Uint8Array(1_000_000).fill(0xff))]),
        webmCluster(0, oneFrame),
      ),
    ],
    [
      'blocks without bytes',
      webmSegment(
        webmTracks('V_VP8', 64, 64),
        webmCluster(0, ...Array.from({ length: 1000 }, () => ebml(0xa3, new Uint8Array(0)))),
      ),
    ],
    [
      'laces that do not add up',
      webmSegment(
        webmTracks('V_VP8', 64, 64),
        webmCluster(0, ...[1, 2, 3].map((lacing) => webmBlock(new Uint8Array(300).fill(255), 0, 0x80 | (lacing << 1)))),
      ),
    ],
    [
      'ten thousand elements before the tracks',
      webmSegment(...Array.from({ length: 10_000 }, () => ebml(0xec, new Uint8Array(0))), webmTracks('V_VP8', 64, 64)),
    ],
    [
      'elements nested ten thousand deep',
      webmSegment(Buffer.concat(Array.from({ length: 10_000 }, () => ebml(0x1f43b675, new Uint8Array(0), 'unknown')))),
    ],
    [
      'a clock of zero nanoseconds',
      webmSegment(ebml(0x1549a966, ebmlNumber(0x2ad7b1, 0)), webmTracks('V_VP8', 64, 64), webmCluster(0, oneFrame)),
    ],
    [
      'a clock of centuries',
      webmSegment(
        ebml(0x1549a966, ebmlNumber(0x2ad7b1, 2 ** 48)),
        webmTracks('V_VP8', 64, 64),
        webmCluster(2 ** 48, oneFrame),
      ),
    ],
    [
      'a name that is no text',
      webmSegment(
        ebml(0x1654ae6b, ebml(0xae, Buffer.concat([ebmlNumber(0x83, 1), ebmlText(0x86, 'V_VP8\0\0\xff')]))),
        webmCluster(0, oneFrame),
      ),
    ],
    ['a box of four gigabytes', Buffer.concat([mp4Head(), box('moov', new Uint8Array(100), 0xffff_ffff)])],
    [
      'boxes nested ten thousand deep',
      Buffer.concat([
        mp4Head(),
        Array.from({ length: 10_000 }).reduce<Uint8Array>((inner) => box('moov', inner), new Uint8Array(0)),
      ]),
    ],
    ['a box smaller than its own head', Buffer.concat([mp4Head(), box('moov', new Uint8Array(100), 3)])],
    [
      'a hundred thousand empty boxes',
      Buffer.concat([mp4Head(), ...Array.from({ length: 100_000 }, () => box('free', new Uint8Array(0)))]),
    ],
  ]
  test.each(lies)('%s', async (_name, bytes) => {
    const attacked = await attack(bytes)
    expect([
      'recording-unreadable',
      'recording-unsupported',
      'recording-too-large',
      'recording-without-video',
    ]).toContain(refusal(attacked))
    expect(attacked.samples).toBe(0)
  })

  test('a sample table of four thousand million entries does not take memory for them', async () => {
    const recording = await synthesiseRecording({
      container: 'mp4',
      streamed: false,
      video: video(regularStamps(30, 500), 'avc'),
    })
    for (const table of ['stts', 'stsz', 'stsc', 'stco', 'ctts', 'stss']) {
      const bomb = Uint8Array.from(recording)
      let at: number
      try {
        at = indexOfBytes(bomb, [...Buffer.from(table)])
      } catch {
        continue
      }
      // The count follows version and flags, and in stsz the common size, which is made not to apply.
      bomb.set([0xff, 0xff, 0xff, 0xff], at + (table === 'stsz' ? 12 : 8))
      const attacked = await attack(bomb)
      expect(attacked.stampsMs.length, table).toBeLessThanOrEqual(15)
    }
  })

  test('a million tiny elements are walked over within the time allowed', async () => {
    const tiny = Buffer.alloc(2 * 1_000_000, Buffer.from([0xec, 0x80]))
    const recording = Buffer.concat([webmSegment(webmTracks('V_VP8', 64, 64), webmCluster(0)), tiny])
    expect(['recording-unreadable', 'decoder-out-of-time']).toContain(refusal(await attack(recording)))
  })

  test('[CK9] clocks that run backwards come out as they are, for the continuity check to see', async () => {
    const one = await synthesiseRecording({ container: 'webm', video: video(regularStamps(30, 1000)) })
    const packets = Buffer.from(one).subarray(indexOfBytes(one, [0x1f, 0x43, 0xb6, 0x75]))
    const { stampsMs } = await attack(Buffer.concat([one, packets]))
    expect(stampsMs).toHaveLength(60)
    expect(stampsMs.some((ms, index) => index > 0 && ms < stampsMs[index - 1]! - 500)).toBe(true)
  })

  test('[CK9] a second recording behind the first is not taken for its continuation', async () => {
    const one = await synthesiseRecording({ container: 'webm', video: video(regularStamps(30, 1000)) })
    const { result } = await attack(Buffer.concat([one, one]))
    expect(result).toMatchObject({ ok: true, summary: { frames: 30, containerDamage: { what: 'second-recording' } } })
  })
})

describe('time and memory', () => {
  let recording: Uint8Array
  beforeAll(async () => {
    recording = await synthesiseRecording({ container: 'webm', video: video(regularStamps(30, 3000)) })
  })

  test('a sender who never comes to an end is cut off', async () => {
    const decoder = openDecoder({
      limits: { ...limits, wallTimeMs: 700 },
      sampling: { framesPerSecond: 5, spans: [] },
      whenBehind: 'wait',
    })
    await decoder.push(recording.subarray(0, 5000))
    expect(await decoder.done).toMatchObject({ ok: false, refusal: { code: 'decoder-out-of-time' } })
    expect(isAlive(decoder.pid!)).toBe(false)
  })

  test('a sender who pauses is not taken for a decoder that hangs', async () => {
    const decoder = openDecoder({
      limits: { ...limits, stallMs: 1500 },
      sampling: { framesPerSecond: 5, spans: [] },
      whenBehind: 'wait',
    })
    await decoder.push(recording.subarray(0, 9000))
    // Longer than the longest time without progress; nothing else marks that this much time has passed.
    await new Promise((resolve) => setTimeout(resolve, 2500))
    await decoder.push(recording.subarray(9000))
    expect(await decoder.finish()).toMatchObject({ ok: true, summary: { frames: 90 } })
  })

  test('processor time is bounded', async () => {
    expect(refusal(await attack(recording, { cpuTimeMs: 100 }))).toBe('decoder-out-of-time')
  })

  test('resident size is bounded', async () => {
    expect(refusal(await attack(recording, { residentBytes: 20 << 20 }))).toBe('decoder-out-of-memory')
  })
})
