import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openRecordedEnd } from './recorded-end.ts'

const unknownSize = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]
const sized = (length: number) => [0x10 | (length >> 24), (length >> 16) & 255, (length >> 8) & 255, length & 255]
const element = (id: number[], payload: number[]) => [...id, ...sized(payload.length), ...payload]
const simpleBlock = (sinceClusterMs: number, bytes: number) =>
  element([0xa3], [0x81, (sinceClusterMs >> 8) & 255, sinceClusterMs & 255, 0x80, ...Array(bytes).fill(0xa3)])
const cluster = (atMs: number, ...blocks: number[][]) => [
  ...[0x1f, 0x43, 0xb6, 0x75],
  ...unknownSize,
  ...element([0xe7], [(atMs >> 16) & 255, (atMs >> 8) & 255, atMs & 255]),
  ...blocks.flat(),
]
/** As a recorder writes it: a head, a segment without an end, and clusters without one. */
const recording = [
  ...element([0x1a, 0x45, 0xdf, 0xa3], [0x42, 0x86, 0x81, 0x01]),
  ...[0x18, 0x53, 0x80, 0x67],
  ...unknownSize,
  ...element([0x16, 0x54, 0xae, 0x6b], Array(300).fill(0xe7)),
  ...cluster(0, simpleBlock(0, 40), simpleBlock(33, 4000), simpleBlock(-5 & 0xffff, 20)),
  ...cluster(70_000, simpleBlock(12, 900), element([0xa0], element([0xa1], [0x81, 0, 60, 0, 1, 2, 3]))),
]

test('the last stamp is that of the latest block, of whichever track', () => {
  expect(openRecordedEnd().add(Uint8Array.from(recording))).toBe(70_060)
  const first = recording.slice(0, recording.length - 900 - 40)
  expect(openRecordedEnd().add(Uint8Array.from(first))).toBe(33)
})

test('however the bytes are cut into chunks', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 40 }), (lengths) => {
      const end = openRecordedEnd()
      let at = 0
      let last: number | null = null
      for (const length of [...lengths, recording.length]) {
        last = end.add(Uint8Array.from(recording.slice(at, at + length)))
        at += length
      }
      expect(last).toBe(70_060)
    }),
  )
})

test('before the first block, and in what is no such recording, there is none', () => {
  expect(openRecordedEnd().add(Uint8Array.from(recording.slice(0, 120)))).toBeNull()
  expect(openRecordedEnd().add(Uint8Array.from([0x00, 0x01, 0x02]))).toBeNull()
  const end = openRecordedEnd()
  // An element that is no container and does not say where it ends.
  expect(end.add(Uint8Array.from([0xec, ...unknownSize, 1, 2, 3]))).toBeNull()
  expect(end.add(Uint8Array.from(recording))).toBeNull()
})
