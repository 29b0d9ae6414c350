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
