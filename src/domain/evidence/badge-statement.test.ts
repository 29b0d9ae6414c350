import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { type BadgeStatement, badgePayload, badgeTyp, parseBadgePayload, verifyBadge } from './badge-statement.ts'
import { type Ed25519Jwk, jwsSigningInput, keyThumbprint } from './signed-jws.ts'

const statedAtMs = Date.UTC(2026, 10, 22, 18)
const statement: BadgeStatement = {
  id: 'bdg_0123456789abcdefghijkl',
  issuer: 'https://verify.example',
  status: 'valid',
  seller: 'kapok-home',
  marketplace: 'AliExpress',
  site: 'ES',
  program: 'aliexpress',
  how: 'video',
  verifiedAt: '2026-11-20T10:00:00.000Z',
  validUntil: '2030-06-30T16:00:00.000Z',
  revokedAt: null,
  why: null,
  statedAt: new Date(statedAtMs).toISOString(),
}

const aKey = (): { jwk: Ed25519Jwk; key: KeyObject } => {
  const { privateKey } = generateKeyPairSync('ed25519')
  const x = privateKey.export({ format: 'jwk' }).x ?? ''
  return { jwk: { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: keyThumbprint(x), x }, key: privateKey }
}
const signed = ({ jwk, key }: ReturnType<typeof aKey>, payload: string, typ = badgeTyp): string => {
  const input = jwsSigningInput({ alg: 'EdDSA', kid: jwk.kid, typ }, Buffer.from(payload))
  return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`
}

describe('[RE3] what is said of a badge', () => {
  const ours = aKey()
  const jws = signed(ours, badgePayload(statement))

  test('verifies offline against the published keys', () => {
    expect(verifyBadge(jws, [ours.jwk], statedAtMs)).toEqual({
      ok: true,
      statement,
      kid: ours.jwk.kid,
      standing: 'valid',
    })
    expect(verifyBadge(jws, [aKey().jwk], statedAtMs)).toEqual({ ok: false, why: 'unknown-key' })
  })

  test('does not verify after any one byte was changed', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'
    for (let place = 0; place < jws.length; place += 1) {
      const other = letters[(letters.indexOf(jws[place] ?? '') + 1) % letters.length]
      const changed = jws.slice(0, place) + other + jws.slice(place + 1)
      expect(verifyBadge(changed, [ours.jwk], statedAtMs).ok, `byte ${place}`).toBe(false)
    }
  })

  test('is no other statement of ours, and no other spelling of this one', () => {
    expect(verifyBadge(signed(ours, badgePayload(statement), 'countersign-notice+jws'), [ours.jwk], 0)).toMatchObject({
      why: 'other-purpose',
    })
    const odd = [
      JSON.stringify(statement),
      badgePayload({ ...statement, status: 'fine' as 'valid' }),
      badgePayload({ ...statement, why: 'stand-in' as 'withdrawn' }),
      badgePayload({ ...statement, name: 'a person' } as BadgeStatement),
      '{}',
      'null',
    ]
    for (const payload of odd) {
      expect(parseBadgePayload(Buffer.from(payload)), payload).toBeNull()
      expect(verifyBadge(signed(ours, payload), [ours.jwk], 0)).toEqual({ ok: false, why: 'malformed' })
    }
  })

  test('expires by itself, and stays revoked', () => {
    const later = Date.parse(statement.validUntil ?? '')
    expect(verifyBadge(jws, [ours.jwk], later - 1)).toMatchObject({ standing: 'valid' })
    expect(verifyBadge(jws, [ours.jwk], later)).toMatchObject({ standing: 'expired' })
    const fallen = { ...statement, status: 'revoked', why: 'withdrawn', revokedAt: statement.statedAt } as const
    expect(verifyBadge(signed(ours, badgePayload(fallen)), [ours.jwk], later)).toMatchObject({ standing: 'revoked' })
  })
})
