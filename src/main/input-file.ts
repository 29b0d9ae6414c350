import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import { problemsByField, sayMissing } from '#contracts/field-problems.ts'

/** What a command was given and cannot be used; the message names the file and, where it is one, the field. */
export class Unusable extends Error {}

/**
 * A JSON file as its schema reads it, also with the mark that some editors put before the text. Throws `Unusable` with
 * every problem by field. Of a file that is no JSON only the place is said: its text may hold personal data.
 */
export async function readInputFile<T extends z.ZodType>(path: string, schema: T): Promise<z.output<T>> {
  const result = schema.safeParse(await jsonOf(path), { error: sayMissing })
  if (result.success) return result.data
  const problems = problemsByField(result.error, '(whole file)').map(({ field, message }) => `  ${field}: ${message}`)
  throw new Unusable(`${path} is not usable:\n${problems.join('\n')}`)
}

const jsonOf = async (path: string): Promise<unknown> => {
  try {
    const text = await readFile(path, 'utf8')
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    if (!(error instanceof SyntaxError))
      throw new Unusable(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code})`)
    const [place] = /line \d+ column \d+/.exec(error.message) ?? []
    throw new Unusable(`${path}: is not JSON${place ? ` (${place})` : ''}`)
  }
}
