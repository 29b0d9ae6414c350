/**
 * The encrypted store for media and evidence. Nothing is ever on disk in the clear: bytes are encrypted under the
 * case's (or seller's) data key on their way in, and verified on their way out. A blob is written once: the same bytes
 * under the same name are accepted again (a chunk whose acknowledgement was lost), other bytes are refused.
 */

/**
 * Slash-separated segments of the product's own random ids and counters, such as `cases/case_7f…/runs/run_9a…/000012`.
 * Names are stored readably, so they never hold a marketplace's seller id, a person's name or a number; each segment
 * matches `blobSegmentForm`.
 */
export type BlobName = string

export const blobSegmentForm = /^[A-Za-z0-9][A-Za-z0-9_.=-]{0,95}$/
const nameLengthMax = 512

/** True for a name the store accepts. The form also keeps a name from climbing out of its folder. */
export function isBlobName(name: string): boolean {
  return name.length <= nameLengthMax && name.split('/').every((segment) => blobSegmentForm.test(segment))
}

/** `sha256` is hex, of the plaintext. */
export type BlobInfo = { sha256: string; sizeBytes: number }

/** `tampered`: changed, cut, reordered, or not the blob of this name and key. */
export type BlobReadRefusal = 'not-found' | 'key-destroyed' | 'key-unknown' | 'tampered'

export type BlobPutRefusal =
  /** `expectedSha256` was given and the bytes are others. */
  | 'digest-mismatch'
  /** More than `maxBytes`. */
  | 'too-large'
  /** The name is taken by other bytes, or by bytes that cannot be read any more. */
  | 'name-taken'
  | 'key-destroyed'
  | 'key-unknown'

export type BlobPutOptions = { expectedSha256?: string; maxBytes?: number }

/** A Node stream is an async iterable of bytes too; a web stream is what a request's body is. */
export type BlobData = Uint8Array | AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>

export type Blobs = {
  /**
   * Resolves `ok` only when the blob survives a power loss. `fresh` is false when the same bytes were already there.
   * A source that throws leaves nothing behind and the error is passed on.
   */
  put(
    keyId: string,
    name: BlobName,
    data: BlobData,
    options?: BlobPutOptions,
  ): Promise<(BlobInfo & { ok: true; fresh: boolean }) | { ok: false; refusal: BlobPutRefusal }>
  /** Size and digest, authenticated, without reading the body. */
  info(keyId: string, name: BlobName): Promise<(BlobInfo & { ok: true }) | { ok: false; refusal: BlobReadRefusal }>
  /**
   * A stream that yields only verified bytes, one frame (1 MiB) at a time. Damage found midway throws `BlobDamaged`.
   * The file is opened when reading starts, so a stream that is never read holds nothing.
   */
  get(
    keyId: string,
    name: BlobName,
  ): Promise<(BlobInfo & { ok: true; bytes: AsyncIterable<Uint8Array> }) | { ok: false; refusal: BlobReadRefusal }>
  /** Bytes `start` (inclusive) to `end` (exclusive, cut to the size), whole in memory; reads only the frames needed. */
  range(
    keyId: string,
    name: BlobName,
    start: number,
    end: number,
  ): Promise<{ ok: true; bytes: Uint8Array; sizeBytes: number } | { ok: false; refusal: BlobReadRefusal }>
  /** Durable when it resolves; false when there was none. Needs no key, so it works after erasure. */
  delete(name: BlobName): Promise<boolean>
  /** Names under a prefix that ends at a segment (`cases/case_1`), sorted. Needs no key. */
  list(prefix: BlobName): AsyncIterable<BlobName>
}

export class BlobDamaged extends Error {
  constructor(name: BlobName, options?: { cause?: unknown }) {
    super(`blob ${name} is damaged`, options)
    this.name = 'BlobDamaged'
  }
}

/** The whole blob in memory; for frames, chunks and other small things. */
export async function readBlob(
  blobs: Blobs,
  keyId: string,
  name: BlobName,
): Promise<{ ok: true; bytes: Uint8Array } | { ok: false; refusal: BlobReadRefusal }> {
  return blobs.range(keyId, name, 0, Number.MAX_SAFE_INTEGER)
}
