import { canonicalJson, parseCanonicalJson } from './canonical-json.ts'
import { type ChainedEvent, type ChainHead, headOf } from './chain.ts'
import { containerFrame, type Entry, isEntryPath, type MeasuredEntry, measureEntry } from './container.ts'
import { type Hash, isHash, sha256 } from './hash.ts'
import { headPayload } from './signed-head.ts'
import type { Ed25519Jwk } from './signed-jws.ts'

/**
 * The evidence bundle (EV1): one case, to be checked offline by anybody. Its entries, in this order:
 *
 *     manifest.json   what is in the bundle, with the hash of every other entry (canonical JSON)
 *     events.ndjson   the chain from the first event on, one canonical JSON object per line
 *     jwks.json       the public keys of the installation
 *     head.jws        the chain's end and the manifest's hash, signed
 *     blobs/…         attachments: recordings, proof frames
 *
 * Building takes two steps, because the head is signed in between and this room holds no keys:
 * `draftBundle` → sign `payload` for the purpose `chain-head` → `finishBundle`, or `frameBundle` where the attachments are
 * too large to be held and were only measured.
 */
export const bundleFormat = 'countersign-evidence'
export const bundleVersion = 1
export const entryPaths = {
  manifest: 'manifest.json',
  events: 'events.ndjson',
  jwks: 'jwks.json',
  head: 'head.jws',
} as const
export const blobFolder = 'blobs/'

/** Why an attachment is named but not enclosed. */
export type Omission = 'retention' | 'erased' | 'not-requested'
const omissions: readonly Omission[] = ['retention', 'erased', 'not-requested']

export type Attachment = {
  /** The path below `blobs/`. */
  path: string
  /** The event that recorded this attachment's hash, or null when only the export vouches for it. */
  eventSeq: number | null
} & (
  | { bytes: Uint8Array }
  /** Measured on a first reading; whoever writes the bundle writes the bytes. */
  | { sha256: Hash; sizeBytes: number; crc32: number }
  | { omitted: Omission; sha256: Hash; sizeBytes: number }
)

export type ManifestAttachment = {
  path: string
  sha256: Hash
  sizeBytes: number
  eventSeq: number | null
  omitted: Omission | null
}

export type Manifest = {
  format: typeof bundleFormat
  version: typeof bundleVersion
  caseId: string
  tenantId: string
  exportedAt: string
  events: { count: number; sha256: Hash }
  jwks: { sha256: Hash }
  attachments: ManifestAttachment[]
}

export type BundleDraft = {
  /** To be signed for the purpose `chain-head`. */
  payload: string
  head: ChainHead
  manifest: Manifest
  entries: { manifest: Entry; events: Entry; jwks: Entry; blobs: (Entry | MeasuredEntry)[] }
}

/** `exportedAt` is ISO 8601 in UTC. Throws on an empty chain: there is no evidence to export. */
export function draftBundle(input: {
  tenantId: string
  exportedAt: string
  events: readonly ChainedEvent[]
  jwks: readonly Ed25519Jwk[]
  attachments: readonly Attachment[]
}): BundleDraft {
  const last = input.events.at(-1)
  if (!last) throw new RangeError('a case without events has no evidence')
  const events = textEntry(entryPaths.events, input.events.map((event) => `${canonicalJson(event)}\n`).join(''))
  const jwks = textEntry(entryPaths.jwks, canonicalJson({ keys: input.jwks }))
  const attachments = input.attachments.map(describe)
  const manifest: Manifest = {
    format: bundleFormat,
    version: bundleVersion,
    caseId: last.caseId,
    tenantId: input.tenantId,
    exportedAt: input.exportedAt,
    events: { count: input.events.length, sha256: sha256(events.bytes) },
    jwks: { sha256: sha256(jwks.bytes) },
    attachments,
  }
  const manifestEntry = textEntry(entryPaths.manifest, canonicalJson(manifest))
  const head = headOf(last)
  const manifestSha256 = sha256(manifestEntry.bytes)
  const payload = headPayload({ ...head, tenantId: input.tenantId, at: input.exportedAt, manifestSha256 })
  const blobs = input.attachments.flatMap((each): (Entry | MeasuredEntry)[] => {
    const path = `${blobFolder}${each.path}`
    if ('bytes' in each) return [{ path, bytes: each.bytes }]
    return 'crc32' in each ? [{ path, sizeBytes: each.sizeBytes, crc32: each.crc32 }] : []
  })
  return { payload, head, manifest, entries: { manifest: manifestEntry, events, jwks, blobs } }
}

/** The file's parts, to be written one after the other. Throws when it would be larger than a bundle can be. */
export function finishBundle(draft: BundleDraft, headJws: string): Uint8Array[] {
  const { before, blobs, tail } = frameBundle(draft, headJws)
  const parts = blobs.flatMap(({ path, header, bytes }) => {
    if (!bytes) throw new RangeError(`${path} was only measured: write its bytes between the parts of frameBundle`)
    return [header, bytes]
  })
  return [...before, ...parts, tail]
}

export type BundleFrame = {
  /** Everything before the first attachment. */
  before: Uint8Array[]
  /** In order; each header is followed by exactly the attachment's bytes, null where they were only measured. */
  blobs: { path: string; header: Uint8Array; bytes: Uint8Array | null }[]
  tail: Uint8Array
  sizeBytes: number
}

/** The file around its attachments, for writing them as they are read. Throws when it would be too large for a bundle. */
export function frameBundle(draft: BundleDraft, headJws: string): BundleFrame {
  const { manifest, events, jwks, blobs } = draft.entries
  const first = [manifest, events, jwks, textEntry(entryPaths.head, headJws)]
  const all = [...first, ...blobs]
  const { headers, tail, sizeBytes } = containerFrame(all.map((each) => ('bytes' in each ? measureEntry(each) : each)))
  const headerOf = (index: number): Uint8Array => headers[index] ?? new Uint8Array()
  return {
    before: first.flatMap(({ bytes }, index) => [headerOf(index), bytes]),
    blobs: blobs.map((each, index) => ({
      path: each.path,
      header: headerOf(first.length + index),
      bytes: 'bytes' in each ? each.bytes : null,
    })),
    tail,
    sizeBytes,
  }
}

/** Null for anything but a manifest of this version, every member there and none besides. */
export function parseManifest(bytes: Uint8Array): Manifest | null {
  const value = parseCanonicalJson(Buffer.from(bytes).toString('utf8'))?.value
  const sound =
    hasOnly(value, ['attachments', 'caseId', 'events', 'exportedAt', 'format', 'jwks', 'tenantId', 'version']) &&
    value.format === bundleFormat &&
    value.version === bundleVersion &&
    [value.caseId, value.tenantId, value.exportedAt].every((member) => typeof member === 'string') &&
    hasOnly(value.events, ['count', 'sha256']) &&
    isCount(value.events.count) &&
    isHash(value.events.sha256) &&
    hasOnly(value.jwks, ['sha256']) &&
    isHash(value.jwks.sha256) &&
    Array.isArray(value.attachments) &&
    value.attachments.every(isManifestAttachment)
  return sound ? (value as Manifest) : null
}

function isManifestAttachment(value: unknown): value is ManifestAttachment {
  return (
    hasOnly(value, ['eventSeq', 'omitted', 'path', 'sha256', 'sizeBytes']) &&
    typeof value.path === 'string' &&
    isEntryPath(`${blobFolder}${value.path}`) &&
    isHash(value.sha256) &&
    isCount(value.sizeBytes) &&
    (value.eventSeq === null || isCount(value.eventSeq)) &&
    (value.omitted === null || omissions.some((why) => why === value.omitted))
  )
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

function hasOnly<Name extends string>(value: unknown, names: readonly Name[]): value is Record<Name, unknown> {
  return typeof value === 'object' && value !== null && Object.keys(value).sort().join() === names.join()
}

function describe(attachment: Attachment): ManifestAttachment {
  const { path, eventSeq } = attachment
  if ('bytes' in attachment) {
    const { bytes } = attachment
    return { path, eventSeq, sha256: sha256(bytes), sizeBytes: bytes.length, omitted: null }
  }
  const { sha256: hash, sizeBytes } = attachment
  return { path, eventSeq, sha256: hash, sizeBytes, omitted: 'omitted' in attachment ? attachment.omitted : null }
}

const textEntry = (path: string, text: string): Entry => ({ path, bytes: Buffer.from(text) })
