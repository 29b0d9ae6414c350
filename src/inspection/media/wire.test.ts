import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FrameStamp } from './decoder-types.ts'
import {
  decodeAudio,
  decodeStamps,
  decodeVideo,
  encodeAudio,
  encodeStamps,
  encodeVideoHead,
  type Message,
  messageHeader,
  messageReader,
} from './wire.ts'

test('messages come out whole, however the pipe cuts them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 8 }),
      fc.array(fc.integer({ min: 1, max: 17 }), { minLength: 1 }),
      (payloads, cuts) => {
        const bytes = Buffer.concat(
          payloads.flatMap((payload, index) => [messageHeader(index, payload.length), Buffer.from(payload)]),
        )
        const got: Message[] = []
        const read = messageReader(64, (message) => got.push(message))
        for (let at = 0, cut = 0; at < bytes.length; cut++) {
          const length = cuts[cut % cuts.length]!
          read(bytes.subarray(at, at + length))
          at += length
        }
        expect(got.map(({ type, payload }) => [type, [...payload]])).toEqual(
          payloads.map((payload, index) => [index, [...payload]]),
        )
      },
    ),
  )
})

test('a picture is read into the memory that is given for it', () => {
  const memory = new Uint8Array(4)
  const got: Message[] = []
  const read = messageReader(
    64,
    (message) => got.push(message),
    (type, bytes) => (type === 3 && bytes === 4 ? memory : new Uint8Array(bytes)),
  )
  for (const type of [1, 3]) read(Buffer.concat([messageHeader(type, 4), Buffer.from([1, 2, 3, type])]))
  expect([...memory]).toEqual([1, 2, 3, 3])
  expect(got.map(({ payload }) => payload.buffer === memory.buffer)).toEqual([false, true])
})

test('a message that claims to be longer than it may be is refused before memory is taken for it', () => {
  const read = messageReader(1000, () => {})
  expect(() => read(messageHeader(1, 0xffff_ffff))).toThrow(RangeError)
})

test('stamps, pictures and sound arrive as they were sent', () => {
  const stamp: FrameStamp = {
    ptsMs: 1234.567,
    frameIndex: 70_000,
    keyFrame: true,
    widthPx: 1280,
    heightPx: 720,
    lumaCrc32: 0xdeadbeef,
    lumaGrid: Uint16Array.from({ length: 144 }, (_, cell) => cell * 400),
  }
  expect(decodeStamps(encodeStamps([stamp, { ...stamp, keyFrame: false }]))).toEqual([
    stamp,
    { ...stamp, keyFrame: false },
  ])
  const rgb = Uint8Array.from({ length: 2 * 3 * 3 }, (_, at) => at)
  const head = { ptsMs: 40.5, frameIndex: 3, widthPx: 2, heightPx: 3 }
  expect(decodeVideo(Buffer.concat([encodeVideoHead(head), rgb]))).toEqual({ ...head, rgb })
  expect(() => decodeVideo(Buffer.concat([encodeVideoHead(head), rgb.subarray(1)]))).toThrow(RangeError)
  const block = { ptsMs: 99.5, samples: Float32Array.of(0.5, -1, 0.25) }
  expect(decodeAudio(encodeAudio(block))).toEqual(block)
})
