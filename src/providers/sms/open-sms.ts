import path from 'node:path'
import type { Clock } from '#app/ports/clock.ts'
import type { Sms, SmsBox } from '#app/ports/sms.ts'
import { folderOfUrl, schemeOf } from '../file-url.ts'
import { openFolderSms } from './folder-sms.ts'

/** `url` is `SMS_URL`; unset is a folder in the data folder. Throws with an operator's message on any scheme but `file:`. */
export async function openSms(
  url: string | undefined,
  options: { dataDir: string; clock: Clock },
): Promise<{ sms: Sms; box: SmsBox }> {
  if (url === undefined || url === '') return openFolderSms(path.join(options.dataDir, 'sms'), options.clock)
  if (schemeOf(url) !== 'file:') {
    throw new Error(`SMS_URL: the scheme "${schemeOf(url)}" is not supported; use file:/path/to/a/folder`)
  }
  return openFolderSms(folderOfUrl(url), options.clock)
}
