import { beforeAll, describe, expect, test } from 'vitest'
import { openDecoder } from '#inspection/media/recording-decoder.ts'
import { attack, limits, refusal, video } from '#test/media/attack-decoder.ts'
import { isAlive } from '#test/media/decode-recording.ts'
import { ebml, indexOfBytes, webmCluster, webmHead, webmSegment, webmTracks } from '#test/media/hostile-bytes.ts'
import { regularStamps, scene, synthesiseRecording } from '#test/media/synthesise-recording.ts'

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
    const begun = async () => {
      let hasStamps = () => {}
      const stamped = new Promise<void>((resolve) => {
        hasStamps = resolve
      })
      const decoder = openDecoder({
        limits: { ...limits, stallMs: 3000 },
        sampling: { framesPerSecond: 5, spans: [] },
        whenBehind: 'wait',
        onStamps: () => hasStamps(),
      })
      await decoder.push(recording.subarray(0, 9000))
      await stamped
      return decoder
    }
    const [paused, hanging] = await Promise.all([begun(), begun()])
    process.kill(hanging.pid!, 'SIGSTOP')
    void hanging.push(recording.subarray(9000))
    // When the one that hangs is cut off, the other has had nothing to do for just as long.
    expect(await hanging.done).toMatchObject({ ok: false, refusal: { code: 'decoder-out-of-time' } })
    await paused.push(recording.subarray(9000))
    expect(await paused.finish()).toMatchObject({ ok: true, summary: { frames: 90 } })
  })

  test('processor time is bounded', async () => {
    expect(refusal(await attack(recording, { cpuTimeMs: 100 }))).toBe('decoder-out-of-time')
  })

  test('resident size is bounded', async () => {
    expect(refusal(await attack(recording, { residentBytes: 20 << 20 }))).toBe('decoder-out-of-memory')
  })
})
