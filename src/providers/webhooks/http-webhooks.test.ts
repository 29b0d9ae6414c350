import { createPublicKey, verify } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import path from 'node:path'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { WebhookCall } from '#app/ports/webhooks.ts'
import { temporaryFolder } from '#test/ports/temporary-folder.ts'
import { openFileKeys } from '../keys/file-keys.ts'
import { createHttpWebhooks } from './http-webhooks.ts'

const secret = `whsec_${Buffer.alloc(32, 3).toString('base64')}`
const body = JSON.stringify({ type: 'case.opened', data: { caseId: 'case_1', name: '张三' } })
const callOf = (url: string): WebhookCall => ({ url, secret, id: 'msg_1', atMs: Date.now(), body })

type Received = { headers: Record<string, string>; body: string; method: string | undefined }

async function receiver(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const headers = request.headers as Record<string, string>
      received.push({ headers, body: Buffer.concat(parts).toString(), method: request.method })
      answer(response, request)
    })
  })
  return { url: `http://127.0.0.1:${await listen(server)}/hook`, received }
}

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    if ('closeAllConnections' in server) server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return (server.address() as AddressInfo).port
}

/** A server that says one thing and then nothing more. */
async function tcpServer(greeting: string): Promise<number> {
  const sockets = new Set<Socket>()
  const server = createTcpServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.write(greeting)
  })
  const port = await listen(server)
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
  })
  return port
}

const open = createHttpWebhooks({ allowPrivate: true, timeoutMs: 5000 })

describe('webhook sender', () => {
  it('delivers what an ordinary Standard Webhooks library verifies, byte for byte', async () => {
    const { url, received } = await receiver((response) => response.writeHead(204).end())
    expect(await open.deliver(callOf(url))).toMatchObject({ state: 'delivered', status: 204 })
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({ method: 'POST', body })
    expect(new Webhook(secret).verify(received[0]!.body, received[0]!.headers)).toEqual(JSON.parse(body))
    expect(() =>
      new Webhook(secret).verify(received[0]!.body.replace('case_1', 'case_2'), received[0]!.headers),
    ).toThrow()
  })

  it('signs with the installation’s key as well, which needs no shared secret to check', async () => {
    const keys = await openFileKeys(path.join(await temporaryFolder(), 'keys'))
    const { url, received } = await receiver((response) => response.writeHead(200).end('ok'))
    await createHttpWebhooks({ allowPrivate: true, keys }).deliver(callOf(url))
    const { headers } = received[0]!
    expect(new Webhook(secret).verify(received[0]!.body, headers)).toEqual(JSON.parse(body))
    const signature = headers['webhook-signature']!.split(' ')
      .find((each) => each.startsWith('v1a,'))!
      .slice(4)
    const { kty, crv, x } = (await keys.publicJwks()).keys[0]!
    const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${received[0]!.body}`
    const key = createPublicKey({ key: { kty, crv, x }, format: 'jwk' })
    expect(verify(null, Buffer.from(signed), key, Buffer.from(signature, 'base64'))).toBe(true)
  })

  it.each([400, 404, 429, 500, 503])('reports the status %i as a failure to be repeated', async (status) => {
    const { url } = await receiver((response) => response.writeHead(status).end())
    expect(await open.deliver(callOf(url))).toMatchObject({ state: 'failed', why: 'status', status, gone: false })
  })

  it('hears "gone"', async () => {
    const { url } = await receiver((response) => response.writeHead(410).end())
    expect(await open.deliver(callOf(url))).toMatchObject({ state: 'failed', status: 410, gone: true })
  })

  it('follows no redirect', async () => {
    const target = await receiver((response) => response.writeHead(200).end())
    const { url } = await receiver((response) => response.writeHead(307, { location: target.url }).end())
    expect(await open.deliver(callOf(url))).toMatchObject({ state: 'failed', why: 'redirect', status: 307 })
    expect(target.received).toHaveLength(0)
  })

  it('does not read an endless answer', async () => {
    let sent = 0
    const { url } = await receiver((response) => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 65_536
      }
      response.on('drain', more)
      more()
    })
    expect(await open.deliver(callOf(url))).toMatchObject({ state: 'delivered', status: 200 })
    expect(sent).toBeLessThan(20_000_000)
  })

  it('gives up on a receiver that never answers, or never finishes its headers', async () => {
    const impatient = createHttpWebhooks({ allowPrivate: true, timeoutMs: 150 })
    const { url } = await receiver(() => {})
    expect(await impatient.deliver(callOf(url))).toMatchObject({ state: 'failed', why: 'timeout', status: null })
    const port = await tcpServer('HTTP/1.1 200 OK\r\nx-')
    expect(await impatient.deliver(callOf(`http://127.0.0.1:${port}`))).toMatchObject({ why: 'timeout' })
  })

  it('reports a closed port, a name that does not exist, and an answer that is not HTTP', async () => {
    const closing = createServer()
    const port = await new Promise<number>((resolve) =>
      closing.listen(0, '127.0.0.1', () => resolve((closing.address() as AddressInfo).port)),
    )
    await new Promise((resolve) => closing.close(resolve))
    expect(await open.deliver(callOf(`http://127.0.0.1:${port}`))).toMatchObject({
      state: 'failed',
      why: 'unreachable',
    })
    expect(await open.deliver(callOf('http://no-such-host.invalid'))).toMatchObject({ why: 'unresolvable' })
    const talker = await tcpServer('SSH-2.0-hello\r\n')
    expect(await open.deliver(callOf(`http://127.0.0.1:${talker}`))).toMatchObject({ why: 'unreachable' })
  })

  it.each([
    'https://127.0.0.1/hook',
    'https://[::1]/hook',
    'https://[::ffff:127.0.0.1]/hook',
    'https://169.254.169.254/latest/meta-data',
    'https://10.0.0.1',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://localhost/hook',
  ])('outside the demo calls no private address: %s', async (url) => {
    const guarded = createHttpWebhooks({ allowPrivate: false, timeoutMs: 5000 })
    expect(await guarded.deliver(callOf(url))).toMatchObject({ state: 'failed', why: 'address-refused' })
  })

  it('calls nothing over plain HTTP outside the demo, and never a URL with a password or another scheme', async () => {
    const { url, received } = await receiver((response) => response.writeHead(200).end())
    const guarded = createHttpWebhooks({ allowPrivate: false })
    expect(await guarded.deliver(callOf(url))).toMatchObject({ why: 'bad-url' })
    for (const bad of [url.replace('//', '//user:pass@'), 'file:///etc/passwd', 'ftp://example.com', 'nonsense', '']) {
      expect(await open.deliver(callOf(bad))).toMatchObject({ state: 'failed', why: 'bad-url' })
    }
    expect(received).toHaveLength(0)
  })
})
