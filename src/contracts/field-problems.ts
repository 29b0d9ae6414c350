import type { z } from '@hono/zod-openapi'

/** What is wrong with one field of unknown JSON; `field` in dotted form, such as `legalRepresentative.idNumber`. */
export type NamedProblem = { field: string; message: string }

/** Every field that was wrong, unknown ones by their own name; `whole` stands for what has no field. */
export const problemsByField = (error: z.ZodError, whole: string): NamedProblem[] =>
  error.issues.flatMap((issue) => {
    const at = issue.path.map(String)
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ field: [...at, key].join('.'), message: 'unknown field' }))
    return [{ field: at.join('.') || whole, message: issue.message }]
  })

/** For a parse whose messages people read: a field that is not there is missing, whatever it should have been. */
export const sayMissing: z.core.$ZodErrorMap = ({ input }) => (input === undefined ? 'is missing' : undefined)
