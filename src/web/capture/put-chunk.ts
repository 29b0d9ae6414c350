import type { z } from 'zod'
import type { chunkAckView } from '#contracts/seller-api.ts'
import { RequestFailure, request } from '../kit/request.ts'
import type { PutAnswer, SenderPorts } from './sender.ts'

const chunkTimeoutMs = 15_000

/**
 * How chunks are brought to the server: each is put below its recording's address, as `/chunks/SEQ`. One try a call;
 * never throws: the sender decides what an answer means.
 */
export const putChunkTo =
  (addressOf: (recordingId: string) => string): SenderPorts['put'] =>
  async (chunk, signal) => {
    try {
      const ack = await request<z.infer<typeof chunkAckView> | null>(
        `${addressOf(chunk.recordingId)}/chunks/${chunk.seq}`,
        {
          method: 'PUT',
          bytes: new Blob([chunk.bytes]),
          headers: {
            'content-type': 'application/octet-stream',
            'x-chunk-sha256': chunk.sha256,
            'x-media-end-ms': String(chunk.mediaEndMs),
          },
          timeoutMs: chunkTimeoutMs,
          signal,
        },
      )
      return ack?.durable === true && ack.seq === chunk.seq ? 'durable' : 'again'
    } catch (error) {
      return error instanceof RequestFailure && error.kind === 'refused' ? (refusals[error.code] ?? 'refused') : 'again'
    }
  }

const refusals: Record<string, PutAnswer> = {
  'chunk-corrupt': 'damaged',
  'chunk-conflict': 'conflict',
  'recording-closed': 'closed',
}
