import { type SubCheckId, subCheckIds } from '#domain/checks.ts'
import type { Finding } from '#domain/finding.ts'
import { isUnsure } from './check.ts'

/** `unsure` for every declared sub-check that no code judges yet, so that what is not built never passes. */
export const notBuiltYet = (built: ReadonlySet<SubCheckId>): Finding[] =>
  subCheckIds
    .filter((check) => !built.has(check))
    .map((check) => isUnsure({ check, version: '0', models: [] }, 'not-built-yet'))
