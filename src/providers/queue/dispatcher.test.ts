import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type DispatcherSettings, startDispatcher } from './dispatcher.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A store of numbered jobs; each runs until `finish` is called for it. */
function setUp(settings: Partial<DispatcherSettings<number>> = {}, waiting: number[] = []) {
  const started: number[] = []
  const errors: unknown[] = []
  const ends = new Map<number, () => void>()
  let fetches = 0
  const dispatcher = startDispatcher<number>({
    concurrency: 2,
    pollMs: 5_000,
    fetch: async (atMost) => {
      fetches += 1
      return waiting.splice(0, atMost)
    },
    untilNextMs: async () => undefined,
    run: (job) => {
      started.push(job)
      return new Promise((resolve) => ends.set(job, resolve))
    },
    onError: (error) => errors.push(error),
    ...settings,
  })
  const settle = () => vi.advanceTimersByTimeAsync(0)
  const finish = async (job: number) => {
    ends.get(job)?.()
    await settle()
  }
  return { waiting, started, errors, dispatcher, settle, finish, fetches: () => fetches }
}

test('no more jobs run at once than there is room for, and the next starts when one ends', async () => {
  const { started, settle, finish } = setUp({}, [1, 2, 3])
  await settle()
  expect(started).toEqual([1, 2])
  await finish(1)
  expect(started).toEqual([1, 2, 3])
})

test('a wake-up starts a new job at once, and without one it is found within the poll', async () => {
  const { waiting, started, settle, dispatcher } = setUp()
  await settle()
  waiting.push(1)
  await settle()
  expect(started).toEqual([])
  dispatcher.wake()
  await settle()
  expect(started).toEqual([1])
  waiting.push(2)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(started).toEqual([1, 2])
})

test('a wake-up that comes during a fetch is not lost', async () => {
  const gate = Promise.withResolvers<number[]>()
  const answers = [gate.promise, Promise.resolve([7])]
  const { started, settle, dispatcher } = setUp({ fetch: () => answers.shift() ?? Promise.resolve([]) })
  await settle()
  dispatcher.wake()
  gate.resolve([])
  await settle()
  expect(started).toEqual([7])
})

test('a delayed job starts when it is due, not at the next poll', async () => {
  let dueInMs: number | undefined = 1_200
  const { waiting, started } = setUp({ untilNextMs: async () => dueInMs })
  await vi.advanceTimersByTimeAsync(1_199)
  waiting.push(1)
  dueInMs = undefined
  expect(started).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(started).toEqual([1])
})

test('an idle dispatcher hardly asks', async () => {
  const { fetches } = setUp()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(fetches()).toBeLessThanOrEqual(13)
})

test('a store that fails is told of and asked again', async () => {
  let broken = true
  const { started, errors, settle } = setUp({
    fetch: async () => {
      if (broken) throw new Error('away')
      return started.length === 0 ? [1] : []
    },
  })
  await settle()
  broken = false
  await vi.advanceTimersByTimeAsync(1_000)
  expect(errors).toEqual([new Error('away')])
  expect(started).toEqual([1])
})

test('stopping takes no new job and waits for those that run', async () => {
  const { started, settle, finish, dispatcher } = setUp({}, [1, 2, 3])
  await settle()
  let stopped = false
  void dispatcher.stop().then(() => {
    stopped = true
  })
  await finish(1)
  expect(stopped).toBe(false)
  await finish(2)
  expect(stopped).toBe(true)
  expect(started).toEqual([1, 2])
})
