import { expect, test } from 'vitest'
import { RequestFailure } from '../kit/request.ts'
import { memoryOutbox, type RunMarker } from './outbox.ts'
import { resumeRecordings } from './resume.ts'

const leftBehind = async (part: Partial<RunMarker>) => {
  const outbox = memoryOutbox()
  await outbox.begin({
    recordingId: 'rec',
    kind: 'attempt',
    ownerId: 'att',
    state: 'recording',
    madeCount: 0,
    mediaEndMs: 0,
    startedAtMs: 1000,
    ...part,
  })
  for (const seq of [0, 1, 2])
    await outbox.put({ recordingId: 'rec', seq, sha256: '', mediaEndMs: seq * 500, bytes: new ArrayBuffer(1) })
  if (part.state === 'finished') await outbox.finish('rec')
  await outbox.remove('rec', 0)
  return outbox
}

const resume = async (
  outbox: ReturnType<typeof memoryOutbox>,
  focusLoss?: () => Promise<never>,
  claim = (_recordingId: string, work: () => Promise<void>) => work(),
) => {
  const told: string[] = []
  await resumeRecordings({
    outbox,
    api: {
      focusLoss: async (attempt, { kind, chunkCount }) => {
        told.push(`${kind} ${attempt} ${chunkCount}`)
        return focusLoss ? focusLoss() : ({} as never)
      },
      complete: async (attempt, { chunkCount }) => {
        told.push(`complete ${attempt} ${chunkCount}`)
        return {} as never
      },
    },
    put: async ({ seq }) => {
      told.push(`chunk ${seq}`)
      return 'durable'
    },
    wait: async () => undefined,
    random: () => 0.5,
    nowMs: () => 60_000,
    claim,
  })
  return told
}

test('[CK10] [CP5] a run that was reloaded is reported once, and its evidence still arrives', async () => {
  const outbox = await leftBehind({})
  expect(await resume(outbox)).toEqual(['reloaded att 3', 'chunk 1', 'chunk 2'])
  expect(await resume(outbox)).toEqual([])
})

test('[CP5] a run whose steps were all done is sent and completed, and is no failure', async () => {
  const outbox = await leftBehind({ state: 'finished' })
  expect(await resume(outbox)).toEqual(['chunk 1', 'chunk 2', 'complete att 3'])
})

test('the recording of another seller on the same computer is left alone', async () => {
  const outbox = await leftBehind({})
  const told = await resume(outbox, () =>
    Promise.reject(new RequestFailure({ kind: 'refused', status: 404, code: 'not-found' })),
  )
  expect(told).toEqual(['reloaded att 3'])
  expect(await outbox.waiting('rec')).toBe(2)
})

test('rehearsals and very old recordings are forgotten without a word', async () => {
  const rehearsal = await leftBehind({ kind: 'rehearsal' })
  expect(await resume(rehearsal)).toEqual([])
  expect(await rehearsal.markers()).toEqual([])
  const old = await leftBehind({ startedAtMs: -4 * 24 * 60 * 60_000 })
  expect(await resume(old)).toEqual([])
  expect(await old.markers()).toEqual([])
})

test('a run that another window is recording right now is left alone', async () => {
  const outbox = await leftBehind({})
  expect(await resume(outbox, undefined, async () => undefined)).toEqual([])
  expect(await outbox.waiting('rec')).toBe(2)
})

test('[CP5] the recording of a call is sent without a word about leaving, and completed only if no later one is there', async () => {
  const outbox = await leftBehind({ kind: 'call' })
  expect(await resume(outbox)).toEqual(['chunk 1', 'chunk 2', 'complete att 3'])
  const reloaded = await leftBehind({ kind: 'call' })
  const later = { recordingId: 'rec_2', kind: 'call', ownerId: 'att', startedAtMs: 2000 } as const
  await reloaded.begin({ ...later, state: 'recording', madeCount: 0, mediaEndMs: 0 })
  const told = await resume(reloaded, undefined, (recordingId, work) =>
    recordingId === 'rec' ? work() : Promise.resolve(),
  )
  expect(told).toEqual(['chunk 1', 'chunk 2'])
  expect((await reloaded.markers()).map(({ recordingId }) => recordingId)).toEqual(['rec_2'])
})
