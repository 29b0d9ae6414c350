import type { DocumentKind } from '#domain/documents.ts'

/**
 * The words of notices and mails in the reader's language, from the locales. A use-case says what happened, never how
 * it reads.
 */
export type NoticeFacts = {
  kind: string
  /** Which wording of this kind, where there are several; null for the usual one. */
  variant: string | null
  /** [RE5] */
  banReason: string | null
  /** [SI1] The site of the entity's shop that this is told because of. */
  fromSite: string | null
  /** [TR4] What signals opened the case for, in words of the rules; empty where something else did, or no rule has words. */
  because: string[]
  marketplace: string
  legalBasis: string
  shopName: string
  caseUrl: string
  checkUrl: string
  /** Instants in the seller's zone, already written out; null where it does not apply. */
  deadline: string | null
  lockedUntil: string | null
  reviewDue: string | null
  /** [BK4] Until when a time that is offered is kept; null where none is. */
  heldUntil: string | null
  /** When the booked call begins, by the seller's clock and the site's. */
  call: string | null
  /** What the call is known by to whoever asks about it. */
  meetingId: string | null
  /** [DO1] What the seller has at hand for the call; empty where the program names nothing. */
  documents: DocumentKind[]
  reasons: string[]
  /** What was taken away when this was told. */
  capabilities: string[]
  /** [NO1] How the verification goes and what its deadline means, as it stood at the opening; null in every other notice. */
  opening: { byCall: boolean; isOverdue: boolean; goesWithDeadline: string[] } | null
}

export type WrittenNotice = { title: string; body: string }
export type WrittenMail = { subject: string; text: string; html: string }

/** What the mail to an invited member of staff is written from. */
export type InvitationFacts = { name: string; role: string; marketplace: string; setupUrl: string; expires: string }

/** [TR4] What the mail to those who answer for rules is written from; `program` and `author` by name. */
export type RuleNewsFacts = {
  name: string
  marketplace: string
  program: string
  version: number
  news: 'proposed' | 'rolled-back' | 'retired'
  author: string
  why: string
  url: string
}

export type CallFacts = { marketplace: string; caseUrl: string; meetingId: string }

export type Words = {
  notice(language: string, facts: NoticeFacts): WrittenNotice
  mail(language: string, facts: NoticeFacts): WrittenMail
  invitation(language: string, facts: InvitationFacts): WrittenMail
  rulesChanged(language: string, facts: RuleNewsFacts): WrittenMail
  /** A notice as a text message: its title, who says so and where to go. */
  text(language: string, facts: NoticeFacts): string
  /** [DV6] A text message with a code; short enough for one message in every language. */
  phoneCode(language: string, facts: { code: string; marketplace: string; minutes: number }): string
  /** What stands in the seller's calendar. */
  invitationToCall(language: string, facts: CallFacts): WrittenNotice
  /** [NO2] When a call begins, by both clocks: "Tue 24 Nov, 11:00 China Standard Time (10:00 Western Indonesia Time at the site)". */
  callTime(language: string, atMs: number, zones: { seller: string; site: string }): string
  /** An instant as people read it: "Tue 24 Nov, 11:00 (China Standard Time)". */
  instant(language: string, atMs: number, zone: string): string
}
