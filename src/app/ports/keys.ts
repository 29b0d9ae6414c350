/**
 * Envelope encryption and signatures. Every case and every seller has a data key of its own, made here and kept only
 * behind `KEYS_URL`; the database and the blob store hold nothing but ciphertext. Destroying a data key is how a person
 * is erased (EV2): what was sealed under it can never be read again, while the evidence chain, which hashes ciphertext,
 * still verifies. See docs/decisions/0003-keys-and-erasure.md.
 */

/** What a data key is for. `tenant` keys seal what belongs to neither a case nor a seller, such as webhook secrets. */
export type KeyScope = { kind: 'case' | 'seller' | 'tenant'; tenantId: string; id: string }

/**
 * Where a sealed value lives. It is authenticated with the ciphertext, so that a value moved to another row or column
 * does not open there.
 */
export type SealContext = { table: string; column: string; row: string }

declare const sealedBrand: unique symbol
/** `v1.<keyId>.<iv>.<ciphertext and tag>`, base64url parts; safe to store as text and inside evidence events. */
export type Sealed = string & { readonly [sealedBrand]: 'sealed' }

const sealedForm = /^v1\.k_[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{16}\.[A-Za-z0-9_-]{22,}$/

/** For text that comes back from the database or from an event: narrows it to `Sealed` by its form. */
export const isSealed = (text: string): text is Sealed => sealedForm.test(text)

/**
 * `key-destroyed`: erased on purpose. `key-unknown`: this key store never held it (or lost it). `tampered`: the text was
 * changed, cut, or belongs to another place than the context says.
 */
export type OpenRefusal = 'key-destroyed' | 'key-unknown' | 'tampered'

/** Thrown where a caller seals or derives under a key that is gone, which a case in a live state never is. */
export class DataKeyGone extends Error {
  readonly refusal: 'key-destroyed' | 'key-unknown'
  constructor(refusal: 'key-destroyed' | 'key-unknown') {
    super(`data key cannot be used: ${refusal}`)
    this.name = 'DataKeyGone'
    this.refusal = refusal
  }
}

/** What a signature vouches for; carried in the JWS header `typ`, so that one kind never passes for another. */
export type SigningPurpose = 'chain-head' | 'tree-head' | 'notice' | 'badge' | 'seller-link'

export type PublicJwk = { kty: 'OKP'; crv: 'Ed25519'; alg: 'EdDSA'; use: 'sig'; kid: string; x: string }
export type PublicJwks = { keys: PublicJwk[] }

export type Keys = {
  /**
   * Makes a data key and returns once it is durable. Call it before the transaction that stores the id: a key whose
   * transaction then fails seals nothing and harms nothing.
   */
  createDataKey(scope: KeyScope): Promise<{ keyId: string }>
  /** Throws `DataKeyGone`. Text is sealed as UTF-8. */
  encrypt(keyId: string, plaintext: Uint8Array | string, context: SealContext): Promise<Sealed>
  /** The key's id is part of the sealed text. An erased key is an expected answer, so it is a value. */
  decrypt(
    sealed: Sealed,
    context: SealContext,
  ): Promise<{ ok: true; plaintext: Uint8Array } | { ok: false; refusal: OpenRefusal }>
  /** Erases for good, in every process at once; durable when it resolves. Doing it twice is no error. */
  destroy(keyId: string): Promise<void>

  /** A 32-byte subkey for bulk encryption (the blob store). The same key, purpose and salt give the same subkey. */
  deriveKey(
    keyId: string,
    purpose: string,
    salt: Uint8Array,
  ): Promise<{ ok: true; subkey: Uint8Array } | { ok: false; refusal: 'key-destroyed' | 'key-unknown' }>
  /**
   * The salt of a commitment (see `#domain/evidence/commitment.ts`), derived from the data key: it needs no storage,
   * may be shown to an auditor for that one purpose, and dies with the key. A purpose names one value, for example
   * `case_1/event/7/idNumber`. Throws `DataKeyGone`.
   */
  commitmentSalt(keyId: string, purpose: string): Promise<Uint8Array>

  /** A compact JWS (EdDSA) by the current signing key, with `kid` and a `typ` that names the purpose. */
  sign(purpose: SigningPurpose, payload: Uint8Array | string): Promise<string>
  /** Checks a JWS of this installation, old signing keys included. */
  verify(
    purpose: SigningPurpose,
    jws: string,
  ): Promise<{ ok: true; payload: Uint8Array; kid: string } | { ok: false; why: string }>
  /** Standard Webhooks `v1a`: base64 Ed25519 over `id.timestamp.body`, beside the endpoint's own `v1` secret. */
  signWebhook(content: string): Promise<string>
  /** Every public key that ever signed here, the current one first. */
  publicJwks(): Promise<PublicJwks>
  /** A new signing key; the old one's private half is erased, its public half stays in the JWKS. */
  rotateSigningKey(): Promise<{ kid: string }>
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** `decrypt` for text. */
export async function decryptText(
  keys: Keys,
  sealed: Sealed,
  context: SealContext,
): Promise<{ ok: true; text: string } | { ok: false; refusal: OpenRefusal }> {
  const opened = await keys.decrypt(sealed, context)
  return opened.ok ? { ok: true, text: utf8.decode(opened.plaintext) } : opened
}
