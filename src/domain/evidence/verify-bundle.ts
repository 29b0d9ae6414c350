import { blobFolder, entryPaths, type Manifest, type ManifestAttachment, parseManifest } from './bundle.ts'
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts'
import { type ChainedEvent, verifyChain } from './chain.ts'
import { type ContainerLimits, type Entry, readContainer } from './container.ts'
import { sha256 } from './hash.ts'
import { checkRecordings } from './recording-proof.ts'
import { headTyp, parseHeadPayload, type SignedHead } from './signed-head.ts'
import { parseJwks, verifyJws } from './signed-jws.ts'

/**
 * Checks a bundle with nothing but the bundle, in the order in which trust is built: container → manifest → keys → signed
 * head → the manifest it signs → events → attachments. The first thing that is wrong is the answer.
 *
 * A bundle brings its own public keys, so by itself it proves that it is whole and unchanged since somebody signed it.
 * Who that was is proved by `trustedKids`: key ids (RFC 7638 thumbprints) learnt from the installation on another way.
 */
export type BundleFault =
  | 'container'
  | 'entry-missing'
  | 'entry-unexpected'
  | 'manifest-malformed'
  | 'keys-differ'
  | 'keys-malformed'
  | 'head-signature'
  | 'signer-not-trusted'
  | 'head-malformed'
  | 'head-of-another-case'
  | 'manifest-not-signed'
  | 'events-differ'
  | 'event-malformed'
  | 'chain-broken'
  | 'attachment-differs'
  | 'attachment-not-in-event'
  | 'recording-differs'

export type BundleVerdict =
  | {
      ok: true
      caseId: string
      tenantId: string
      exportedAt: string
      /** The key that signed, and whether it was one of `trustedKids`. */
      kid: string
      signerTrusted: boolean
      events: readonly ChainedEvent[]
      attachments: readonly ManifestAttachment[]
      /** Paths that no event names and yet are proved: recordings, chunk by chunk, by the list that an event does name. */
      provedByChunks: readonly string[]
    }
  | BundleRefused

/** `where` is an entry's path or an event's number, `detail` says what about it; both are for people. */
export type BundleRefused = { ok: false; fault: BundleFault; where: string; detail: string }
export type VerifyOptions = { trustedKids?: readonly string[]; limits?: ContainerLimits }

const wrong = (fault: BundleFault, where: string, detail: string): BundleRefused => ({
  ok: false,
  fault,
  where,
  detail,
})

const containerFaults = {
  'not-a-container': 'is not a bundle',
  'not-in-our-form': 'was changed, cut, or packed by another program',
  'too-large': 'is larger than a bundle may be',
  'too-many-entries': 'holds more entries than a bundle may',
} as const

export function verifyBundle(bytes: Uint8Array, options: VerifyOptions = {}): BundleVerdict {
  const container = readContainer(bytes, options.limits)
  if (!container.ok) return wrong('container', 'the file', containerFaults[container.why])
  const entries = new Map(container.entries.map((entry) => [entry.path, entry.bytes]))

  const manifest = parseManifest(entries.get(entryPaths.manifest) ?? new Uint8Array(0))
  if (!manifest) return wrong('manifest-malformed', entryPaths.manifest, 'missing, or not a manifest of version 1')
  const spoilt = checkEntries(container.entries, manifest)
  if (spoilt) return spoilt
  const signed = checkSignature(entries, manifest, options.trustedKids)
  if (!signed.ok) return signed
  const chain = checkEvents(entries.get(entryPaths.events)!, manifest, signed.head)
  if (!chain.ok) return chain
  const unproved = checkAttachments(entries, manifest, chain.events)
  if (unproved) return unproved
  const recordings = checkRecordings(manifest.attachments, (path) => entries.get(`${blobFolder}${path}`))
  if (!recordings.ok)
    return wrong('recording-differs', `${blobFolder}${recordings.path}`, 'is not made of the chunks in its list')

  const { caseId, tenantId, exportedAt, attachments } = manifest
  const signerTrusted = options.trustedKids !== undefined
  return {
    ok: true,
    caseId,
    tenantId,
    exportedAt,
    kid: signed.kid,
    signerTrusted,
    events: chain.events,
    attachments,
    provedByChunks: recordings.proved,
  }
}

type Entries = ReadonlyMap<string, Uint8Array>

/** Exactly the entries the manifest speaks of, in the order the form prescribes. */
function checkEntries(entries: readonly Entry[], manifest: Manifest): BundleRefused | null {
  const enclosed = manifest.attachments.filter(({ omitted }) => omitted === null)
  const due = [...Object.values(entryPaths), ...enclosed.map(({ path }) => `${blobFolder}${path}`)]
  const there = entries.map(({ path }) => path)
  const missing = due.find((path) => !there.includes(path))
  if (missing !== undefined) return wrong('entry-missing', missing, 'is not in the bundle')
  const odd = there.find((path, index) => path !== due[index])
  return odd === undefined ? null : wrong('entry-unexpected', odd, 'is not in the manifest, or not in its place')
}

function checkSignature(
  entries: Entries,
  manifest: Manifest,
  trustedKids: readonly string[] | undefined,
): { ok: true; head: SignedHead; kid: string } | BundleRefused {
  const jwks = entries.get(entryPaths.jwks)!
  if (sha256(jwks) !== manifest.jwks.sha256)
    return wrong('keys-differ', entryPaths.jwks, 'are not those of the manifest')
  const keys = parseJwks(parseCanonicalJson(textOf(jwks))?.value)
  if (!keys) return wrong('keys-malformed', entryPaths.jwks, 'not a set of Ed25519 keys named by their thumbprints')
  const verified = verifyJws(textOf(entries.get(entryPaths.head)!), headTyp, keys)
  if (!verified.ok) return wrong('head-signature', entryPaths.head, verified.why)
  if (trustedKids && !trustedKids.includes(verified.kid)) {
    return wrong('signer-not-trusted', entryPaths.head, `signed by the key ${verified.kid}`)
  }
  const head = parseHeadPayload(verified.payload)
  if (!head) return wrong('head-malformed', entryPaths.head, 'what is signed is not a chain head')
  if (head.caseId !== manifest.caseId || head.tenantId !== manifest.tenantId || head.at !== manifest.exportedAt) {
    return wrong('head-of-another-case', entryPaths.head, 'case, tenant or time differ from the manifest')
  }
  if (head.manifestSha256 !== sha256(entries.get(entryPaths.manifest)!)) {
    return wrong('manifest-not-signed', entryPaths.manifest, 'is not the one that was signed')
  }
  return { ok: true, head, kid: verified.kid }
}

function checkEvents(
  bytes: Uint8Array,
  manifest: Manifest,
  head: SignedHead,
): { ok: true; events: ChainedEvent[] } | BundleRefused {
  if (sha256(bytes) !== manifest.events.sha256) {
    return wrong('events-differ', entryPaths.events, 'are not those of the manifest')
  }
  const lines = textOf(bytes).split('\n')
  // Every line ends with a line feed, so what is behind the last one is nothing.
  if (lines.pop() !== '') return wrong('event-malformed', entryPaths.events, 'the last line is cut off')
  const events: unknown[] = []
  for (const [index, line] of lines.entries()) {
    const parsed = parseCanonicalJson(line)
    if (!parsed) return wrong('event-malformed', `event ${index + 1}`, 'is not canonical JSON')
    events.push(parsed.value)
  }
  const verdict = verifyChain(events, { signed: head })
  if (!verdict.ok) return wrong('chain-broken', `event ${verdict.atSeq}`, verdict.why)
  if (verdict.head.seq !== head.seq || events.length !== manifest.events.count) {
    return wrong('chain-broken', `event ${head.seq + 1}`, 'lies behind the signed head')
  }
  // verifyChain has looked at each of them.
  return { ok: true, events: events as ChainedEvent[] }
}

function checkAttachments(entries: Entries, manifest: Manifest, events: readonly ChainedEvent[]): BundleRefused | null {
  for (const { path, sha256: expected, sizeBytes, eventSeq, omitted } of manifest.attachments) {
    const where = `${blobFolder}${path}`
    const bytes = entries.get(where)
    if (omitted === null && (bytes?.length !== sizeBytes || sha256(bytes) !== expected)) {
      return wrong('attachment-differs', where, 'is not the one of the manifest')
    }
    if (eventSeq === null) continue
    const event = events[eventSeq - 1]
    if (!event || !canonicalJson(event.data).includes(`"${expected}"`)) {
      return wrong('attachment-not-in-event', where, `its hash is not recorded in event ${eventSeq}`)
    }
  }
  return null
}

/** Bytes that are no UTF-8 become replacement characters, which no canonical text of ours has the hash of. */
const textOf = (bytes: Uint8Array): string => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
