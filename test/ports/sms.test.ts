import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { SmsMessage } from '#app/ports/sms.ts'
import { openSms } from '#providers/sms/open-sms.ts'
import { openWebhookSms } from '#providers/sms/webhook-sms.ts'
import { temporaryFolder } from './temporary-folder.ts'

const message: SmsMessage = { id: 'bkg_1.1', to: '+8613800138000', text: '验证码 482170' }
const clock = { nowMs: () => Date.now() }
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

type Asked = { body: string; headers: Record<string, string> }
/** A receiver of the operator's, which answers with what the test says; `hangs` never answers. */
const receiver = async (answer: { status: number; body?: string; headers?: Record<string, string> } | 'hangs') => {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      asked.push({ body: Buffer.concat(parts).toString(), headers: request.headers as Record<string, string> })
      if (answer !== 'hangs') response.writeHead(answer.status, answer.headers).end(answer.body ?? '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`, asked }
}

describe('[DV6] text messages in a folder', () => {
  it('keeps what was sent, once, newest first, and bounces what is no number', async () => {
    let nowMs = clock.nowMs()
    const dataDir = await temporaryFolder()
    const { sms, box } = await openSms(undefined, { dataDir, clock: { nowMs: () => nowMs } })
    for (const id of ['sms_1', 'sms_2', 'sms_1']) {
      nowMs += 1000
      expect(await sms.send({ ...message, id })).toMatchObject({ state: 'accepted' })
    }
    expect((await box?.list())?.map(({ id, text }) => [id, text])).toEqual([
      ['sms_2', message.text],
      ['sms_1', message.text],
    ])
    expect(await sms.send({ ...message, id: 'sms_3', to: '13800138000' })).toEqual({
      state: 'bounced',
      code: 'bad-number',
    })
  })
})

describe('[DV6] text messages through a webhook of the operator', () => {
  it('posts the message signed, so that the receiver can tell it from others', async () => {
    const { url, asked } = await receiver({ status: 202, body: '{"id":"carrier-77"}' })
    const { sms, box } = await openSms(url, { dataDir: await temporaryFolder(), clock, secret })
    expect(box).toBeNull()
    expect(await sms.send(message)).toEqual({ state: 'accepted', transportId: 'carrier-77' })
    const [{ body, headers } = { body: '', headers: {} }] = asked
    expect(JSON.parse(body)).toEqual(message)
    expect(new Webhook(secret).verify(body, headers)).toEqual(message)
    expect(() => new Webhook(secret).verify(body.replace('482170', '482171'), headers)).toThrow()
  })

  it.each([
    [200, { state: 'accepted', transportId: message.id }],
    [404, { state: 'bounced', code: 'status-404' }],
    [422, { state: 'bounced', code: 'status-422' }],
    [429, { state: 'deferred', code: 'status-429' }],
    [503, { state: 'deferred', code: 'status-503' }],
  ])('an answer of %i is told apart', async (status, delivery) => {
    const { url } = await receiver({ status, body: 'not JSON' })
    expect(await openWebhookSms(url, { secret, clock }).send(message)).toEqual(delivery)
  })

  it('follows no redirect, waits for nobody for ever, and says when nobody is there', async () => {
    const elsewhere = await receiver({ status: 200 })
    const redirecting = await receiver({ status: 307, headers: { location: elsewhere.url } })
    expect(await openWebhookSms(redirecting.url, { secret, clock }).send(message)).toMatchObject({ state: 'deferred' })
    expect(elsewhere.asked).toEqual([])
    const silent = await receiver('hangs')
    expect(await openWebhookSms(silent.url, { secret, clock, timeoutMs: 100 }).send(message)).toEqual({
      state: 'deferred',
      code: 'timeout',
    })
    expect(await openWebhookSms('http://127.0.0.1:1/', { secret, clock }).send(message)).toEqual({
      state: 'deferred',
      code: 'unreachable',
    })
  })

  it('sends nothing to what is no number', async () => {
    const { url, asked } = await receiver({ status: 200 })
    expect(await openWebhookSms(url, { secret, clock }).send({ ...message, to: 'me' })).toMatchObject({
      state: 'bounced',
    })
    expect(asked).toEqual([])
  })
})

it('[DV6] is chosen by URL, and says what is missing', async () => {
  const dataDir = await temporaryFolder()
  const open = (url: string) => openSms(url, { dataDir, clock })
  expect(await open(`file:${path.join(dataDir, 'elsewhere')}`)).toBeDefined()
  await expect(open('twilio:token')).rejects.toThrow(/scheme "twilio:" is not supported/)
  await expect(open('http://sms.example/send')).rejects.toThrow(/scheme "http:" is not supported/)
  await expect(open('https://sms.example/send')).rejects.toThrow(/SMS_SECRET/)
})
