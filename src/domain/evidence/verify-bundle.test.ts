import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { unzipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { type Attachment, type BundleDraft, draftBundle, finishBundle } from './bundle.ts'
import { type ChainedEvent, chainStart, sealChain } from './chain.ts'
import { containerParts, readContainer } from './container.ts'
import { sha256 } from './hash.ts'
import { headPayload, headTyp, parseHeadPayload } from './signed-head.ts'
import { type Ed25519Jwk, jwsSigningInput, keyThumbprint } from './signed-jws.ts'
import { verifyBundle } from './verify-bundle.ts'

type Signer = { jwk: Ed25519Jwk; key: KeyObject }
function newSigner(): Signer {
  const { privateKey } = generateKeyPairSync('ed25519')
  const x = privateKey.export({ format: 'jwk' }).x!
  return { key: privateKey, jwk: { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: keyThumbprint(x), x } }
}
const signHead = ({ key, jwk }: Signer, payload: string, typ: string = headTyp) => {
  const input = jwsSigningInput({ alg: 'EdDSA', kid: jwk.kid, typ }, Buffer.from(payload))
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`
}

const signer = newSigner()
const oldKey = newSigner()
const recording = Buffer.from('the recording')
const omitted: Attachment = {
  path: 'call.webm',
  eventSeq: 3,
  omitted: 'retention',
  sha256: sha256('the call'),
  sizeBytes: 8,
}
const attachments: Attachment[] = [
  { path: 'run_1/recording.webm', eventSeq: 2, bytes: recording },
  { path: 'run_1/empty.jpg', eventSeq: null, bytes: new Uint8Array(0) },
  omitted,
]

const chain = (caseId = 'case_1'): ChainedEvent[] =>
  sealChain(chainStart(caseId), [
    {
      type: 'case-opened',
      version: 1,
      at: '2026-01-01T00:00:00.000Z',
      actor: { kind: 'system' },
      data: { site: '中国' },
    },
    {
      type: 'attempt-ended',
      version: 1,
      at: '2026-01-01T00:01:00.000Z',
      actor: { kind: 'seller' },
      data: { recordingSha256: sha256(recording) },
    },
    {
      type: 'call-ended',
      version: 1,
      at: '2026-01-01T00:02:00.000Z',
      actor: { kind: 'seller' },
      data: { files: [sha256('the call')] },
    },
  ])

type Input = Parameters<typeof draftBundle>[0]
const input = (changes: Partial<Input> = {}): Input => ({
  tenantId: 'tenant_1',
  exportedAt: '2026-02-01T00:00:00.000Z',
  events: chain(),
  jwks: [signer.jwk, oldKey.jwk],
  attachments,
  ...changes,
})
const build = (draft: BundleDraft, jws = signHead(signer, draft.payload)) => Buffer.concat(finishBundle(draft, jws))
const bundle = build(draftBundle(input()))

describe('[EV1] evidence bundle', () => {
  it('verifies offline, and says what is in it and who signed', () => {
    expect(verifyBundle(bundle)).toMatchObject({
      ok: true,
      caseId: 'case_1',
      tenantId: 'tenant_1',
      exportedAt: '2026-02-01T00:00:00.000Z',
      kid: signer.jwk.kid,
      signerTrusted: false,
      events: chain(),
      attachments: [{ omitted: null }, { omitted: null }, { omitted: 'retention' }],
    })
  })

  it('opens in ordinary ZIP software', () => {
    const files = unzipSync(bundle)
    expect(Object.keys(files)).toEqual([
      'manifest.json',
      'events.ndjson',
      'jwks.json',
      'head.jws',
      'blobs/run_1/recording.webm',
      'blobs/run_1/empty.jpg',
    ])
    expect(Buffer.from(files['blobs/run_1/recording.webm']!).equals(recording)).toBe(true)
  })

  it('never verifies after any one byte of the file was changed', () => {
    for (let at = 0; at < bundle.length; at++) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const changed = Buffer.from(bundle)
        changed[at]! ^= flip
        if (verifyBundle(changed).ok) expect.fail(`byte ${at} xor ${flip} still verifies`)
      }
    }
  })

  it('never verifies after any one byte of an entry was changed and the container made to fit', () => {
    const read = readContainer(bundle)
    if (!read.ok) throw new Error(read.why)
    for (const [which, { path, bytes }] of read.entries.entries()) {
      for (let at = 0; at < bytes.length; at++) {
        const changed = Buffer.from(bytes)
        changed[at]! ^= 1 << (at % 8)
        const packed = Buffer.concat(containerParts(read.entries.with(which, { path, bytes: changed })))
        if (verifyBundle(packed).ok) expect.fail(`byte ${at} of ${path} still verifies`)
      }
    }
  })

  it('never verifies with any other last letter of the signature, though some spell the same bytes', () => {
    const draft = draftBundle(input())
    const jws = signHead(signer, draft.payload)
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const verifying = [...letters].filter((letter) => verifyBundle(build(draft, jws.slice(0, -1) + letter)).ok)
    expect(verifying).toEqual([jws.at(-1)])
  })

  it('never verifies after a byte was taken out, put in, or cut off', () => {
    for (let at = 0; at < bundle.length; at++) {
      const without = Buffer.concat([bundle.subarray(0, at), bundle.subarray(at + 1)])
      const within = Buffer.concat([bundle.subarray(0, at), Buffer.of(0), bundle.subarray(at)])
      if (verifyBundle(without).ok || verifyBundle(within).ok || verifyBundle(bundle.subarray(0, at)).ok) {
        expect.fail(`byte ${at} is not missed`)
      }
    }
    expect(verifyBundle(Buffer.concat([bundle, Buffer.of(0)]))).toMatchObject({ ok: false, fault: 'container' })
    expect(verifyBundle(Buffer.concat([bundle, bundle]))).toMatchObject({ ok: false, fault: 'container' })
  })

  it('trusts a signer only by a key id learnt elsewhere', () => {
    expect(verifyBundle(bundle, { trustedKids: [signer.jwk.kid] })).toMatchObject({ ok: true, signerTrusted: true })
    expect(verifyBundle(bundle, { trustedKids: [oldKey.jwk.kid] })).toMatchObject({
      ok: false,
      fault: 'signer-not-trusted',
    })
    expect(verifyBundle(bundle, { trustedKids: [] })).toMatchObject({ ok: false, fault: 'signer-not-trusted' })
  })

  it('shows a bundle that was rewritten and signed anew to whoever knows the installation’s key', () => {
    const forger = newSigner()
    const draft = draftBundle(input({ jwks: [forger.jwk], attachments: [] }))
    const forged = build(draft, signHead(forger, draft.payload))
    expect(verifyBundle(forged).ok).toBe(true)
    expect(verifyBundle(forged, { trustedKids: [signer.jwk.kid] })).toMatchObject({
      ok: false,
      fault: 'signer-not-trusted',
    })
  })

  it('names the first thing that is wrong', () => {
    const draft = draftBundle(input())
    const verdict = (jws: string, from = draft) => verifyBundle(build(from, jws))
    expect(verdict(signHead(newSigner(), draft.payload))).toMatchObject({
      fault: 'head-signature',
      detail: 'unknown-key',
    })
    expect(verdict(signHead(signer, draft.payload, 'countersign-notice+jws'))).toMatchObject({
      fault: 'head-signature',
      detail: 'other-purpose',
    })
    expect(verdict(signHead(signer, '{}'))).toMatchObject({ fault: 'head-malformed' })
    const head = parseHeadPayload(Buffer.from(draft.payload))!
    expect(verdict(signHead(signer, headPayload({ ...head, caseId: 'case_2' })))).toMatchObject({
      fault: 'head-of-another-case',
    })
    expect(verdict(signHead(signer, headPayload({ ...head, manifestSha256: null })))).toMatchObject({
      fault: 'manifest-not-signed',
    })
    const second = { seq: 2, hash: chain()[1]!.hash }
    expect(verdict(signHead(signer, headPayload({ ...head, ...second })))).toMatchObject({
      fault: 'chain-broken',
      where: 'event 3',
    })
    expect(verdict(signHead(signer, headPayload({ ...head, hash: second.hash })))).toMatchObject({
      fault: 'chain-broken',
      where: 'event 3',
      detail: 'head-differs',
    })
    expect(verdict(signHead(signer, headPayload({ ...head, seq: 4 })))).toMatchObject({
      fault: 'chain-broken',
      where: 'event 4',
    })
    expect(verdict('not.a.jws')).toMatchObject({ fault: 'head-signature', detail: 'malformed' })
  })

  it('finds a broken chain even in a bundle that was signed as it is', () => {
    const [first, second, third] = chain()
    const other = chain('case_2')
    const broken: [ChainedEvent[], string][] = [
      [[first!, { ...second!, type: 'attempt-voided' }, third!], 'event 2'],
      [[first!, third!], 'event 2'],
      [[second!, third!], 'event 1'],
      [[other[0]!, second!, third!], 'event 1'],
    ]
    for (const [events, where] of broken) {
      const verdict = verifyBundle(build(draftBundle(input({ events }))))
      expect(verdict).toMatchObject({ ok: false, fault: 'chain-broken', where })
    }
  })

  it('finds an attachment that the event it cites does not record', () => {
    for (const eventSeq of [1, 3, 4, 0]) {
      const strayed: Attachment[] = [{ path: 'a.webm', eventSeq, bytes: recording }]
      expect(verifyBundle(build(draftBundle(input({ attachments: strayed }))))).toMatchObject({
        ok: false,
        fault: 'attachment-not-in-event',
        where: 'blobs/a.webm',
      })
    }
    const unproved: Attachment[] = [{ ...omitted, sha256: sha256('another call') }]
    expect(verifyBundle(build(draftBundle(input({ attachments: unproved }))))).toMatchObject({
      fault: 'attachment-not-in-event',
    })
  })

  it('finds entries exchanged, left out, added, or put in another order', () => {
    const read = readContainer(bundle)
    if (!read.ok) throw new Error(read.why)
    const { entries } = read
    const pack = (changed: typeof entries) => verifyBundle(Buffer.concat(containerParts(changed)))
    const exchanged = entries.map((entry) =>
      entry.path.endsWith('.webm') ? { ...entry, bytes: Buffer.from('another one!!') } : entry,
    )
    expect(pack(exchanged)).toMatchObject({ fault: 'attachment-differs', where: 'blobs/run_1/recording.webm' })
    expect(pack(entries.slice(0, -1))).toMatchObject({ fault: 'entry-missing', where: 'blobs/run_1/empty.jpg' })
    expect(pack([...entries, { path: 'readme.txt', bytes: Buffer.from('x') }])).toMatchObject({
      fault: 'entry-unexpected',
      where: 'readme.txt',
    })
    expect(pack(entries.toReversed())).toMatchObject({ fault: 'entry-unexpected' })
    expect(pack(entries.filter(({ path }) => path !== 'manifest.json'))).toMatchObject({ fault: 'manifest-malformed' })
    for (const path of ['events.ndjson', 'jwks.json', 'head.jws']) {
      expect(pack(entries.filter((entry) => entry.path !== path))).toMatchObject({
        fault: 'entry-missing',
        where: path,
      })
    }
    const otherKeys = draftBundle(input({ jwks: [signer.jwk] })).entries.jwks
    expect(pack(entries.map((entry) => (entry.path === 'jwks.json' ? otherKeys : entry)))).toMatchObject({
      fault: 'keys-differ',
    })
    const otherEvents = draftBundle(input({ events: chain().slice(0, 2), attachments: [] })).entries.events
    expect(pack(entries.map((entry) => (entry.path === 'events.ndjson' ? otherEvents : entry)))).toMatchObject({
      fault: 'events-differ',
    })
  })

  it('refuses to build from nothing, and from paths that could leave the folder they are unpacked to', () => {
    expect(() => draftBundle(input({ events: [] }))).toThrow(RangeError)
    for (const path of ['../x', '/etc/passwd', 'a/../b', 'a\\b', '张.webm', '']) {
      const draft = draftBundle(input({ attachments: [{ path, eventSeq: null, bytes: recording }] }))
      expect(() => finishBundle(draft, 'a.b.c'), path).toThrow(RangeError)
    }
  })
})
