import { readFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import type { App } from '#app/app.ts'
import type { AttemptResult } from '#contracts/seller-api.ts'
import { startInspectionWorker } from '#jobs/inspection-worker.ts'
import type { RunChoice, WholeRun } from '#main/demo/media/whole-run.ts'
import { type RecordingChunk, recordingChunks } from '../media/recording-chunks.ts'
import { runChoices, wholeRunOf } from '../media/whole-runs.ts'
import { openCaseOf, prepareToRun, type RunTimes } from './seller-run.ts'
import { openServerWorld, type Person } from './server-world.ts'

/**
 * Whole recordings through the whole product: sent chunk by chunk through the seller's door, followed by the inspection
 * with the models it ships, judged by the program, seen by the seller and by staff.
 */

/** With chance held at its least, the server draws these turns and digits, each pause as short as it may be. */
export const least = () => 0
const answers = {
  turns: ['left', 'right', 'left'],
  digits: '0101',
  language: 'en',
  registration: { language: 'en' },
} satisfies Partial<RunChoice>
const frontOnly = { without: ['id-back', 'face', 'digits', 'pan'] } satisfies Partial<RunChoice>

export type Filmed = { run: WholeRun; bytes: Uint8Array<ArrayBuffer>; chunks: RecordingChunk[]; times: RunTimes }

export const filmed = async (choice: RunChoice): Promise<Filmed> => {
  const run = await wholeRunOf({ ...choice, ...answers })
  const bytes = new Uint8Array(await readFile(run.recordingFile))
  return { run, bytes, chunks: recordingChunks(bytes, run.truth.durationMs), times: timesOf(run) }
}

/** The five steps of the program from a plan in which every head turn is a step of its own. */
const timesOf = ({ plan, truth }: WholeRun): RunTimes => {
  const times: RunTimes = {}
  for (const { kind, startMs, endMs } of plan.steps) {
    const known = times[kind]
    const challengesAtMs =
      kind === 'face'
        ? [...(known?.challengesAtMs ?? []), startMs]
        : kind === 'digits'
          ? truth.voice.map((digit) => Math.round(digit.startMs) - 600)
          : []
    times[kind] = { startMs: known?.startMs ?? startMs, endMs: endMs ?? truth.durationMs, challengesAtMs }
  }
  return times
}

/** Recordings and models take their time, the more so on a busy machine. */
export const filmedWithinMs = 600_000

/** Decoding and models take their time, the more so on a busy machine; a stuck inspection is what the limit is for. */
export const patience = { timeout: 400_000, interval: 200 }

export const resultOf = async (seller: Person, attemptId: string): Promise<AttemptResult> =>
  (await seller.call<AttemptResult>('GET', `/s/api/attempts/${attemptId}`)).body

/**
 * Has the recording inspected by one worker that comes when all of it is there: a run in a test is sent far faster than
 * it was filmed, so a worker beside it would be a worker that is behind.
 */
export const inspected = async (app: App, seller: Person, attemptId: string): Promise<AttemptResult> => {
  const worker = await startInspectionWorker(app, 1)
  try {
    return await vi.waitFor(async () => {
      const result = await resultOf(seller, attemptId)
      if (result.inspection !== 'done') throw new Error(`the inspection is ${result.inspection}`)
      return result
    }, patience)
  } finally {
    await worker.stop()
  }
}

export const outcomes = ({ findings }: Pick<AttemptResult, 'findings'>, outcome: string) =>
  findings.filter((finding) => finding.outcome === outcome)
export const named = (findings: AttemptResult['findings']) => findings.map(({ check, reason }) => `${check}: ${reason}`)

const opened = async () => {
  const world = await openServerWorld({ chance: least })
  const faults: unknown[] = []
  // What a worker tries again, or a door answers with 500, is a bug here.
  Object.assign(world.app.log, { error: (fault: unknown) => faults.push(fault) })
  const tenant = await world.tenant('A marketplace with cameras')
  let sellers = 0
  return {
    world,
    faults,
    tenant,
    staff: await world.staff(tenant.tenantId, 'reviewer'),
    front: await filmed({ ...runChoices.clean, ...frontOnly }),
    async newSeller(of: Filmed | null): Promise<{ seller: Person; caseId: string }> {
      sellers += 1
      const sellerId = `seller-${sellers}`
      const { sellerId: _, ...registration } = of?.run.registration ?? { sellerId }
      const caseId = await openCaseOf(tenant.marketplace, sellerId, { registration })
      const seller = await world.sellerOf(tenant.marketplace, caseId)
      await prepareToRun(seller, caseId)
      return { seller, caseId }
    },
    async recordedEvents(caseId: string, type: string): Promise<number> {
      const { body } = await tenant.marketplace.call<{ events: { data: { type: string } }[] }>(
        'GET',
        `/v1/cases/${caseId}/events`,
      )
      return body.events.filter((event) => event.data.type === type).length
    },
  }
}

type FilmedWorld = Omit<Awaited<ReturnType<typeof opened>>, 'faults'>

/**
 * A world with one marketplace and a reviewer of its, and a run in which only the card's front is shown. Called at the
 * top of a test file: it opens before the first test and closes after the last, and no test may leave a fault in the log.
 */
export const openFilmedWorld = (): FilmedWorld => {
  const stage: Partial<Awaited<ReturnType<typeof opened>>> = {}
  beforeAll(async () => {
    Object.assign(stage, await opened())
  }, filmedWithinMs)
  afterEach(() => expect(stage.faults?.splice(0)).toEqual([]))
  afterAll(() => stage.world?.close())
  // Whole before the first test runs.
  return stage as FilmedWorld
}
