import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, test } from 'vitest'
import { openOutbox } from './indexed-outbox.ts'
import { type Chunk, memoryOutbox, type Outbox, type RunMarker } from './outbox.ts'

const marker = (recordingId: string): RunMarker => ({
  recordingId,
  kind: 'attempt',
  ownerId: `att-${recordingId}`,
  state: 'recording',
  madeCount: 0,
  mediaEndMs: 0,
  startedAtMs: 1000,
})

const chunk = (recordingId: string, seq: number): Chunk => ({
  recordingId,
  seq,
  sha256: `digest-${seq}`,
  mediaEndMs: (seq + 1) * 500,
  bytes: new Uint8Array([seq, 1, 2]).buffer,
})

const backends: [string, () => Promise<Outbox>][] = [
  ['on disk', () => openOutbox(new IDBFactory())],
  ['in memory', async () => memoryOutbox()],
]

describe.each(backends)('the outbox %s', (_name, open) => {
  test('[CP5] gives chunks back lowest first, whatever the order they were put in, and only of its recording', async () => {
    const outbox = await open()
    await outbox.begin(marker('a'))
    await outbox.begin(marker('b'))
    for (const seq of [2, 0, 1]) await outbox.put(chunk('a', seq))
    await outbox.put(chunk('b', 0))
    const sent: number[] = []
    for (let next = await outbox.first('a'); next; next = await outbox.first('a')) {
      sent.push(next.seq)
      await outbox.remove('a', next.seq)
    }
    expect(sent).toEqual([0, 1, 2])
    expect(await outbox.waiting('b')).toBe(1)
    expect(new Uint8Array((await outbox.first('b'))?.bytes ?? new ArrayBuffer(0))).toEqual(new Uint8Array([0, 1, 2]))
  })

  test('[CP5] knows after every chunk how many were made, even when they have been sent', async () => {
    const outbox = await open()
    await outbox.begin(marker('a'))
    await outbox.put(chunk('a', 0))
    await outbox.put(chunk('a', 1))
    await outbox.remove('a', 0)
    await outbox.remove('a', 1)
    expect(await outbox.markers()).toEqual([{ ...marker('a'), madeCount: 2, mediaEndMs: 1000 }])
    await outbox.finish('a')
    expect((await outbox.markers())[0]?.state).toBe('finished')
  })

  test('refuses a chunk of a recording that never began', async () => {
    const outbox = await open()
    await expect(outbox.put(chunk('nobody', 0))).rejects.toThrow()
    expect(await outbox.waiting('nobody')).toBe(0)
  })

  test('forgets a recording whole', async () => {
    const outbox = await open()
    await outbox.begin(marker('a'))
    await outbox.put(chunk('a', 0))
    await outbox.forget('a')
    expect(await outbox.markers()).toEqual([])
    expect(await outbox.first('a')).toBeNull()
  })
})

test('[CP5] what was put is still there when the page is opened again', async () => {
  const disk = new IDBFactory()
  const before = await openOutbox(disk)
  await before.begin(marker('a'))
  await before.put(chunk('a', 0))
  const after = await openOutbox(disk)
  expect(after.survivesReload).toBe(true)
  expect((await after.first('a'))?.sha256).toBe('digest-0')
  expect((await after.markers())[0]?.madeCount).toBe(1)
})

test('a browser that refuses to store gets an outbox in memory', async () => {
  const refusing = {
    open: () => {
      throw new Error('not in a private window')
    },
  } as unknown as IDBFactory
  expect((await openOutbox(refusing)).survivesReload).toBe(false)
})
