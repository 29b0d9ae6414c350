import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { IncomingChunk } from '#app/runs/recordings.ts'
import { chunkAckView } from '#contracts/seller-api.ts'
import type { Result } from '#domain/refusal.ts'
import { answer } from './answers.ts'
import { problem, refusalProblem } from './problem.ts'

/** How recordings are sent, by sellers and from the desk alike. */
export const chunkLimitBytes = 8 * 1024 * 1024

export const chunkHeaders = z.object({
  'x-chunk-sha256': z.string().regex(/^[0-9a-f]{64}$/i, 'hex SHA-256 of the body'),
  'x-media-end-ms': z.coerce.number().int().min(0).max(86_400_000),
})
export const recordingParam = z.object({ recordingId: z.string().max(128) })
export const chunkParam = recordingParam.extend({ seq: z.coerce.number().int().min(0).max(1_000_000) })

export const bytesLimit = (maxSize: number) =>
  bodyLimit({
    maxSize,
    onError: (c) =>
      problem(c, { status: 413, code: 'recording-too-large', title: `a body here has at most ${maxSize} bytes` }),
  })

type Told = z.infer<typeof chunkParam> & z.infer<typeof chunkHeaders>

/** One chunk: what the request says of it, its bytes, and the answer once it is durable. */
export const answerChunk = async (
  c: Context,
  { recordingId, seq, 'x-chunk-sha256': sha256, 'x-media-end-ms': mediaEndMs }: Told,
  take: (chunk: IncomingChunk) => Promise<Result<{ seq: number }>>,
): Promise<Response> => {
  const bytes = new Uint8Array(await c.req.arrayBuffer())
  const taken = await take({ recordingId, seq, sha256, mediaEndMs, bytes })
  return taken.ok ? answer(c, chunkAckView, { seq: taken.value.seq, durable: true }) : refusalProblem(c, taken.refusal)
}
