import { expect, test } from 'vitest'
import { type Chunk, memoryOutbox } from './outbox.ts'
import { createSender, type PutAnswer, type SenderState } from './sender.ts'
import { retryPauseMs, type Wait } from './wait.ts'

const recordingId = 'rec'

const outboxWith = async (count: number) => {
  const outbox = memoryOutbox()
  await outbox.begin({
    recordingId,
    kind: 'attempt',
    ownerId: 'att',
    state: 'recording',
    madeCount: 0,
    mediaEndMs: 0,
    startedAtMs: 0,
  })
  for (let seq = 0; seq < count; seq += 1) await outbox.put(chunk(seq))
  return outbox
}

const chunk = (seq: number): Chunk => ({
  recordingId,
  seq,
  sha256: String(seq),
  mediaEndMs: seq * 500,
  bytes: new ArrayBuffer(1),
})

/** A server that answers as told, then durable; keeps what it was sent. */
const server = (answers: PutAnswer[]) => {
  const got: number[] = []
  const put = async (sent: Chunk): Promise<PutAnswer> => {
    const answer = answers.shift() ?? 'durable'
    got.push(sent.seq)
    return answer
  }
  return { got, put }
}

const setUp = async (count: number, answers: PutAnswer[]) => {
  const outbox = await outboxWith(count)
  const { got, put } = server(answers)
  const pauses: number[] = []
  const states: SenderState[] = []
  const wait: Wait = async (ms, signal) => {
    signal?.throwIfAborted()
    pauses.push(ms)
  }
  const sender = createSender({
    outbox,
    recordingId,
    put,
    wait,
    random: () => 0.5,
    onState: (state) => states.push(state),
  })
  return { outbox, got, pauses, states, sender }
}

test('[CP5] chunks go in order, and each leaves the outbox only when it is durable', async () => {
  const { outbox, got, sender } = await setUp(3, ['durable', 'again', 'again', 'durable'])
  sender.finish()
  expect(await sender.run()).toBe('drained')
  expect(got).toEqual([0, 1, 1, 1, 2])
  expect(await outbox.waiting(recordingId)).toBe(0)
})

test('[CP5] a long outage is waited out with growing pauses, and told as such', async () => {
  const { pauses, states, sender } = await setUp(1, Array<PutAnswer>(8).fill('again'))
  sender.finish()
  expect(await sender.run()).toBe('drained')
  expect(pauses).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000, 4000])
  expect(states.at(0)).toEqual({ waiting: 1, connection: 'lost' })
  expect(states.at(-1)).toEqual({ waiting: 0, connection: 'ok' })
})

test('[CP5] a chunk that comes while the sender sleeps is sent', async () => {
  const { outbox, got, sender } = await setUp(1, [])
  const end = sender.run()
  await outbox.put(chunk(1))
  sender.wake()
  sender.finish()
  expect(await end).toBe('drained')
  expect(got).toEqual([0, 1])
})

test('a conflict stops at once and keeps what is there', async () => {
  const { outbox, got, sender } = await setUp(3, ['durable', 'conflict'])
  expect(await sender.run()).toBe('conflict')
  expect(got).toEqual([0, 1])
  expect(await outbox.waiting(recordingId)).toBe(2)
})

test('a chunk that stays damaged is given up after some tries, a closed recording at once', async () => {
  const damaged = await setUp(1, Array<PutAnswer>(100).fill('damaged'))
  expect(await damaged.sender.run()).toBe('refused')
  expect(damaged.got.length).toBe(6)
  const closed = await setUp(1, ['closed'])
  expect(await closed.sender.run()).toBe('closed')
})

test('stopping ends a pause and a sleep', async () => {
  const idle = await setUp(0, [])
  const end = idle.sender.run()
  idle.sender.stop()
  expect(await end).toBe('stopped')
  const busy = await setUp(1, Array<PutAnswer>(100).fill('again'))
  busy.sender.stop()
  expect(await busy.sender.run()).toBe('stopped')
})

test('pauses are spread by chance and have a limit', () => {
  expect(retryPauseMs(0, () => 0)).toBe(125)
  expect(retryPauseMs(0, () => 1)).toBe(375)
  expect(retryPauseMs(1000, () => 1)).toBe(6000)
})
