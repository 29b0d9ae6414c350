import type { EligibilityAnswer } from '#domain/case/events.ts'
import type { LookupKind } from '#domain/program.ts'
import type { Registration } from '#domain/registration.ts'

/**
 * [EL7] Business register, carrier real-name, sanctions, tax number and DTI look-ups. A kind without a source answers `not-checked`;
 * so does a source that cannot be reached.
 */
export type Lookups = { ask(kind: LookupKind, registration: Registration): Promise<EligibilityAnswer> }
