import { expect, test } from 'vitest'
import { temporaryFolder } from '#test/ports/temporary-folder.ts'
import type { LookWishes } from '../vision/look-at-frame.ts'
import { openModelWorker } from './model-worker.ts'

const picture = () => ({ data: new Uint8Array(64 * 48 * 3).fill(90), width: 64, height: 48 })
const wishes: LookWishes = {
  faces: true,
  likeness: false,
  pose: false,
  card: 'read',
  cardNear: null,
  keepPicture: 'yes',
}

test('[CK11] what a missing model would have seen is named, and the rest is answered', async () => {
  const worker = openModelWorker(await temporaryFolder())
  try {
    const reply = await worker.look(picture(), 40, wishes, 'prompt')
    expect(reply).toMatchObject({ ok: true, missing: ['face-detect', 'text-detect'] })
    if (!reply.ok) throw new Error(reply.detail)
    expect(reply.look).toMatchObject({ atMs: 40, widthPx: 64, faces: [], card: null, textLines: null })
    expect(Math.round(reply.look.meanLuma)).toBe(90)
    // A JPEG begins with these two bytes.
    expect([...reply.jpeg!.subarray(0, 2)]).toEqual([0xff, 0xd8])
  } finally {
    await worker.close()
  }
})

test('[CK11] prompt looks go before patient ones, and a picture is taken over with its memory', async () => {
  const worker = openModelWorker(await temporaryFolder())
  try {
    const order: string[] = []
    const first = picture()
    const looks = [
      worker.look(first, 0, wishes, 'patient').then(() => order.push('patient 1')),
      worker.look(picture(), 1, wishes, 'patient').then(() => order.push('patient 2')),
      worker.look(picture(), 2, wishes, 'prompt').then(() => order.push('prompt')),
    ]
    expect(first.data.byteLength).toBe(0)
    await Promise.all(looks)
    expect(order).toEqual(['patient 1', 'prompt', 'patient 2'])
  } finally {
    await worker.close()
  }
})

test('[CK1] a patient look has its turn however many prompt ones keep coming', async () => {
  const worker = openModelWorker(await temporaryFolder())
  try {
    const order: string[] = []
    const busy = worker.look(picture(), 0, wishes, 'prompt')
    const card = worker.look(picture(), 1, wishes, 'patient').then(() => order.push('patient'))
    const faces = Array.from({ length: 12 }, (_, i) =>
      worker.look(picture(), 2 + i, wishes, 'prompt').then(() => order.push('prompt')),
    )
    await Promise.all([busy, card, ...faces])
    expect(order.indexOf('patient')).toBeGreaterThan(1)
    expect(order.indexOf('patient')).toBeLessThan(8)
  } finally {
    await worker.close()
  }
})

test('[CK11] a worker that is closed finishes what is under way and answers everybody who waits', async () => {
  const worker = openModelWorker(await temporaryFolder())
  const waiting = [worker.look(picture(), 0, wishes, 'prompt'), worker.look(picture(), 1, wishes, 'prompt')]
  await worker.close()
  expect((await Promise.all(waiting)).map(({ ok }) => ok)).toEqual([true, false])
  expect(await worker.look(picture(), 2, wishes, 'prompt')).toEqual({ ok: false, detail: 'closed' })
})
