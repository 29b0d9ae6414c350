import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SignalData } from './signal.ts'
import { factsOf, type HashPurpose } from './signal-facts.ts'

/** Says what is hashed instead of hashing it, so that a test sees which values are taken for the same. */
const named = (purpose: HashPurpose, value: string) => `${purpose}(${value})`
const noList = () => null

const login: Extract<SignalData, { type: 'login' }> = {
  type: 'login',
  ip: '203.0.113.9',
  device: 'fp-1',
  userAgent: 'Mozilla/5.0',
  place: null,
  network: 'home',
}
const loginFacts = (changes: Partial<typeof login>, isProxy: (ip: string) => boolean | null = noList) => {
  const facts = factsOf({ ...login, ...changes }, named, isProxy)
  if (facts.type !== 'login') throw new Error('a login gives facts of a login')
  return facts
}

describe('[TR1] facts', () => {
  test('an address is the same however it is written, and lies in its network', () => {
    expect(loginFacts({ ip: '::ffff:203.0.113.9' })).toEqual(loginFacts({ ip: '203.0.113.9' }))
    expect(loginFacts({ ip: '203.0.113.200' }).ipNetwork).toBe(loginFacts({}).ipNetwork)
    expect(loginFacts({ ip: '2001:db8:1::1' }).ip).toBe(loginFacts({ ip: '2001:DB8:1:0::1' }).ip)
    expect(loginFacts({ ip: '2001:db8:1:2::1' }).ipNetwork).toBe(loginFacts({ ip: '2001:db8:1::1' }).ipNetwork)
  })

  test('[DV4] a proxy is what is on the list; without a list nothing is said', () => {
    expect(loginFacts({}).isProxy).toBeNull()
    expect(loginFacts({ ip: '::ffff:203.0.113.9' }, (ip) => ip === '203.0.113.9').isProxy).toBe(true)
  })

  test('a place is a city, not a house', () => {
    const place = { country: 'CN', latitudeDeg: 30.274089, longitudeDeg: -0.04 }
    expect(loginFacts({ place }).place).toEqual({ country: 'CN', latitudeDeg: 30.3, longitudeDeg: 0 })
  })

  test('nothing that a person could be known by is left', () => {
    const word = fc.stringMatching(/^[a-zA-Z0-9./:;() -]{6,40}$/)
    const secret = (purpose: HashPurpose, value: string) => `${purpose}#${value.length}`
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.option(word), fc.option(word), (ip, device, userAgent) => {
        const text = JSON.stringify(factsOf({ ...login, ip, device, userAgent }, secret, noList))
        for (const input of [ip, device, userAgent]) {
          // A word of the facts' own, such as a member's name, may begin like an input.
          if (input !== null && !JSON.stringify(factsOf(login, secret, noList)).includes(input))
            expect(text).not.toContain(JSON.stringify(input).slice(1, -1))
        }
      }),
    )
    expect(factsOf({ type: 'violation', number: 'V-2026-0007' }, secret, noList)).toEqual({ type: 'violation' })
  })
})
