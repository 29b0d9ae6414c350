import { createHash } from 'node:crypto'
import { unlink } from 'node:fs/promises'
import type { BlobData, BlobInfo, BlobPutOptions, BlobPutRefusal } from '#app/ports/blobs.ts'
import { writeTemporary } from '../durable-files.ts'
import { type FrameKey, frameLength, sealFrame, sealTrailer } from './frames.ts'

type Written =
  | (BlobInfo & { ok: true })
  | { ok: false; refusal: Extract<BlobPutRefusal, 'digest-mismatch' | 'too-large'> }

/** Writes header, frames and trailer and syncs them. A refusal leaves no file. */
export async function writeBlob(
  file: string,
  frameKey: FrameKey,
  data: BlobData,
  options: BlobPutOptions,
): Promise<Written> {
  const hash = createHash('sha256')
  const sizeMax = options.maxBytes ?? Number.MAX_SAFE_INTEGER
  let sizeBytes = 0
  let refusal: 'digest-mismatch' | 'too-large' | null = null
  let digest = Buffer.alloc(0)
  await writeTemporary(file, async (handle) => {
    let index = 0
    // The header goes out with the first frame and the trailer with the last: a chunk is one write.
    let waiting: Buffer = frameKey.header
    for await (const part of inFrames(data)) {
      sizeBytes += part.length
      if (sizeBytes > sizeMax) {
        refusal = 'too-large'
        return
      }
      hash.update(part)
      if (index > 0) await handle.writeFile(waiting)
      waiting = index > 0 ? sealFrame(frameKey, index, part) : Buffer.concat([waiting, sealFrame(frameKey, 0, part)])
      index++
    }
    digest = hash.digest()
    if (options.expectedSha256 !== undefined && digest.toString('hex') !== options.expectedSha256) {
      refusal = 'digest-mismatch'
      return
    }
    await handle.writeFile(Buffer.concat([waiting, sealTrailer(frameKey, index, sizeBytes, digest)]))
  })
  if (refusal) {
    await unlink(file)
    return { ok: false, refusal }
  }
  return { ok: true, sha256: digest.toString('hex'), sizeBytes }
}

/** Whole frames, and a shorter one at the end if anything is left. */
async function* inFrames(data: BlobData): AsyncGenerator<Uint8Array> {
  if (data instanceof Uint8Array) {
    for (let at = 0; at < data.length; at += frameLength) yield data.subarray(at, at + frameLength)
    return
  }
  let waiting: Uint8Array[] = []
  let length = 0
  // Web streams can be iterated in Node; the browser's types, which this project shares, do not say so.
  for await (const part of data as AsyncIterable<Uint8Array>) {
    let rest = part
    while (length + rest.length >= frameLength) {
      const head = rest.subarray(0, frameLength - length)
      yield Buffer.concat([...waiting, head])
      rest = rest.subarray(head.length)
      waiting = []
      length = 0
    }
    // A copy: the source may use its buffer again.
    if (rest.length > 0) waiting.push(Buffer.from(rest))
    length += rest.length
  }
  if (length > 0) yield Buffer.concat(waiting)
}
