import { type FailureEntry, failureCatalogue, isReasonCode, reasonCodes } from '#domain/failure-catalogue.ts'
import type { ReasonCode } from '#domain/finding.ts'
import type { App } from '../app.ts'

/** [SU2] What the page of one failure code is made of, besides its words. */
export type FailureHelp = {
  code: ReasonCode
  retry: FailureEntry['retry']
  hint: FailureEntry['hint']
  /** How marketplaces call it, where they have a code of their own. */
  originalCodes: string[]
}

/** Every failure code, in the order of the catalogue. */
export const listFailureHelp = (app: App): FailureHelp[] => reasonCodes.map((code) => helpFor(app, code))

/** The code asked for, ours or a marketplace's own (`VER-403`), however it is written. Null when nobody has such a code. */
export const findFailureHelp = (app: App, asked: string): FailureHelp | null => {
  const wanted = asked.trim().toLowerCase()
  if (isReasonCode(wanted)) return helpFor(app, wanted)
  return listFailureHelp(app).find((help) => help.originalCodes.some((code) => code.toLowerCase() === wanted)) ?? null
}

const helpFor = (app: App, code: ReasonCode): FailureHelp => {
  const { retry, hint } = failureCatalogue[code]
  const originals = [...app.programs.values()].map((program) => program.originalCodes[code])
  return { code, retry, hint, originalCodes: [...new Set(originals.filter((one) => one !== undefined))] }
}
