import { expect, test } from 'vitest'
import { memoryOutbox } from '../capture/outbox.ts'
import type { PutAnswer } from '../capture/sender.ts'
import { RequestFailure } from '../kit/request.ts'
import { resumeWitnesses } from './record-witness.ts'

/** A witness that a page left behind in the middle, with chunks that the server does not have. */
const leftBehind = async (answers: PutAnswer[], startedAtMs = 0) => {
  const outbox = memoryOutbox()
  const recordingId = 'witness'
  await outbox.begin({
    recordingId,
    kind: 'witness',
    ownerId: 'call',
    state: 'recording',
    madeCount: 0,
    mediaEndMs: 0,
    startedAtMs,
  })
  for (const seq of [0, 1, 2]) {
    const mediaEndMs = (seq + 1) * 500
    await outbox.put({ recordingId, seq, sha256: String(seq), mediaEndMs, bytes: new ArrayBuffer(1) })
  }
  const put: number[] = []
  const told: unknown[] = []
  const failures = [new RequestFailure({ kind: 'offline' })]
  const resume = () =>
    resumeWitnesses({
      outbox,
      put: async ({ seq }) => {
        put.push(seq)
        return answers.shift() ?? 'durable'
      },
      complete: async (id, whole) => {
        const failure = failures.shift()
        if (failure) throw failure
        told.push([id, whole])
      },
      wait: async () => undefined,
      random: () => 0.5,
      nowMs: () => 1000,
      claim: (_id, work) => work(),
    })
  return { outbox, put, told, resume }
}

test('[LC6] a witness that was cut off is sent and completed as far as it goes', async () => {
  const { outbox, put, told, resume } = await leftBehind(['durable', 'again'])
  await resume()
  expect(put).toEqual([0, 1, 1, 2])
  expect(told).toEqual([['witness', { chunkCount: 3, mediaMs: 1500 }]])
  expect(await outbox.markers()).toEqual([])
})

test('a witness that the server takes no more of is forgotten; one that belongs to somebody else is kept', async () => {
  const closed = await leftBehind(['closed'])
  await closed.resume()
  expect(closed.told).toEqual([])
  expect(await closed.outbox.markers()).toEqual([])
  const refused = await leftBehind(['refused'])
  await refused.resume()
  expect((await refused.outbox.markers()).length).toBe(1)
})

test('a witness that is days old is no longer asked for', async () => {
  const { outbox, put, resume } = await leftBehind([], -4 * 24 * 60 * 60_000)
  await resume()
  expect(put).toEqual([])
  expect(await outbox.markers()).toEqual([])
})
