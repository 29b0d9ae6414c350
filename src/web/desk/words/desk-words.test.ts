import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { failureCatalogue, reasonCodes } from '#domain/failure-catalogue.ts'
import { staffLanguages } from '#domain/language.ts'
import { loadTranslate } from '#locales/translate.ts'
import { roomKeyHelp } from '../call-room/room-keys.ts'
import { caseStatuses } from '../cases/case-words.ts'
import { keyHelp } from '../keys/key-map.ts'

const room = join(import.meta.dirname, '..')
const sources = readdirSync(room, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name),
)

/** Keys written out in full in the code; those put together at run time are listed below by their members. */
const writtenKeys = [
  ...new Set(
    sources.flatMap((name) =>
      [...readFileSync(join(room, name), 'utf8').matchAll(/\bt\(\s*(['`])([\w:.-]+)\1/g)].map(([, , key]) => key ?? ''),
    ),
  ),
]

const known = await loadTranslate()
const isThere = (language: 'zh' | 'en', key: string) => {
  const named = key.includes(':')
    ? [key]
    : [`desk:${key}`, `common:${key}`, `links:${key}`, `risk:${key}`, `board:${key}`]
  return named.some((one) => {
    try {
      known(language, one, { count: 2 })
      return true
    } catch {
      return false
    }
  })
}

test('every word that the code asks for by name is there in both languages', () => {
  expect(writtenKeys.length).toBeGreaterThan(150)
  for (const language of staffLanguages) expect(writtenKeys.filter((key) => !isThere(language, key))).toEqual([])
})

test('every event of a case has a name in the desk’s history', () => {
  const told = ['events.ts', 'aftermath-events.ts', 'restriction-events.ts'].map((name) =>
    readFileSync(join(import.meta.dirname, '../../../domain/case', name), 'utf8'),
  )
  const types = [...told.join('\n').matchAll(/type: '([a-z-]+)'/g)].map(([, type]) => `event.${type}`)
  expect(types.length).toBeGreaterThan(60)
  for (const language of staffLanguages) expect(types.filter((key) => !isThere(language, key))).toEqual([])
})

test('words that are put together at run time are there for every member', () => {
  const keys = [
    ...caseStatuses.map((status) => `status.${status}`),
    ...keyHelp.map(({ name }) => `shortcut.${name}`),
    ...keyHelp.map(({ group }) => `shortcut.group.${group}`),
    ...(
      ['unsure', 'final-manual-queue', 'program-asks', 'device-signals', 'second-look', 'disagreement'] as const
    ).flatMap((why) => [`why.${why}.title`, `why.${why}.body`]),
    ...['fail', 'unsure', 'not-judged', 'signals', 'pass', 'not-applicable'].map((name) => `findings.group.${name}`),
    ...['s', 'score', 'cos', 'ratio', 'none', 'yes', 'no', 'count', 'days', 'years', 'breaks', 'losses'].map(
      (unit) => `unit.${unit}`,
    ),
    ...['pass', 'fail', 'void'].flatMap((outcome) => [
      `decision.choose.${outcome}`,
      `decision.confirm.${outcome}`,
      `decision.done.${outcome}`,
    ]),
    ...[
      'passTold',
      'nothingRestricted',
      'failTells',
      'failTold',
      'failLeaves',
      'failLastToday',
      'failLocks',
      'failSupport',
      'failManual',
      'timeBack',
      'blind',
      'blindPass',
      'blindFail',
      'voidFree',
      'voidStays',
    ].map((line) => `consequence.${line}`),
    ...['begins', 'minutesBefore', 'callBy.seller', 'callBy.us', 'callMissedBy.seller', 'callMissedBy.us'].map(
      (name) => `history.${name}`,
    ),
    ...['own', 'others'].map((whose) => `appointments.whose.${whose}`),
    ...['ahead', 'now', 'unsettled', 'held', 'cancelled', 'missed'].map((state) => `appointments.state.${state}`),
    ...['seller', 'us'].map((side) => `appointments.missedBy.${side}`),
    ...['handed-over', 'cancelled'].map((outcome) => `appointments.gaveUp.${outcome}`),
    ...['span', 'spanOverNight'].map((name) => `roster.${name}`),
    ...['missing', 'chooseOne', 'breakOutside', 'endsBeforeBegin'].map((name) => `roster.problem.${name}`),
    ...Object.entries({
      tab: ['chat', 'question', 'suspicion', 'people', 'help'],
      phase: ['closed', 'waiting', 'ringing', 'held', 'over'],
      judgement: ['right', 'wrong', 'not-needed'],
      judged: ['right', 'wrong', 'not-needed'],
      findingsSay: ['pass', 'fail', 'unsure', 'not-applicable'],
      step: ['open', 'due', 'asked', 'snapshot'],
      stage: ['away', 'connecting', 'stalled', 'over'],
      line: ['connecting', 'live', 'stalled', 'gone'],
      question: ['show', 'shown', 'asked', 'none', 'later'],
      suspicion: ['coaching', 'stand-in', 'paid-agent', 'played-clip'],
      commitment: ['renew-document', 'update-registration', 'stop-selling', 'other'],
      people: ['leads', 'seller', 'reviewer', 'supervisor', 'interpreter', 'here', 'away', 'mute', 'unmute'],
      witness: ['recording', 'sending', 'sent', 'failed'],
      sit: ['title', 'others', 'body', 'othersBody', 'reviewer', 'supervisor', 'interpreter'],
      elsewhere: ['title', 'body', 'again'],
      left: ['title', 'body', 'again'],
      'ending.confirm': ['pass', 'fail', 'void'],
      'ending.done': ['pass', 'fail', 'void'],
      news: ['sellerHere', 'sellerAway', 'ringing', 'answered', 'notAnswered', 'resumed', 'paused', 'continued'],
      key: roomKeyHelp.map(({ name }) => name),
    }).flatMap(([group, names]) => names.map((name) => `callRoom.${group}.${name}`)),
    ...['done', 'time-over', 'interrupted', 'nobody-came-back', 'unanswered'].flatMap((why) => [
      `callRoom.over.${why}.title`,
      `callRoom.over.${why}.body`,
    ]),
    ...['joined', 'left', 'leader'].map((what) => `callRoom.news.${what}`),
    ...['lifted', 'staysRestricted', 'overrules', 'answersFor'].map((line) => `consequence.${line}`),
  ]
  for (const language of staffLanguages) expect(keys.filter((key) => !isThere(language, key))).toEqual([])
})

test('every reason that a reviewer may give has words that do not speak to the seller', () => {
  const toSellers = { en: /\byou\b|\byour\b/i, zh: /您/ } as const
  const given = reasonCodes.filter((code) => failureCatalogue[code].forReviewers)
  expect(given.length).toBeGreaterThan(20)
  for (const language of staffLanguages) {
    const wrong = given.filter((code) =>
      ['title', 'why'].some((part) => {
        const own = isThere(language, `desk:reason.${code}.${part}`)
        return toSellers[language].test(
          known(language, `${own ? 'desk:reason' : 'failure'}:${code}.${part}`.replace('desk:reason:', 'desk:reason.')),
        )
      }),
    )
    expect({ language, wrong }).toEqual({ language, wrong: [] })
  }
})
