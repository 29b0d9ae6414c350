import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { maxDigitMsOf } from '#domain/challenge.ts'
import type { InspectionResult } from '#inspection/inspection.ts'
import { openInspection } from '#inspection/inspection-session.ts'
import { fetchModels } from '#inspection/models/fetch.ts'
import { type ModelWorker, openModelWorker } from '#inspection/models/model-worker.ts'
import { wholeRun } from '#main/demo/media/whole-run.ts'
import { loadPrograms } from '#main/load-programs.ts'
import { modelsDir } from '#main/models-dir.ts'
import { mediaOptions } from '#test/media/media-cache.ts'
import { type Bench, type Cell, percentile } from './bench-result.ts'

/**
 * What following a recording costs and how soon after its last chunk the findings are there. A generated run is pushed
 * in the chunks and at the pace in which a browser would send them, several times over; then once as fast as it goes.
 */
const chunkEveryMs = 1000
const pacedRuns = 5

type Measured = { result: InspectionResult; cpuS: number; waitMs: number }

export const bench: Bench = {
  name: 'inspection',
  async run() {
    const fetched = await fetchModels(modelsDir())
    if (!fetched.ok) throw new Error(fetched.refusal.text)
    const run = await wholeRun({ person: 'a' }, mediaOptions)
    const bytes = await readFile(run.recordingFile)
    const { inspection: settings, capture } = loadPrograms().get('aliexpress')!
    const worker = openModelWorker(modelsDir())
    const inspect = (paced: boolean) =>
      measure(worker, bytes, run.truth.durationMs, paced, {
        settings,
        registration: run.registration,
        plan: { ...run.plan, maxDigitMs: maxDigitMsOf(capture.steps) },
        today: new Date().toISOString().slice(0, 10),
      })
    try {
      // Threads start and models load with the first picture; a server does that once.
      await inspect(false)
      const paced: Measured[] = []
      for (let no = 0; no < pacedRuns; no++) paced.push(await inspect(true))
      const atOnce = await inspect(false)
      const seconds = run.truth.durationMs / 1000
      const waits = paced.map(({ waitMs }) => waitMs)
      const cores = paced.map(({ cpuS }) => cpuS / seconds)
      const decodes = paced.map(({ result }) => result.timing.decodePeakBytes / 2 ** 20)
      const rows: Cell[][] = [
        ['last chunk → findings, p50', 'ms', figure(percentile(waits, 0.5))],
        ['last chunk → findings, p95', 'ms', figure(percentile(waits, 0.95))],
        ['core-seconds per second of recording, p50', 'cores', figure(percentile(cores, 0.5), 2)],
        ['decode child, largest resident size', 'MB', figure(Math.max(...decodes))],
        ['this process with one model thread, after all runs', 'MB', figure(process.memoryUsage().rss / 2 ** 20)],
        ['pictures looked at in a run', 'count', paced[0]!.result.timing.framesLookedAt],
        ['cards read in a run', 'count', paced[0]!.result.timing.cardReads],
        ['the whole file at once', 's', figure(atOnce.result.timing.wallMs / 1000, 1)],
      ]
      return {
        title: `Inspection of a ${Math.round(seconds)} s run, 1280 × 720, one model thread`,
        columns: ['what', 'unit', 'figure'],
        rows,
        notes: [
          `${pacedRuns} paced runs, one chunk a second. Core-seconds count the decode child and this process.`,
          'With five runs the 95th percentile is the slowest one.',
        ],
      }
    } finally {
      await worker.close()
    }
  },
}

async function measure(
  worker: ModelWorker,
  bytes: Uint8Array,
  durationMs: number,
  paced: boolean,
  about: Omit<Parameters<typeof openInspection>[0], 'worker'>,
): Promise<Measured> {
  const before = process.cpuUsage()
  const inspection = openInspection({ ...about, worker, pace: paced ? 'live' : 'file' })
  const chunks = Math.ceil(durationMs / chunkEveryMs)
  const size = Math.ceil(bytes.length / chunks)
  const startedAt = performance.now()
  for (let no = 0; no < chunks; no++) {
    // A chunk is sent when what is in it has been filmed.
    if (paced) await sleep(Math.max(0, startedAt + (no + 1) * chunkEveryMs - performance.now()))
    await inspection.push(bytes.subarray(no * size, (no + 1) * size))
  }
  const lastAt = performance.now()
  const result = await inspection.finish()
  const { user, system } = process.cpuUsage(before)
  return {
    result,
    cpuS: (user + system) / 1e6 + result.timing.decodeMs / 1000,
    waitMs: performance.now() - lastAt,
  }
}

/** No figure is better than an invented one. */
const figure = (value: number | null, digits = 0): Cell => (value === null ? '–' : Number(value.toFixed(digits)))
