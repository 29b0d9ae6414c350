import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'

/** Of a route whose answer is marked (RFC 9110, 8.8.3), so that a page which has it is told so without a body. */
export const markHeaders = z.object({ 'if-none-match': z.string().max(200).optional() })
export const notChanged = { 304: { description: 'Nothing is new since the answer with this mark' } } as const

/**
 * Marks the answer that follows and says whether the caller has it already. The page keeps what it has in memory: nothing of
 * this may be stored by the browser or on the way, whatever the mark might suggest.
 */
export const isKnown = (c: Context, stamp: string | null): boolean => {
  if (stamp === null) return false
  const mark = `"${stamp}"`
  c.header('etag', mark)
  c.header('cache-control', 'private, no-store')
  const known = c.req.header('if-none-match') ?? ''
  // Whoever compresses on the way weakens the mark; it still means the same.
  return known.split(',').some((one) => one.trim().replace(/^W\//, '') === mark)
}
