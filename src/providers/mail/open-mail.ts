import path from 'node:path'
import type { Clock } from '#app/ports/clock.ts'
import type { Mail, Mailbox } from '#app/ports/mail.ts'
import { schemeOf } from '../file-url.ts'
import { openFolderMail } from './folder-mail.ts'
import { openSmtpMail } from './smtp-mail.ts'

/**
 * `url` is `MAIL_URL`; unset is the folder mailbox in the data folder, which a page of the demo can show. `from` is the
 * sender, `Name <address>`. Throws with an operator's message on a scheme that is not built.
 */
export async function openMail(
  url: string | undefined,
  options: { dataDir: string; from: string; clock: Clock },
): Promise<{ mail: Mail; mailbox: Mailbox | null }> {
  if (url === undefined || url === '') return openFolderMail(path.join(options.dataDir, 'mailbox'), options)
  const scheme = schemeOf(url)
  if (scheme !== 'smtp:' && scheme !== 'smtps:') {
    throw new Error(`MAIL_URL: the scheme "${scheme}" is not supported; use smtp://… or smtps://…`)
  }
  return { mail: openSmtpMail(url, options), mailbox: null }
}
