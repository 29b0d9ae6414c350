import { expect, test } from 'vitest'
import { hours, minutes, noonMs } from '#test/world/a-case.ts'
import { nextSendAtMs } from './resend.ts'

test('[RE2] told again after 2, 10 and 30 minutes, 2 hours, and then every 6 hours for as long as it takes', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 400].map((sends) => nextSendAtMs({ sends, sentAtMs: noonMs }) - noonMs)
  expect(pauses).toEqual([minutes(2), minutes(10), minutes(30), hours(2), hours(6), hours(6), hours(6)])
})
