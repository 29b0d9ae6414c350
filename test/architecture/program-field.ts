import type { Program } from '#domain/program.ts'
import type { DeepPartial } from '#test/world/a-program.ts'

/**
 * No program field exists without code that obeys it. Every leaf of the schema is listed (`program-fields.test.ts`) with the file or the room
 * that reads it, and for what the domain obeys with an observation that another value changes.
 */
export type Field = {
  by: string
  /** What the file calls it, where it is not the last word of the path. */
  reads?: string
  /** Another program, and what is seen to differ under it. A field with one possible value has none. */
  change?: DeepPartial<Program>
  seen?: (program: Program) => unknown
}
