import { describe, expect, test } from 'vitest'
import { attack, refusal, video } from '#test/media/attack-decoder.ts'
import {
  box,
  ebml,
  ebmlNumber,
  ebmlText,
  indexOfBytes,
  mp4Head,
  webmBlock,
  webmCluster,
  webmHead,
  webmSegment,
  webmTracks,
} from '#test/media/hostile-bytes.ts'
import { regularStamps, synthesiseRecording } from '#test/media/synthesise-recording.ts'

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
