import { z } from '@hono/zod-openapi'
import { bodyLimit } from 'hono/body-limit'
import { problem } from './problem.ts'

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
