/** Outgoing mail. The caller's outbox repeats what is `deferred`; what is `bounced` is shown to staff (NO5). */

export type MailAttachment = { filename: string; contentType: string; content: Uint8Array | string }

export type MailMessage = {
  /** Stable per notice: becomes the Message-ID, so that a repeated send is recognised as the same mail. */
  id: string
  to: string
  subject: string
  text: string
  html?: string
  replyTo?: string
  /** An invitation (NO2): `method` decides between request and cancel. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; content: string }
  attachments?: MailAttachment[]
  headers?: Record<string, string>
}

export type MailDelivery =
  /** Taken over by the transport. `transportId` names it there: a queue id, or a file of the folder mailbox. */
  | { state: 'accepted'; transportId: string }
  /** Refused for good; repeating is pointless. `code` is the SMTP status or a word of ours. */
  | { state: 'bounced'; code: string }
  /** Could not be handed over now. */
  | { state: 'deferred'; code: string }

export type Mail = {
  send(message: MailMessage): Promise<MailDelivery>
  close(): Promise<void>
}

/** One line of the folder mailbox, as a demo page lists it. `at` is ISO 8601. */
export type MailboxEntry = { file: string; id: string; to: string; subject: string; at: string }

/** What only the folder mailbox can do: show what it holds, newest first, and the raw message. */
export type Mailbox = {
  list(): Promise<MailboxEntry[]>
  read(file: string): Promise<Uint8Array | null>
}
