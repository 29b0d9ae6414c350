import { readdir, stat } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Mail, MailMessage } from '#app/ports/mail.ts'
import { openMail } from '#providers/mail/open-mail.ts'
import { openSmtpMail } from '#providers/mail/smtp-mail.ts'
import { temporaryFolder } from './temporary-folder.ts'

const from = 'Countersign <no-reply@verify.example>'
const clock = { nowMs: () => Date.UTC(2026, 0, 2, 3, 4, 5) }
const notice: MailMessage = {
  id: 'notice_1',
  to: 'seller@example.com',
  subject: '请完成视频验证',
  text: 'Dear 张三,\n.\n验证免费。\n',
  html: '<p>验证免费。</p>',
  replyTo: 'support@verify.example',
  headers: { 'X-Countersign-Notice': 'notice_1' },
}

type Inbox = { server: SMTPServer; mails: { raw: string; recipients: string[] }[]; url: string }
async function smtpServer(options: SMTPServerOptions = {}): Promise<Inbox> {
  const mails: Inbox['mails'] = []
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        mails.push({
          raw: Buffer.concat(parts).toString(),
          recipients: session.envelope.rcptTo.map((each) => each.address),
        })
        done()
      })
    },
    ...options,
  })
  // A client that hangs up, as some tests make it do, is no failure of the test.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return { server, mails, url: `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}` }
}

function smtp(url: string, timeoutMs?: number): Mail {
  const mail = openSmtpMail(url, timeoutMs === undefined ? { from } : { from, timeoutMs })
  onTestFinished(() => mail.close())
  return mail
}

/** Both transports run the same suite: send, and read what would arrive. */
const transports: Record<string, () => Promise<{ mail: Mail; arrived(): Promise<string[]> }>> = {
  'folder mailbox': async () => {
    const { mail, mailbox } = await openMail(undefined, { dataDir: await temporaryFolder(), from, clock })
    onTestFinished(() => mail.close())
    const arrived = async () => {
      const read = (await mailbox!.list()).map(async ({ file }) => Buffer.from((await mailbox!.read(file))!).toString())
      return Promise.all(read)
    }
    return { mail, arrived }
  },
  smtp: async () => {
    const inbox = await smtpServer()
    return { mail: smtp(inbox.url), arrived: async () => inbox.mails.map(({ raw }) => raw) }
  },
}

describe.each(Object.entries(transports))('[NO5] mail (%s)', (_, open) => {
  const parsed = async (arrived: () => Promise<string[]>): Promise<ParsedMail[]> =>
    Promise.all((await arrived()).map((raw) => simpleParser(raw)))

  it('arrives whole, in every script, with a lone dot on a line', async () => {
    const { mail, arrived } = await open()
    expect(await mail.send(notice)).toMatchObject({ state: 'accepted' })
    const [got] = await parsed(arrived)
    expect(got!.subject).toBe('请完成视频验证')
    expect(got!.text).toBe(notice.text)
    expect(got!.html).toContain('验证免费')
    expect(got!.from?.text).toBe('"Countersign" <no-reply@verify.example>')
    expect(got!.replyTo?.text).toBe('support@verify.example')
    expect(got!.headers.get('x-countersign-notice')).toBe('notice_1')
    expect(got!.headers.get('auto-submitted')).toBe('auto-generated')
  })

  it('carries attachments, and an invitation as one that calendars recognise', async () => {
    const { mail, arrived } = await open()
    const content = ['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'END:VCALENDAR', ''].join('\r\n')
    await mail.send({
      ...notice,
      calendar: { method: 'REQUEST', content },
      attachments: [
        { filename: 'proof 张.txt', contentType: 'text/plain', content: new TextEncoder().encode('glare') },
      ],
    })
    const [raw] = await arrived()
    expect(raw).toMatch(/Content-Type: text\/calendar; charset=utf-8;\s+method=REQUEST/)
    const [got] = await parsed(arrived)
    const file = got!.attachments.find(({ filename }) => filename === 'proof 张.txt')
    expect(file?.content.toString()).toBe('glare')
  })

  it('gives a repeated notice the same Message-ID, and another notice another', async () => {
    const { mail, arrived } = await open()
    await mail.send(notice)
    await mail.send({ ...notice, id: 'notice_2' })
    await mail.send(notice)
    const ids = (await parsed(arrived)).map(({ messageId }) => messageId)
    expect(new Set(ids).size).toBe(2)
    expect(ids[0]).toMatch(/^<[0-9a-f]{32}@verify\.example>$/)
  })

  it('lets nothing in an address or subject add a recipient, a header, or a file', async () => {
    const { mail, arrived } = await open()
    for (const to of [
      'a@x.com,b@y.com',
      'a@x.com\r\nBcc: b@y.com',
      'Name <a@x.com>',
      'a@x.com b@y.com',
      'nobody',
      '',
    ]) {
      expect(await mail.send({ ...notice, to })).toEqual({ state: 'bounced', code: 'bad-address' })
    }
    expect(await arrived()).toEqual([])
    await mail.send({ ...notice, subject: 'Hello\r\nBcc: b@y.com' })
    const [got] = await parsed(arrived)
    expect(got!.headers.has('bcc')).toBe(false)
  })
})

describe('[NO5] mail over SMTP', () => {
  const refusing = (responseCode: number): Error => Object.assign(new Error('refused'), { responseCode })

  it.each([
    ['bounced', 550],
    ['deferred', 451],
  ] as const)('reports %s for a recipient refused with %i', async (state, code) => {
    const { url, mails } = await smtpServer({ onRcptTo: (_address, _session, done) => done(refusing(code)) })
    expect(await smtp(url).send(notice)).toEqual({ state, code: String(code) })
    expect(mails).toHaveLength(0)
  })

  it.each([
    ['bounced', 554],
    ['deferred', 452],
  ] as const)('reports %s for a message refused with %i', async (state, code) => {
    const { url } = await smtpServer({
      onData: (stream, _session, done) => stream.on('end', () => done(refusing(code))).resume(),
    })
    expect(await smtp(url).send(notice)).toEqual({ state, code: String(code) })
  })

  it('waits, and blames no recipient, where the sender or the sign-in is refused', async () => {
    const sender = await smtpServer({ onMailFrom: (_address, _session, done) => done(refusing(550)) })
    expect(await smtp(sender.url).send(notice)).toEqual({ state: 'deferred', code: '550' })
    const signIn = await smtpServer({ allowInsecureAuth: true, onAuth: (_auth, _session, done) => done(refusing(535)) })
    expect(await smtp(signIn.url.replace('//', '//user:wrong@')).send(notice)).toEqual({
      state: 'deferred',
      code: '535',
    })
  })

  it('signs in with what the URL says', async () => {
    const seen: unknown[] = []
    const inbox = await smtpServer({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth(auth, _session, done) {
        seen.push([auth.username, auth.password])
        done(null, { user: auth.username })
      },
    })
    expect(await smtp(inbox.url.replace('//', '//us%40er:p%2Fw@')).send(notice)).toMatchObject({ state: 'accepted' })
    expect(seen).toEqual([['us@er', 'p/w']])
    expect(inbox.mails[0]!.recipients).toEqual(['seller@example.com'])
  })

  it('defers when the server is away, or stays silent', async () => {
    const inbox = await smtpServer()
    await new Promise<void>((resolve) => inbox.server.close(() => resolve()))
    expect(await smtp(inbox.url).send(notice)).toMatchObject({ state: 'deferred' })
    const silent = await smtpServer({ onConnect: () => {} })
    expect(await smtp(silent.url, 200).send(notice)).toMatchObject({ state: 'deferred' })
  })

  it('is chosen by URL, and repeats no password in its refusal', async () => {
    const options = { dataDir: await temporaryFolder(), from, clock }
    const { mail, mailbox } = await openMail('smtps://mail.example', options)
    onTestFinished(() => mail.close())
    expect(mailbox).toBeNull()
    await expect(openMail('sendgrid://:secret@x', options)).rejects.toThrow(/scheme "sendgrid:" is not supported/)
    await expect(openMail('sendgrid://:secret@x', options)).rejects.not.toThrow(/secret/)
  })
})

describe('folder mailbox', () => {
  it('lists newest first, keeps one of a repeated mail, reads no other file, and lets only the owner look', async () => {
    let nowMs = clock.nowMs()
    const dataDir = await temporaryFolder()
    const { mail, mailbox } = await openMail(undefined, { dataDir, from, clock: { nowMs: () => nowMs } })
    onTestFinished(() => mail.close())
    for (const id of ['notice_1', 'notice_2', 'notice_1']) {
      nowMs += 1000
      await mail.send({ ...notice, id, subject: id })
    }
    const listed = await mailbox!.list()
    expect(listed.map(({ id, subject, at }) => [id, subject, at])).toEqual([
      ['notice_2', 'notice_2', '2026-01-02T03:04:07.000Z'],
      ['notice_1', 'notice_1', '2026-01-02T03:04:06.000Z'],
    ])
    for (const file of [
      '../keys/master.key',
      'x.eml',
      `${'0'.repeat(32)}.eml`,
      listed[0]!.file.replace('.eml', '.json'),
    ]) {
      expect(await mailbox!.read(file)).toBeNull()
    }
    const folder = path.join(dataDir, 'mailbox')
    for (const name of await readdir(folder)) expect((await stat(path.join(folder, name))).mode & 0o077).toBe(0)
  })
})
