import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Clock } from '#app/ports/clock.ts'
import type { Sms, SmsBox, SmsMessage } from '#app/ports/sms.ts'
import { createFile, makeFolder } from '../durable-files.ts'
import { isPhoneNumber } from './phone-number.ts'

/** Text messages as files, for evaluation: nothing is sent. */
export async function openFolderSms(folder: string, clock: Clock): Promise<{ sms: Sms; box: SmsBox }> {
  await makeFolder(folder)
  return {
    sms: {
      async send(message) {
        if (!isPhoneNumber(message.to)) return { state: 'bounced', code: 'bad-number' }
        const file = `${createHash('sha256').update(message.id).digest('hex').slice(0, 32)}.json`
        const at = new Date(clock.nowMs()).toISOString()
        // A repeated send keeps the first.
        await createFile(path.join(folder, file), JSON.stringify({ ...message, at }))
        return { state: 'accepted', transportId: file }
      },
    },
    box: {
      async list() {
        const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
        const texts = await Promise.all(names.map((name) => readFile(path.join(folder, name), 'utf8')))
        const messages = texts.map((text) => JSON.parse(text) as SmsMessage & { at: string })
        const key = ({ at, id }: { at: string; id: string }) => `${at} ${id}`
        return messages.sort((a, b) => (key(a) < key(b) ? 1 : -1))
      },
    },
  }
}
