import { createHash } from 'node:crypto'
import pg from 'pg'
import { preparedMark } from '#app/ports/database.ts'

/**
 * A connection that prepares what is marked with `preparedMark` the first time and plans it no more: planning what signals ask for
 * takes longer than answering it. The others are asked as they come, for many of them are asked once.
 */
export class PreparingClient extends pg.Client {
  override query = ((...args: unknown[]) => {
    const [text, values, ...more] = args
    const asked = pg.Client.prototype.query.bind(this) as (...all: unknown[]) => unknown
    return typeof text === 'string' && text.startsWith(preparedMark)
      ? asked({ name: nameOf(text), text, values }, ...more)
      : asked(...args)
  }) as pg.Client['query']
}

/** One name for each text, by its content, so that two texts never share one. */
const names = new Map<string, string>()

const nameOf = (text: string): string => {
  const known = names.get(text)
  if (known) return known
  const name = createHash('sha256').update(text).digest('base64url')
  names.set(text, name)
  return name
}
