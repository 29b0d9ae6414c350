import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { createTransport } from 'nodemailer'
import type { Clock } from '#app/ports/clock.ts'
import type { Mail, Mailbox, MailboxEntry } from '#app/ports/mail.ts'
import { createFile, hasCode, makeFolder } from '../durable-files.ts'
import { isAddress, nameOf, toNodemailer } from './compose.ts'

/**
 * A mailbox in a folder, for evaluation: `NAME.eml` is the whole message as it would have gone out, `NAME.json` the line
 * that a list shows. Mails lie here in the clear, so production wants `MAIL_URL`.
 */
export async function openFolderMail(
  folder: string,
  options: { from: string; clock: Clock },
): Promise<{ mail: Mail; mailbox: Mailbox }> {
  await makeFolder(folder)
  const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })

  return {
    mail: {
      async send(message) {
        if (!isAddress(message.to)) return { state: 'bounced', code: 'bad-address' }
        const { message: raw } = await composer.sendMail(toNodemailer(message, options.from))
        if (!(raw instanceof Uint8Array)) throw new Error('the composer was asked for bytes and gave a stream')
        const file = `${nameOf(message.id)}.eml`
        const at = new Date(options.clock.nowMs()).toISOString()
        const entry: MailboxEntry = { file, id: message.id, to: message.to, subject: message.subject, at }
        // The line comes last, so a listed message is always there. A repeated send keeps the first.
        await createFile(path.join(folder, file), raw)
        await createFile(path.join(folder, `${nameOf(message.id)}.json`), JSON.stringify(entry))
        return { state: 'accepted', transportId: file }
      },
      close: async () => composer.close(),
    },

    mailbox: {
      async list() {
        const lines = (await readdir(folder)).filter((name) => name.endsWith('.json'))
        const entries = await Promise.all(lines.map((name) => readFile(path.join(folder, name), 'utf8')))
        // Newest first; mails of one moment by name, so that the order is always the same.
        const key = ({ at, file }: MailboxEntry) => `${at} ${file}`
        return entries.map((text) => JSON.parse(text) as MailboxEntry).sort((a, b) => (key(a) < key(b) ? 1 : -1))
      },

      async read(file) {
        if (!/^[0-9a-f]{32}\.eml$/.test(file)) return null
        try {
          return await readFile(path.join(folder, file))
        } catch (error) {
          if (hasCode(error, 'ENOENT')) return null
          throw error
        }
      },
    },
  }
}
