import { html } from 'hono/html'
import { Temporal } from 'temporal-polyfill'
import type { NoticeFacts, Words } from '#app/ports/words.ts'
import { type ReadingLanguage, readingLanguageOf } from '#domain/language.ts'
import { siteName } from '#domain/site-name.ts'
import { localeOf, tagOf } from '#locales/locale.ts'
import { loadTranslate, type Translate } from '#locales/translate.ts'

/** Notices and mails written from the locales; page, mail and history read from the same source. */
export const openWords = async (): Promise<Words> => {
  const t = await loadTranslate(['common', 'notice', 'mail', 'failure', 'seller', 'risk'])
  const notice = (language: string, facts: NoticeFacts) => {
    const to = readingLanguageOf(language)
    const values = valuesOf(t, to, facts)
    const key = facts.variant === null ? `notice:${facts.kind}` : `notice:${facts.kind}-${facts.variant}`
    return { title: t(to, `${key}.title`, values), body: t(to, `${key}.body`, values) }
  }
  return {
    notice,
    mail(language, facts) {
      const to = readingLanguageOf(language)
      const { title, body } = notice(language, facts)
      const lines = {
        greeting: t(to, 'mail:greeting', { shop: facts.shopName }),
        open: t(to, 'mail:open'),
        documents:
          facts.documents.length > 0
            ? [t(to, 'mail:documents', { documents: listed(t, to, 'document', facts.documents) })]
            : [],
        free: t(to, 'mail:free'),
        genuine: t(to, 'mail:genuine', { address: facts.checkUrl }),
        basis: t(to, 'mail:basis', { legalBasis: facts.legalBasis }),
      }
      const notes = [lines.free, lines.genuine, lines.basis]
      return {
        subject: `${facts.marketplace}: ${title}`,
        text: [lines.greeting, body, ...lines.documents, `${lines.open}: ${facts.caseUrl}`, ...notes].join('\n\n'),
        html: String(mailPage(to, title, body, facts.caseUrl, { ...lines, more: lines.documents, notes })),
      }
    },
    invitation(language, { role, setupUrl, ...facts }) {
      const to = readingLanguageOf(language)
      const values = { ...facts, role: t(to, `mail:invitation.role.${role}`) }
      const say = (key: string) => t(to, `mail:invitation.${key}`, values)
      const lines = { greeting: say('greeting'), open: say('open'), notes: [say('once'), say('unknown')] }
      return {
        subject: say('subject'),
        text: [lines.greeting, say('body'), `${lines.open}: ${setupUrl}`, ...lines.notes].join('\n\n'),
        html: String(mailPage(to, say('subject'), say('body'), setupUrl, lines)),
      }
    },
    rulesChanged(language, { news, url, ...facts }) {
      const to = readingLanguageOf(language)
      const say = (key: string) => t(to, `risk:mail.${key}`, facts)
      const lines = { greeting: say('greeting'), open: say('open'), notes: [say(`${news}.next`)] }
      const body = `${say(`${news}.body`)} ${say('why')}`
      return {
        subject: say(`${news}.subject`),
        text: [lines.greeting, body, ...lines.notes, `${lines.open}: ${url}`].join('\n\n'),
        html: String(mailPage(to, say(`${news}.subject`), body, url, lines)),
      }
    },
    text: (language, facts) => `${facts.marketplace}: ${notice(language, facts).title} ${facts.caseUrl}`,
    phoneCode: (language, facts) => t(readingLanguageOf(language), 'mail:phoneCode', facts),
    invitationToCall(language, facts) {
      const to = readingLanguageOf(language)
      return { title: t(to, 'notice:call-entry.title', facts), body: t(to, 'notice:call-entry.body', facts) }
    },
    callTime(language, atMs, { seller, site }) {
      const to = readingLanguageOf(language)
      const own = `${dayAndTime(to, atMs, seller)} ${zoneName(to, atMs, seller)}`
      if (zoned(atMs, seller).offset === zoned(atMs, site).offset) return own
      const isSameDay = zoned(atMs, seller).toPlainDate().equals(zoned(atMs, site).toPlainDate())
      const there = isSameDay ? timeOnly(to, atMs, site) : dayAndTime(to, atMs, site)
      return t(to, 'notice:call-time', { own, there: `${there} ${zoneName(to, atMs, site)}` })
    },
    instant(language, atMs, zone) {
      const to = readingLanguageOf(language)
      return `${dayAndTime(to, atMs, zone)} (${zoneName(to, atMs, zone)})`
    },
  }
}

const zoned = (atMs: number, zone: string) => Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone)

const clockTime = { hour: '2-digit', minute: '2-digit' } as const

const dayAndTime = (language: ReadingLanguage, atMs: number, zone: string): string =>
  zoned(atMs, zone).toLocaleString(localeOf(language), {
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    ...clockTime,
  })

const timeOnly = (language: ReadingLanguage, atMs: number, zone: string): string =>
  zoned(atMs, zone).toLocaleString(localeOf(language), clockTime)

/** "China Standard Time"; in a zone with summer time, the one of the two that it is then. */
const zoneName = (language: ReadingLanguage, atMs: number, zone: string): string =>
  new Intl.DateTimeFormat(localeOf(language), { timeZone: zone, timeZoneName: 'long' })
    .formatToParts(atMs)
    .find(({ type }) => type === 'timeZoneName')?.value ?? zone

const listFormat = (language: ReadingLanguage) => new Intl.ListFormat(localeOf(language), { type: 'conjunction' })

const listed = (
  t: Translate,
  language: ReadingLanguage,
  group: 'capability' | 'document',
  names: readonly string[],
): string => listFormat(language).format(names.map((name) => t(language, `common:${group}.${name}`)))

/** Reasons are sentences of their own, which the notice puts into one of its. */
const inOneSentence = (language: ReadingLanguage, reasons: readonly string[]): string =>
  reasons.map((reason) => reason.trim().replace(/[.。]$/, '')).join(language === 'zh' ? '；' : '; ')

const valuesOf = (t: Translate, language: ReadingLanguage, facts: NoticeFacts): Record<string, string> => {
  const deadlineOf: Record<string, string | null> = {
    'in-review': facts.reviewDue,
    'account-locked': facts.lockedUntil,
    'call-offered': facts.heldUntil,
  }
  const deadline = deadlineOf[facts.kind] ?? facts.deadline ?? ''
  return {
    ...openingWords(t, language, facts, deadline),
    marketplace: facts.marketplace,
    legalBasis: facts.legalBasis,
    deadline,
    call: facts.call ?? '',
    meetingId: facts.meetingId ?? '',
    banReason: facts.banReason === null ? '' : t(language, `common:banReason.${facts.banReason}`),
    fromSite: facts.fromSite === null ? '' : siteName(language, facts.fromSite),
    because: facts.because.length > 0 ? inOneSentence(language, facts.because) : t(language, 'notice:because-risk'),
    caseUrl: facts.caseUrl,
    reasons: listFormat(language).format(facts.reasons.map((reason) => t(language, `failure:${reason}.title`))),
    capabilities: listed(t, language, 'capability', facts.capabilities),
    // Said only where it is true: some programs take everything away at once.
    untouched: facts.capabilities.length > 0 ? '' : t(language, 'notice:untouched'),
  }
}

/** [NO1] What a program demands and takes away differs, and a deadline may be over when a case opens: only what is true is said. */
const openingWords = (
  t: Translate,
  language: ReadingLanguage,
  { opening, capabilities }: NoticeFacts,
  deadline: string,
): { manner: string; due: string } => {
  if (opening === null) return { manner: '', due: '' }
  const { byCall, isOverdue, goesWithDeadline } = opening
  const whenDue = goesWithDeadline.length > 0 && capabilities.length === 0 && !isOverdue ? 'due-then' : 'due'
  const due = `${isOverdue ? 'overdue' : whenDue}${capabilities.length > 0 ? '-now' : ''}`
  return {
    manner: t(language, `notice:opening-manner-${byCall ? 'call' : 'run'}`),
    due: t(language, `notice:opening-${due}`, {
      deadline,
      capabilities: listed(t, language, 'capability', capabilities),
      later: listed(t, language, 'capability', goesWithDeadline),
    }),
  }
}

type Lines = { greeting: string; open: string; more?: string[]; notes: string[] }

/** Colours are written out because mail programs know no style sheets of ours. */
const mailPage = (
  language: ReadingLanguage,
  title: string,
  body: string,
  url: string,
  lines: Lines,
) => html`<!doctype html>
<html lang="${tagOf(language)}">
  <head><meta charset="utf-8" /><meta name="viewport" content="width=device-width" /><title>${title}</title></head>
  <body style="margin:0;background:#f4f5f7;font:16px/1.6 system-ui,'PingFang SC','Microsoft YaHei',sans-serif;color:#1b2230">
    <div style="max-width:36rem;margin:0 auto;padding:24px">
      <div style="background:#fff;border:1px solid #d8dce3;border-radius:8px;padding:24px">
        <h1 style="font-size:20px;margin:0 0 16px">${title}</h1>
        <p style="margin:0 0 12px">${lines.greeting}</p>
        <p style="margin:0 0 24px">${body}</p>
        ${(lines.more ?? []).map((line) => html`<p style="margin:0 0 24px">${line}</p>`)}
        <p style="margin:0 0 24px"><a href="${url}" style="background:#1f4f8f;color:#fff;text-decoration:none;padding:12px 20px;border-radius:6px;display:inline-block">${lines.open}</a></p>
        ${lines.notes.map((note) => html`<p style="margin:0 0 8px;font-size:14px;color:#4a5568">${note}</p>`)}
      </div>
    </div>
  </body>
</html>`
