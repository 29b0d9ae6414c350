import { createReadStream } from 'node:fs'
import type { Finding } from '#domain/finding.ts'
import type { InspectionSettings } from '#domain/inspection-settings.ts'
import type { Registration } from '#domain/registration.ts'
import type { RunPlan } from '#domain/run-plan.ts'
import { type Verdict, verdictOf } from '#domain/verdict.ts'
import type { InspectionTiming, ModelUsed } from './inspection.ts'
import { openInspection } from './inspection-session.ts'
import type { DecodeRefusal } from './media/decoder-types.ts'
import type { ModelWorker } from './models/model-worker.ts'

export type RecordingReport = {
  verdict: Verdict
  findings: Finding[]
  timing: InspectionTiming
  models: ModelUsed[]
  frames: Map<string, Uint8Array>
}

export type InspectRecordingResult = { ok: true; report: RecordingReport } | { ok: false; refusal: DecodeRefusal }

/**
 * Inspects a file as if it were arriving: the same code, the same findings as a live run gives, except for what only a
 * live run knows. A file of which not one picture can be decoded is refused. Throws when the file cannot be opened.
 */
export const inspectRecording = async (
  path: string,
  options: {
    settings: InspectionSettings
    registration: Registration
    plan: RunPlan | null
    today: string
    worker: ModelWorker
    onFinding?: (finding: Finding) => void
  },
): Promise<InspectRecordingResult> => {
  const inspection = openInspection({ ...options, pace: 'file' })
  try {
    for await (const bytes of createReadStream(path, { highWaterMark: 1 << 18 })) await inspection.push(bytes as Buffer)
  } catch (error) {
    await inspection.abort()
    throw error
  }
  const { findings, frames, timing, models, refusal } = await inspection.finish()
  if (refusal && timing.framesLookedAt === 0) return { ok: false, refusal }
  return { ok: true, report: { verdict: verdictOf(findings, options.settings), findings, timing, models, frames } }
}
