import { expect, test } from 'vitest'
import { type Attachment, draftBundle, finishBundle, frameBundle, type ManifestAttachment } from './bundle.ts'
import { chainStart, sealChain } from './chain.ts'
import { measureEntry } from './container.ts'
import { sha256 } from './hash.ts'
import { checkRecordings, chunkList, recordingPaths, recordingProof } from './recording-proof.ts'

const chunks = ['first', 'second chunk', '3'].map((text) => Buffer.from(text))
const described = chunks.map((bytes) => ({ sha256: sha256(bytes), sizeBytes: bytes.length }))
const paths = recordingPaths('rec_1')
const media = Buffer.concat(chunks)

const checked = (bytes: Record<string, Uint8Array>, eventSeq: number | null = 2) => {
  const attachments = Object.keys(bytes).map(
    (path): ManifestAttachment => ({
      path,
      sha256: '',
      sizeBytes: 0,
      eventSeq: path === paths.chunks ? eventSeq : null,
      omitted: null,
    }),
  )
  return checkRecordings(attachments, (path) => bytes[path])
}
const whole = (changes: Record<string, Uint8Array> = {}): Record<string, Uint8Array> => ({
  [paths.media]: media,
  ...Object.fromEntries(
    recordingProof('rec_1', described, 2).map((each) => [each.path, 'bytes' in each ? each.bytes : Buffer.alloc(0)]),
  ),
  ...changes,
})

test('[EV1] a recording is proved by the list of chunks that an event recorded', () => {
  expect(checked(whole())).toEqual({ ok: true, proved: [paths.media, paths.sizes] })
  expect(checked(whole(), null)).toEqual({ ok: true, proved: [] })
  expect(sha256(chunkList(described.map((it) => it.sha256)))).toBe(sha256(whole()[paths.chunks] ?? ''))
})

test.each([
  ['a changed byte', { [paths.media]: Buffer.from(media.toString().replace('s', 'S')) }],
  ['a byte more', { [paths.media]: Buffer.concat([media, Buffer.from('x')]) }],
  ['a byte less', { [paths.media]: media.subarray(0, -1) }],
  ['another cut', { [paths.sizes]: Buffer.from('6\n11\n1') }],
  ['a size too few', { [paths.sizes]: Buffer.from('5\n12') }],
  ['a size that is none', { [paths.sizes]: Buffer.from('5\n12\n-1') }],
  ['no sizes', { [paths.sizes]: Buffer.alloc(0) }],
])('[EV1] a recording with %s is not the one of its list', (_, changes) => {
  expect(checked(whole(changes))).toEqual({ ok: false, path: paths.media })
})

test('[EV1] a bundle written around measured attachments is the one written from memory, byte for byte', () => {
  const events = sealChain(chainStart('case_1'), [
    { type: 'x', version: 1, at: '2026-01-01T00:00:00.000Z', actor: null, data: {} },
  ])
  const draftWith = (attachment: Attachment) =>
    draftBundle({ tenantId: 't', exportedAt: '2026-01-02T00:00:00.000Z', events, jwks: [], attachments: [attachment] })
  const inMemory = draftWith({ path: 'a.webm', eventSeq: null, bytes: media })
  const { sizeBytes, crc32 } = measureEntry({ path: 'a.webm', bytes: media })
  const measured = draftWith({ path: 'a.webm', eventSeq: null, sha256: sha256(media), sizeBytes, crc32 })
  const frame = frameBundle(measured, 'a.b.c')
  const written = [...frame.before, ...frame.blobs.flatMap(({ header, bytes }) => [header, bytes ?? media]), frame.tail]
  expect(frame.blobs.map(({ bytes }) => bytes)).toEqual([null])
  expect(Buffer.concat(written).equals(Buffer.concat(finishBundle(inMemory, 'a.b.c')))).toBe(true)
  expect(frame.sizeBytes).toBe(Buffer.concat(written).length)
  expect(() => finishBundle(measured, 'a.b.c')).toThrow('only measured')
})
