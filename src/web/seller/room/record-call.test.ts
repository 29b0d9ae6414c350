import { expect, test } from 'vitest'
import { memoryOutbox } from '../../capture/outbox.ts'
import type { RecorderPorts } from '../../capture/recorder.ts'
import type { PutAnswer } from '../../capture/sender.ts'
import { RequestFailure } from '../../kit/request.ts'
import { type CallRecordingPorts, type RecordingState, recordCall } from './record-call.ts'

const recordingId = 'rec'
const call = { stream: {} as MediaStream, attemptId: 'att', recordingId }

/** A recorder that makes a chunk whenever the test says so, and a line that answers as told. */
const setUp = (change: Partial<CallRecordingPorts> = {}, line: { answer: PutAnswer } = { answer: 'durable' }) => {
  const outbox = memoryOutbox()
  const completed: string[] = []
  const states: RecordingState[] = []
  const failures: unknown[] = []
  const held = { now: false }
  const made = { count: 0, ports: null as RecorderPorts | null }
  const makeChunk = async () => {
    const seq = made.count++
    await outbox.put({ recordingId, seq, sha256: '', mediaEndMs: seq * 500, bytes: new ArrayBuffer(1) })
    made.ports?.onChunk()
  }
  const ports: CallRecordingPorts = {
    outbox,
    put: async () => line.answer,
    complete: async (attemptId, { chunkCount }) => {
      completed.push(`${attemptId} ${chunkCount}`)
      return {} as never
    },
    startRecorder: async (recorder) => {
      made.ports = recorder
      return {
        mediaMs: () => made.count * 500,
        chunkCount: () => made.count,
        stop: async () => {
          await makeChunk()
          return made.count
        },
      }
    },
    hold: async (_recordingId, work) => {
      held.now = true
      await work()
      held.now = false
    },
    wait: () => new Promise((resolve) => setTimeout(resolve, 0)),
    random: () => 0.5,
    nowMs: () => 0,
    onState: (state) => states.push(state),
    onFailure: (cause) => failures.push(cause),
    ...change,
  }
  return { outbox, completed, states, failures, held, makeChunk, ports, line }
}

test('[CP5] what was recorded is sent while the call goes on, the rest after it, and only then is it complete', async () => {
  const { ports, makeChunk, completed, outbox, states, held } = setUp()
  const recording = await recordCall(call, ports)
  await makeChunk()
  await makeChunk()
  await expect.poll(() => outbox.waiting(recordingId)).toBe(0)
  expect(completed).toEqual([])
  expect(held.now).toBe(true)
  await recording.finish()
  await recording.finish()
  expect(completed).toEqual(['att 3'])
  expect(await outbox.markers()).toEqual([])
  expect(states.at(-1)).toEqual({ made: 3, waiting: 0, connection: 'ok' })
  await expect.poll(() => held.now).toBe(false)
})

test('[CP5] a line that is down records on; nothing is complete before everything is there', async () => {
  const { ports, makeChunk, completed, outbox, states, line } = setUp({}, { answer: 'again' })
  const recording = await recordCall(call, ports)
  for (let no = 0; no < 4; no += 1) await makeChunk()
  await expect.poll(() => states.at(-1)?.connection).toBe('lost')
  const finishing = recording.finish()
  await expect.poll(async () => (await outbox.markers())[0]?.state).toBe('finished')
  expect(completed).toEqual([])
  line.answer = 'durable'
  await finishing
  expect(completed).toEqual(['att 5'])
})

test('[CP5] a recording that another one replaces is sent and not completed', async () => {
  const { ports, makeChunk, completed, outbox } = setUp()
  const recording = await recordCall(call, ports)
  await makeChunk()
  await recording.giveUp()
  expect(completed).toEqual([])
  expect(await outbox.markers()).toEqual([])
})

test('two recordings that quarrel are a failure, and what is here is kept', async () => {
  const { ports, makeChunk, failures, outbox } = setUp({}, { answer: 'conflict' })
  await recordCall(call, ports)
  await makeChunk()
  await expect.poll(() => failures).toEqual(['conflict'])
  expect(await outbox.waiting(recordingId)).toBe(1)
})

test('a browser that cannot record says so, and leaves no marker behind', async () => {
  const { ports, outbox, held } = setUp({ startRecorder: () => Promise.reject(new Error('no recorder')) })
  await expect(recordCall(call, ports)).rejects.toThrow('no recorder')
  expect(await outbox.markers()).toEqual([])
  await expect.poll(() => held.now).toBe(false)
})

test('a lost answer to the completion is asked for again', async () => {
  let failuresLeft = 2
  const { ports } = setUp()
  let asked = 0
  const recording = await recordCall(call, {
    ...ports,
    complete: async () => {
      asked += 1
      if (failuresLeft-- > 0) throw new RequestFailure({ kind: 'offline' })
      return {} as never
    },
  })
  await recording.finish()
  expect(asked).toBe(3)
})
