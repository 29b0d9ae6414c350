import { expect, test } from 'vitest'
import type { StillResult } from '../../call/grab-still.ts'
import { RequestFailure } from '../../kit/request.ts'
import { openSnapshotAnswers, type SnapshotPorts } from './answer-snapshots.ts'

const still: StillResult = {
  ok: true,
  still: { jpeg: new Blob(['x']), widthPx: 1280, heightPx: 720, takenAtMs: 0 },
}
const ask = (askId: string) => ({ askId, stepId: 'front' })

const setUp = (change: Partial<SnapshotPorts> = {}) => {
  const put: string[] = []
  const story: string[] = []
  const answers = openSnapshotAnswers({
    grab: async () => still,
    put: async (askId) => put.push(askId),
    onTaken: () => story.push('taken'),
    wait: async (_ms, signal) => {
      await Promise.resolve()
      signal?.throwIfAborted()
    },
    random: () => 0.5,
    ...change,
  })
  return { answers, put, story }
}

test('[LC4] a picture is taken once for each time that it is asked for', async () => {
  const { answers, put, story } = setUp()
  answers.asked(ask('ask_1'))
  answers.asked(ask('ask_1'))
  await expect.poll(() => put).toEqual(['ask_1'])
  answers.asked(null)
  answers.asked(ask('ask_1'))
  answers.asked(ask('ask_2'))
  await expect.poll(() => put).toEqual(['ask_1', 'ask_2'])
  expect(story).toEqual(['taken', 'taken'])
})

test('[LC4] a lost network only makes it later; the same picture is sent', async () => {
  let failures = 3
  const sent: unknown[] = []
  const { answers, story } = setUp({
    put: async (_askId, one) => {
      sent.push(one)
      if (failures-- > 0) throw new RequestFailure({ kind: 'offline' })
    },
  })
  answers.asked(ask('ask_1'))
  await expect.poll(() => sent).toHaveLength(4)
  expect(new Set(sent).size).toBe(1)
  expect(story).toEqual(['taken'])
})

test('a camera that gives nothing now is asked again, until somebody wants another picture', async () => {
  let grabbed = 0
  const { answers, put } = setUp({
    grab: async () => (++grabbed < 3 ? { ok: false, refusal: 'no-picture' } : still),
  })
  answers.asked(ask('ask_1'))
  await expect.poll(() => put).toEqual(['ask_1'])
})

test('what nobody waits for any more is given up', async () => {
  let tries = 0
  const { answers, put } = setUp({
    put: async (askId) => {
      tries += 1
      if (askId === 'ask_1') throw new RequestFailure({ kind: 'refused', status: 404, code: 'not-found' })
      return put.push(askId)
    },
  })
  answers.asked(ask('ask_1'))
  await expect.poll(() => tries).toBe(1)
  answers.asked(ask('ask_2'))
  await expect.poll(() => put).toEqual(['ask_2'])
})
