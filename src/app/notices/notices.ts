import { z } from 'zod'
import { sellerZone } from '#domain/booking/seller-zone.ts'
import { siteZone } from '#domain/case/booked-call.ts'
import { documentsFor } from '#domain/documents.ts'
import { dialledNumber } from '#domain/phone-code.ts'
import type { Program } from '#domain/program.ts'
import type { Registration } from '#domain/registration.ts'
import type { App } from '../app.ts'
import { writeCallCalendar } from '../calls/call-calendar.ts'
import type { SmsDelivery } from '../ports/sms.ts'
import type { NoticeFacts, WrittenNotice } from '../ports/words.ts'
import { programOf } from '../programs.ts'
import { readSeller } from '../sellers/seller-store.ts'

const paramsSchema = z.object({
  deadlineAtMs: z.number(),
  lockedUntilMs: z.number().nullable(),
  reasons: z.array(z.string()),
  reviewDueAtMs: z.number().nullable(),
  /** Notices from before calls were booked have none. */
  call: z
    .object({
      startMs: z.number(),
      endMs: z.number(),
      site: z.string(),
      meetingId: z.string(),
      sequence: z.number(),
    })
    .nullish(),
  capabilities: z.array(z.string()),
  variant: z.string().nullish(),
  banReason: z.string().nullish(),
  fromSite: z.string().nullish(),
  heldUntilMs: z.number().nullish(),
  because: z.array(z.record(z.string(), z.string())).nullish(),
})

type NoticeRow = { id: string; kind: string; params: object; case_id: string; created_at: Date }

/** [DO1] Notices after which a call is still to come: their mails say what to have at hand. */
const comingCalls: ReadonlySet<string> = new Set(['call-booked', 'call-moved', 'call-reminder'])

const neededNames = (program: Program, registration: Registration): NoticeFacts['documents'] =>
  documentsFor(program, registration).map(({ document }) => document)

/** [NO1] Nothing is said of what is taken away before or long after the deadline: its own notice tells it when it comes. */
const openingOf = (program: Program, deadlineAtMs: number, toldAtMs: number): NoticeFacts['opening'] => ({
  byCall: program.call !== null,
  isOverdue: deadlineAtMs <= toldAtMs,
  goesWithDeadline: program.restrictions
    .filter(({ afterHours }) => afterHours === program.deadline.completeWithinHours)
    .flatMap(({ capabilities }) => capabilities),
})

const factsOf = (
  app: App,
  language: string,
  shopName: string,
  program: Program,
  row: NoticeRow,
  registration: Registration | null = null,
): NoticeFacts => {
  const params = paramsSchema.parse(row.params)
  const instant = (atMs: number | null) => (atMs === null ? null : app.words.instant(language, atMs, program.zone))
  const inLanguage = (texts: Record<string, string>) => texts[language] ?? texts.en ?? Object.values(texts)[0] ?? ''
  return {
    kind: row.kind,
    variant: params.variant ?? null,
    banReason: params.banReason ?? null,
    fromSite: params.fromSite ?? null,
    because: (params.because ?? []).map(inLanguage),
    marketplace: inLanguage(program.marketplace),
    legalBasis: inLanguage(program.legalBasis),
    shopName,
    caseUrl: `${app.settings.publicUrl}/s/case`,
    checkUrl: `${app.settings.publicUrl}/check?id=${row.id}`,
    deadline: instant(params.deadlineAtMs),
    lockedUntil: instant(params.lockedUntilMs),
    reviewDue: instant(params.reviewDueAtMs),
    call: params.call
      ? app.words.callTime(language, params.call.startMs, {
          seller: sellerZone(language, program),
          site: siteZone(program, params.call.site),
        })
      : null,
    meetingId: params.call?.meetingId ?? null,
    documents: comingCalls.has(row.kind) && registration ? neededNames(program, registration) : [],
    heldUntil: params.heldUntilMs
      ? app.words.instant(language, params.heldUntilMs, sellerZone(language, program))
      : null,
    reasons: params.reasons,
    capabilities: params.capabilities,
    opening: row.kind === 'case-opened' ? openingOf(program, params.deadlineAtMs, row.created_at.getTime()) : null,
  }
}

export type ReadNotice = WrittenNotice & {
  id: string
  kind: string
  channels: string[]
  createdAtMs: number
  readAtMs: number | null
  caseId: string
}

/** A seller's notices in their language, newest first. */
export const listNotices = async (
  app: App,
  tenantId: string,
  sellerId: string,
  language: string,
  shopName: string,
): Promise<ReadNotice[]> => {
  const rows = await app.database.kysely
    .selectFrom('notice')
    .innerJoin('verification_case', 'verification_case.id', 'notice.case_id')
    .select([
      'notice.id',
      'notice.kind',
      'notice.channels',
      'notice.params',
      'notice.case_id',
      'notice.created_at',
      'notice.read_at',
      'verification_case.program',
      'verification_case.program_version',
    ])
    .where('notice.tenant_id', '=', tenantId)
    .where('notice.seller_id', '=', sellerId)
    .orderBy('notice.created_at', 'desc')
    .limit(100)
    .execute()
  const notices: ReadNotice[] = []
  for (const row of rows) {
    const program = await app.database.transaction((tx) => programOf(app, tx, row.program, row.program_version))
    notices.push({
      ...app.words.notice(language, factsOf(app, language, shopName, program, row)),
      id: row.id,
      kind: row.kind,
      channels: row.channels,
      createdAtMs: row.created_at.getTime(),
      readAtMs: row.read_at?.getTime() ?? null,
      caseId: row.case_id,
    })
  }
  return notices
}

/** [NO2] Mails that change the seller's calendar. */
const calendarMethods: Record<string, 'REQUEST' | 'CANCEL' | undefined> = {
  'call-booked': 'REQUEST',
  'call-moved': 'REQUEST',
  'call-cancelled': 'CANCEL',
}

/** [NO5] Sends one notice's mail and records how it went. Throws when it should be tried again. */
export const sendNoticeMail = async (app: App, noticeId: string): Promise<void> => {
  const sending = await readSending(app, noticeId)
  if (!sending || sending.row.mail_state === 'accepted') return
  const { row, seller, program, facts } = sending
  const mail = app.words.mail(seller.language, facts)
  const { call } = paramsSchema.parse(row.params)
  const method = calendarMethods[row.kind]
  const told = { caseId: row.case_id, program, language: seller.language, attendee: seller.registration.email }
  const calendar =
    call && method ? { calendar: { method, content: writeCallCalendar(app, { method, call, ...told }) } } : {}
  const delivery = await app.mail.send({ id: noticeId, to: seller.registration.email, ...mail, ...calendar })
  await app.database.kysely
    .updateTable('notice')
    .set({ mail_state: delivery.state, mail_detail: 'code' in delivery ? delivery.code : null })
    .where('id', '=', noticeId)
    .execute()
  if (delivery.state === 'deferred') throw new Error(`mail deferred: ${delivery.code}`)
}

/** [NO5] The same for its text message. A number that cannot be dialled is one that bounced. */
export const sendNoticeText = async (app: App, noticeId: string): Promise<void> => {
  const sending = await readSending(app, noticeId)
  if (!sending || sending.row.text_state === 'accepted') return
  const { seller, facts } = sending
  const number = dialledNumber(seller.registration.phone)
  const text = app.words.text(seller.language, facts)
  const delivery: SmsDelivery =
    number === null ? { state: 'bounced', code: 'no-number' } : await app.sms.send({ id: noticeId, to: number, text })
  await app.database.kysely
    .updateTable('notice')
    .set({ text_state: delivery.state, text_detail: 'code' in delivery ? delivery.code : null })
    .where('id', '=', noticeId)
    .execute()
  if (delivery.state === 'deferred') throw new Error(`text message deferred: ${delivery.code}`)
}

/** A notice with everything that its words are made of; null when it, or its seller, is gone. */
const readSending = async (app: App, noticeId: string) => {
  const row = await app.database.kysely
    .selectFrom('notice')
    .innerJoin('verification_case', 'verification_case.id', 'notice.case_id')
    .selectAll('notice')
    .select(['verification_case.program', 'verification_case.program_version'])
    .where('notice.id', '=', noticeId)
    .executeTakeFirst()
  const seller = row && (await readSeller(app, app.database.kysely, row.tenant_id, row.seller_id))
  if (!seller) return null
  const program = await app.database.transaction((tx) => programOf(app, tx, row.program, row.program_version))
  const { language, registration } = seller
  const shopName = registration.companyName ?? seller.id
  return { row, seller, program, facts: factsOf(app, language, shopName, program, row, registration) }
}
