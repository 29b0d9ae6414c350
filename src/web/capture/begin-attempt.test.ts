import { expect, test } from 'vitest'
import { RequestFailure } from '../kit/request.ts'
import { type BeginPorts, openAttempts } from './begin-attempt.ts'
import type { AttemptStarted } from './run-api.ts'

const attempt = { attemptId: 'att_1', recordingId: 'rec_1', no: 1, expiresAt: '', steps: [] } as AttemptStarted
const lost = () => new RequestFailure({ kind: 'offline' })

/** A server that fails so often before it answers; the keys it was asked with. */
const serverThat = (fail: (asked: number) => Error | null) => {
  const keys: string[] = []
  let drawn = 0
  const ports: BeginPorts = {
    startAttempt: async (_caseId, key) => {
      keys.push(key)
      const failure = fail(keys.length)
      if (failure) throw failure
      return attempt
    },
    newKey: () => `key-${++drawn}`,
    wait: async (_ms, signal) => signal?.throwIfAborted(),
    random: () => 0.5,
    signal: new AbortController().signal,
  }
  return { keys, ports }
}

test('[CP5] a lost answer is asked for again with the same key, so that one attempt is begun', async () => {
  const { keys, ports } = serverThat((asked) => (asked < 4 ? lost() : null))
  expect(await openAttempts()('cas_1', ports)).toBe(attempt)
  expect(keys).toEqual(['key-1', 'key-1', 'key-1', 'key-1'])
})

test('[CP5] a page that gave up asks with the same key when the person tries again; the next attempt has its own', async () => {
  const begin = openAttempts()
  const { keys, ports } = serverThat((asked) => (asked <= 6 ? lost() : null))
  await expect(begin('cas_1', ports)).rejects.toMatchObject({ kind: 'offline' })
  await begin('cas_1', ports)
  await begin('cas_1', ports)
  expect(keys).toEqual([...Array<string>(7).fill('key-1'), 'key-2'])
})

test('a refusal is told at once', async () => {
  const { keys, ports } = serverThat(() => new RequestFailure({ kind: 'refused', status: 409, code: 'account-locked' }))
  await expect(openAttempts()('cas_1', ports)).rejects.toMatchObject({ code: 'account-locked' })
  expect(keys).toHaveLength(1)
})
