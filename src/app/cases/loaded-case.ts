import type { CaseState } from '#domain/case/state.ts'
import type { Program } from '#domain/program.ts'

/** A case as it is now, with what is needed to change it. Loaded for update: the row is locked until the commit. */
export type LoadedCase = {
  tenantId: string
  keyId: string
  identityHash: string
  program: Program
  state: CaseState
  head: { seq: number; hash: string }
}
