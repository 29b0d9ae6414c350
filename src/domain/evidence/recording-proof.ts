import type { Attachment, ManifestAttachment } from './bundle.ts'
import { type Hash, isHash, sha256 } from './hash.ts'

/**
 * How a bundle proves a recording. A recording arrives in chunks, and the event that ended the run holds one digest over
 * the chunks' digests, so that nobody had to read the media again. A bundle encloses for each recording:
 *
 *     recordings/ID.webm     the chunks behind each other, to be played
 *     recordings/ID.chunks   the chunks' digests, one a line: exactly what the event's digest is over
 *     recordings/ID.sizes    the chunks' sizes in bytes, one a line: where to cut
 */
export const recordingPaths = (recordingId: string) => ({
  media: `recordings/${recordingId}.webm`,
  chunks: `recordings/${recordingId}.chunks`,
  sizes: `recordings/${recordingId}.sizes`,
})

/** The text whose SHA-256 the event that ended a run holds. */
export const chunkList = (digests: readonly Hash[]): string => digests.join('\n')

export const recordingProof = (
  recordingId: string,
  chunks: readonly { sha256: Hash; sizeBytes: number }[],
  /** The event that holds the digest over `chunkList`; null when none does, as after an interrupted run. */
  eventSeq: number | null,
): Attachment[] => {
  const paths = recordingPaths(recordingId)
  const text = (path: string, seq: number | null, content: string): Attachment => ({
    path,
    eventSeq: seq,
    bytes: Buffer.from(content),
  })
  return [
    text(paths.chunks, eventSeq, chunkList(chunks.map((chunk) => chunk.sha256))),
    text(paths.sizes, null, chunks.map((chunk) => chunk.sizeBytes).join('\n')),
  ]
}

export type ProvedRecordings = { ok: true; proved: string[] } | { ok: false; path: string }

/**
 * Cuts every enclosed recording at its sizes and compares each piece with its digest. `bytesOf` gives an enclosed
 * attachment. A recording counts as proved when its list of digests is the one an event recorded.
 */
export function checkRecordings(
  attachments: readonly ManifestAttachment[],
  bytesOf: (path: string) => Uint8Array | undefined,
): ProvedRecordings {
  const proved: string[] = []
  for (const { path, omitted } of attachments) {
    const [, id] = /^recordings\/([^/]+)\.webm$/.exec(path) ?? []
    if (!id || omitted !== null) continue
    const paths = recordingPaths(id)
    const list = attachments.find((one) => one.path === paths.chunks)
    if (!list) continue
    if (!isCutAsListed(bytesOf(path), linesOf(bytesOf(paths.chunks)), linesOf(bytesOf(paths.sizes))))
      return { ok: false, path }
    if (list.eventSeq !== null) proved.push(path, paths.sizes)
  }
  return { ok: true, proved }
}

const linesOf = (bytes: Uint8Array | undefined): string[] => {
  const text = Buffer.from(bytes ?? []).toString('latin1')
  return text === '' ? [] : text.split('\n')
}

function isCutAsListed(media: Uint8Array | undefined, digests: readonly string[], sizes: readonly string[]): boolean {
  if (!media || digests.length !== sizes.length) return false
  let at = 0
  for (const [index, digest] of digests.entries()) {
    const size = /^\d{1,10}$/.test(sizes[index] ?? '') ? Number(sizes[index]) : Number.NaN
    if (!isHash(digest) || !(at + size <= media.length) || sha256(media.subarray(at, at + size)) !== digest)
      return false
    at += size
  }
  return at === media.length
}
