import { expect, test } from 'vitest'
import { RequestFailure } from '../../kit/request.ts'
import { passkeysWork, signInProblem } from './staff-sign-in.ts'

const refused = (status: number, code: string) => new RequestFailure({ kind: 'refused', status, code })

test('every answer of the sign-in has its own words', () => {
  expect(signInProblem(refused(401, 'INVALID_EMAIL_OR_PASSWORD'))).toBe('wrong-password')
  expect(signInProblem(refused(401, 'INVALID_CODE'))).toBe('wrong-code')
  expect(signInProblem(refused(401, 'INVALID_TWO_FACTOR_COOKIE'))).toBe('begin-again')
  expect(signInProblem(refused(400, 'SOMETHING_NEW'))).toBe('broken')
  // The limiter answers without a code of its own.
  expect(signInProblem(new RequestFailure({ kind: 'broken', status: 429 }))).toBe('too-many')
  expect(signInProblem(new RequestFailure({ kind: 'offline' }))).toBe('offline')
})

test('a passkey given up is no failure, one that exists is told as such', () => {
  const named = (name: string) => Object.assign(new Error('x'), { name })
  expect(signInProblem(named('NotAllowedError'))).toBe('passkey-given-up')
  expect(signInProblem(named('InvalidStateError'))).toBe('passkey-known')
  expect(signInProblem('nothing known')).toBe('broken')
})

test('passkeys are offered only where browsers have them', () => {
  const here = { hostname: 'localhost', isSecure: true, hasCredentials: true }
  expect(passkeysWork(here)).toBe(true)
  expect(passkeysWork({ ...here, hostname: 'desk.example.org' })).toBe(true)
  expect(passkeysWork({ ...here, hostname: '127.0.0.1' })).toBe(false)
  expect(passkeysWork({ ...here, hostname: '[::1]' })).toBe(false)
  expect(passkeysWork({ ...here, isSecure: false })).toBe(false)
  expect(passkeysWork({ ...here, hasCredentials: false })).toBe(false)
})
