import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { RequestFailure, requestMarked } from './request.ts'

/** A server that answers with a number, marked with it, and says so when the asker has it already. */
const openServer = async () => {
  const now = { number: 1, refuses: false, bodies: 0 }
  const server = createServer((request, response) => {
    const mark = `"${now.number}"`
    if (now.refuses) return response.writeHead(404, { 'content-type': 'application/problem+json' }).end('{}')
    if (request.headers['if-none-match'] === mark) return response.writeHead(304, { etag: mark }).end()
    now.bodies += 1
    return response.writeHead(200, { etag: mark }).end(JSON.stringify({ number: now.number }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return { now, url: `http://127.0.0.1:${port}/`, close }
}

test('what is asked for again and has not changed is the same object, and no body travelled for it', async () => {
  const { now, url, close } = await openServer()
  const first = await requestMarked<{ number: number }>(url, undefined)
  const second = await requestMarked(url, first)
  expect(second).toBe(first)
  expect(now.bodies).toBe(1)
  now.number = 2
  const third = await requestMarked(url, second)
  expect(third.value).toEqual({ number: 2 })
  expect(await requestMarked(url, third)).toBe(third)
  now.refuses = true
  await expect(requestMarked(url, third)).rejects.toBeInstanceOf(RequestFailure)
  await close()
})
