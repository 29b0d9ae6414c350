import { expect, test } from 'vitest'
import { contextOf } from '#test/inspection/hand-made-evidence.ts'
import { regularStamps, scene, synthesiseRecording } from '#test/media/synthesise-recording.ts'
import { temporaryFolder } from '#test/ports/temporary-folder.ts'
import { openInspection } from './inspection-session.ts'
import { openModelWorker } from './models/model-worker.ts'

/** The session's own promises, which hold whatever the models say; so it runs here without any. */
const checks = {
  'id-card.name': { grade: 'gate', limits: {} },
  'face.one-person': { grade: 'gate', limits: {} },
  'continuity.frame-gap': { grade: 'gate', limits: {} },
} as const

const inspect = async (pieces: Uint8Array[]) => {
  const worker = openModelWorker(await temporaryFolder())
  try {
    const inspection = openInspection({ ...contextOf(checks), plan: null, worker })
    for (const piece of pieces) await inspection.push(piece)
    return await inspection.finish()
  } finally {
    await worker.close()
  }
}

const brief = ({ findings }: Awaited<ReturnType<typeof inspect>>) =>
  findings
    .filter(({ outcome }) => outcome !== 'not-applicable')
    .map(({ check, outcome, reason }) => `${check}: ${outcome} ${reason}`)

const recording = () =>
  synthesiseRecording({
    container: 'webm',
    video: {
      codec: 'vp8',
      widthPx: 320,
      heightPx: 240,
      stampsMs: regularStamps(15, 3000),
      pixels: scene({ widthPx: 320, heightPx: 240 }),
    },
  })

test('[CK11] without its models an inspection still ends, and says that they are missing', async () => {
  const bytes = await recording()
  const result = await inspect([bytes.subarray(0, 1000), bytes.subarray(1000)])
  expect(brief(result)).toEqual([
    'id-card.name: unsure model-missing',
    'face.one-person: unsure model-missing',
    'continuity.frame-gap: pass null',
  ])
  expect(result.refusal).toBeNull()
  expect(result.timing.framesDecoded).toBe(45)
  expect(result.timing.framesLookedAt).toBeGreaterThanOrEqual(6)
})

test('[CK11] what is no recording is unreadable, never passed', async () => {
  const result = await inspect([new TextEncoder().encode('no recording at all'.repeat(200))])
  expect(result.refusal?.code).toBe('recording-unreadable')
  expect(brief(result)[0]).toBe('id-card.name: unsure recording-unreadable')
  expect(brief(result).filter((line) => line.includes('pass'))).toEqual([])
})

test('[CK11] an inspection that is given up leaves nothing running', async () => {
  const worker = openModelWorker(await temporaryFolder())
  const inspection = openInspection({ ...contextOf(checks), plan: null, worker })
  await inspection.push((await recording()).subarray(0, 2000))
  await inspection.abort()
  await worker.close()
})

/** A call as one side sees it, from `beginsMs` of the seller's recording on: somebody moves about, or sits elsewhere. */
const seen = (widthPx: number, framesPerSecond: number, seconds: number, beginsMs: number, elsewhere = false) => {
  const heightPx = (widthPx * 9) / 16
  const place = (ptsMs: number) => {
    const t = ptsMs + beginsMs
    if (elsewhere) return { x01: 0.1 + 0.04 * Math.sin(t / 610), y01: 0.85 }
    return { x01: 0.5 + 0.3 * Math.sin(t / 2300) + 0.1 * Math.sin(t / 790), y01: 0.5 + 0.3 * Math.sin(t / 1700 + 2) }
  }
  const pixels = scene({ widthPx, heightPx, place, seed: framesPerSecond })
  const stampsMs = regularStamps(framesPerSecond, seconds * 1000)
  return synthesiseRecording({ container: 'webm', video: { codec: 'vp8', widthPx, heightPx, stampsMs, pixels } })
}

const asked = { 'continuity.witness': { grade: 'gate', limits: {} } } as const
const compared = async (witness: Uint8Array | null, checks: Parameters<typeof contextOf>[0] = asked) => {
  const worker = openModelWorker(await temporaryFolder())
  try {
    const inspection = openInspection({ ...contextOf(checks), plan: null, worker })
    await inspection.push(await seen(192, 10, 24, 0))
    if (witness) {
      await inspection.pushWitness('w1', witness.subarray(0, 5000))
      await inspection.pushWitness('w1', witness.subarray(5000))
    }
    return brief(await inspection.finish({ chunks: [], focusLosses: [] }))
  } finally {
    await worker.close()
  }
}

test('[LC3] what the reviewer saw is held against the recording: the same passes', async () => {
  expect(await compared(await seen(128, 8, 18, 4200))).toEqual(['continuity.witness: pass null'])
})

test('[LC3] another picture than the reviewer saw fails', async () => {
  expect(await compared(await seen(128, 8, 18, 4200, true))).toEqual(['continuity.witness: fail recordings-disagree'])
})

test('[LC3] without a witness, or with one that is no recording, a person compares', async () => {
  expect(await compared(new Uint8Array(9000).fill(7))).toEqual(['continuity.witness: unsure recording-unreadable'])
  expect(await compared(null)).toEqual(['continuity.witness: unsure no-evidence'])
})

test('a program that asks for no comparison has none', async () => {
  expect(await compared(new Uint8Array(9000).fill(7), {})).toEqual([])
})
