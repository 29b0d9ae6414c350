import { createHash } from 'node:crypto'
import type { SendMailOptions } from 'nodemailer'
import type { MailMessage } from '#app/ports/mail.ts'

/** One plain address: no list, no name, nothing that would add a second recipient or a header. */
const addressForm = /^[^\s@,;:<>()"[\]\\]{1,64}@[^\s@,;:<>()"[\]\\]{1,255}$/

export const isAddress = (text: string): boolean => addressForm.test(text)

/** The same notice always has the same name, here and as Message-ID, so that a repeated send is seen as one mail. */
export const nameOf = (id: string): string => createHash('sha256').update(id).digest('hex').slice(0, 32)

/** What nodemailer is given. `from` is `Name <address>` or an address. */
export function toNodemailer(message: MailMessage, from: string): SendMailOptions {
  const domain = /@([^\s@>]+)>?$/.exec(from)?.[1] ?? 'countersign.invalid'
  return {
    from,
    to: { name: '', address: message.to },
    subject: message.subject,
    text: message.text,
    messageId: `<${nameOf(message.id)}@${domain}>`,
    // Our mails are notices: out-of-office replies to them help nobody.
    headers: { 'Auto-Submitted': 'auto-generated', ...message.headers },
    // Text from outside must never make the server read its own files or fetch addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(message.html === undefined ? {} : { html: message.html }),
    ...(message.replyTo === undefined ? {} : { replyTo: message.replyTo }),
    ...(message.calendar === undefined ? {} : { icalEvent: message.calendar }),
    ...(message.attachments === undefined ? {} : { attachments: message.attachments.map(attachment) }),
  }
}

const attachment = ({ filename, contentType, content }: NonNullable<MailMessage['attachments']>[number]) => ({
  filename,
  contentType,
  content: typeof content === 'string' ? content : Buffer.from(content),
})
