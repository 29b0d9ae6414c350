import path from 'node:path'
import type { Clock } from '#app/ports/clock.ts'
import type { Sms, SmsBox } from '#app/ports/sms.ts'
import { folderOfUrl, schemeOf } from '../file-url.ts'
import { openFolderSms } from './folder-sms.ts'
import { openWebhookSms } from './webhook-sms.ts'

export type SmsOptions = {
  dataDir: string
  clock: Clock
  /** Signs what is posted; needed with `https:` only. */
  secret?: string | undefined
}

/**
 * `url` is `SMS_URL`; unset is a folder in the data folder, whose messages `box` shows. Throws with an operator's message on
 * what cannot be used.
 */
export async function openSms(url: string | undefined, options: SmsOptions): Promise<{ sms: Sms; box: SmsBox | null }> {
  const { dataDir, clock, secret } = options
  if (url === undefined || url === '') return openFolderSms(path.join(dataDir, 'sms'), clock)
  const scheme = schemeOf(url)
  if (scheme === 'file:') return openFolderSms(folderOfUrl(url), clock)
  if (scheme === 'https:' || isOnThisMachine(url)) {
    if (!secret)
      throw new Error('SMS_SECRET: must be set, so that the receiver of SMS_URL can tell our messages from others')
    return { sms: openWebhookSms(url, { secret, clock }), box: null }
  }
  throw new Error(`SMS_URL: the scheme "${scheme}" is not supported; use https://… or file:/path/to/a/folder`)
}

/** Without TLS a code could be read on the way; on the way to the same machine nobody is. */
const isOnThisMachine = (url: string): boolean => {
  const parsed = URL.parse(url)
  return parsed?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(parsed.hostname)
}
