import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { z } from 'zod'
import type { Kills } from './kill-plan.ts'

/** One delivery of a webhook whose signature was right. */
export type Delivery = { id: string; body: string; type: string; caseId: string; attemptId: string | null }

const bodySchema = z.object({
  type: z.string(),
  data: z.object({ caseId: z.string(), attemptId: z.string().optional() }),
})

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = []
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

/** A marketplace that only listens. The server may be killed before it hears the answer, or just after. */
export const openHookListener = async () => {
  const deliveries: Delivery[] = []
  let secret: Webhook | null = null
  let kills: Kills | null = null
  const listener = createServer((request, response) => {
    const answer = (status: number) => void response.writeHead(status).end()
    const take = async (): Promise<void> => {
      const body = await bodyOf(request)
      secret?.verify(body, request.headers as Record<string, string>)
      const { type, data } = bodySchema.parse(JSON.parse(body))
      const id = String(request.headers['webhook-id'])
      deliveries.push({ id, body, type, caseId: data.caseId, attemptId: data.attemptId ?? null })
      const answersFirst = (kills?.random() ?? 0) < 0.5
      if (answersFirst) answer(200)
      await kills?.around('webhook', async () => {})
      if (!answersFirst) answer(200)
    }
    take().catch(() => answer(500))
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  if (!address || typeof address !== 'object') throw new Error('no port was given')
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    deliveries,
    hears: (signedWith: string, during: Kills): void => {
      secret = new Webhook(signedWith)
      kills = during
    },
    async close(): Promise<void> {
      listener.close()
      listener.closeAllConnections()
      await once(listener, 'close')
    },
  }
}
