import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSplitter, readPictureHead, readSequenceHeader, readSoundHead, soundUnit } from './mpeg-elementary.ts'

test('reads what a sequence and a picture say of themselves', () => {
  const unit = Uint8Array.of(0, 0, 1, 0xb3, 0x16, 0x81, 0x20, 0x13, 0, 0, 1, 0xb8, 0, 8, 0, 0, 0, 0, 1, 0, 0x00, 0xd7)
  expect(readSequenceHeader(unit)).toEqual({ widthPx: 360, heightPx: 288, framesPerSecond: 25 })
  expect(readPictureHead(unit)).toEqual({ place: 3, type: 'predicted', startsGroup: true, isMpeg2: false })
  expect(readSequenceHeader(Uint8Array.of(0, 0, 1, 0xb3, 0, 0, 0, 0x13))).toBeNull()
  expect(readPictureHead(Uint8Array.of(1, 2, 3))).toBeNull()
})

test('knows a frame of layer II by its head', () => {
  expect(readSoundHead(Uint8Array.of(0xff, 0xfd, 0x84, 0xc0))).toEqual({
    frameBytes: 384,
    sampleRateHz: 48_000,
    channels: 1,
  })
  // Layer III, free format, a reserved rate.
  for (const head of [
    [0xff, 0xfb, 0x84, 0],
    [0xff, 0xfd, 0x04, 0],
    [0xff, 0xfd, 0x8c, 0],
  ]) {
    expect(readSoundHead(Uint8Array.from(head))).toBeNull()
  }
})

test('units come out whole, each with the stamp of the packet it begins in, however the packets are cut', () => {
  const frame = (fill: number) => {
    const bytes = new Uint8Array(384).fill(fill)
    bytes.set([0xff, 0xfd, 0x84, 0xc0])
    return bytes
  }
  const frames = [1, 2, 3, 4, 5].map(frame)
  const stream = Buffer.concat(frames)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }), (lengths) => {
      const splitter = openSplitter(soundUnit)
      const units: ReturnType<typeof splitter.end> = []
      const wanted = new Map<number, number>()
      let at = 0
      for (let piece = 0; at < stream.length; piece++) {
        const length = lengths[piece % lengths.length]!
        // The first frame that begins within this piece, if one does, has the piece's stamp.
        const begins = Math.ceil(at / 384)
        if (begins * 384 < Math.min(at + length, stream.length)) wanted.set(begins, piece)
        units.push(...splitter.add(stream.subarray(at, at + length), piece))
        at += length
      }
      units.push(...splitter.end())
      expect(units.map(({ data }) => data[10])).toEqual([1, 2, 3, 4, 5])
      expect(units.map(({ ptsUs }) => ptsUs)).toEqual(frames.map((_, index) => wanted.get(index) ?? null))
    }),
  )
})
