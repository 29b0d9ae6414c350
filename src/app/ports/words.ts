/**
 * The words of notices and mails in the reader's language, from the locales. A use-case says what happened, never how
 * it reads.
 */
export type NoticeFacts = {
  kind: string
  marketplace: string
  legalBasis: string
  shopName: string
  caseUrl: string
  checkUrl: string
  /** Instants in the seller's zone, already written out; null where it does not apply. */
  deadline: string | null
  lockedUntil: string | null
  reviewDue: string | null
  /** When the booked call begins, by the seller's clock and the site's. */
  call: string | null
  reasons: string[]
  capabilities: string[]
}

export type WrittenNotice = { title: string; body: string }
export type WrittenMail = { subject: string; text: string; html: string }

/** What the mail to an invited member of staff is written from. */
export type InvitationFacts = { name: string; role: string; marketplace: string; setupUrl: string; expires: string }

export type Words = {
  notice(language: string, facts: NoticeFacts): WrittenNotice
  mail(language: string, facts: NoticeFacts): WrittenMail
  invitation(language: string, facts: InvitationFacts): WrittenMail
  /** An instant as people read it: "Tue 24 Nov, 11:00 (Asia/Shanghai)". */
  instant(language: string, atMs: number, zone: string): string
}
