import type { Server } from 'node:http'
import { serve as listen } from '@hono/node-server'

export type FetchHandler = (request: Request, env: unknown) => Response | Promise<Response>

export type TakenPort = {
  /** With the port that was really taken. */
  url: string
  answerWith(fetch: FetchHandler): void
  close(): Promise<void>
}

/** Longer than clients and proxies keep a connection idle: one closed under a request on its way is an error to them. */
const keepAliveMs = 75_000

/**
 * Listens before anything is built: a port in use is told at once, and links, cookies and passkeys know the address
 * they are bound to even where the system picked the port. Until there is an answer, callers are asked to come back.
 */
export const takePort = async ({ host, port }: { host: string; port: number }): Promise<TakenPort> => {
  let answer: FetchHandler = () => new Response(null, { status: 503, headers: { 'retry-after': '1' } })
  const server = await new Promise<Server>((resolve, reject) => {
    const opening = listen({ fetch: (request, env) => answer(request, env), port, hostname: host }, () =>
      resolve(opening as Server),
    )
    opening.once('error', reject)
  })
  server.keepAliveTimeout = keepAliveMs
  const address = server.address()
  return {
    url: `http://${host}:${address && typeof address === 'object' ? address.port : port}`,
    answerWith(fetch) {
      answer = fetch
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
