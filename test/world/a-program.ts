import { parseProgram } from '#contracts/program.ts'
import type { CaptureStep, Program } from '#domain/program.ts'
import aliexpress from '#programs/aliexpress.json' with { type: 'json' }
import amazon from '#programs/amazon.json' with { type: 'json' }
import lazada from '#programs/lazada.json' with { type: 'json' }

/** The shipped programs, a fresh copy each time so that a test may change it. */
export const programAliexpress = (): Program => shipped(aliexpress)
export const programAmazon = (): Program => shipped(amazon)
export const programLazada = (): Program => shipped(lazada)

const shipped = (json: unknown): Program => {
  const parsed = parseProgram(structuredClone(json))
  if (!parsed.ok) throw new Error(parsed.problems.map(({ field, message }) => `${field} ${message}`).join('\n'))
  return parsed.value
}

const questionStep: CaptureStep = {
  id: 'questions',
  kind: 'statement',
  name: null,
  when: null,
  minSeconds: 1,
  maxSeconds: 300,
  challenge: { kind: 'none' },
}

/** The same procedure, but held in calls that sellers book. */
export const programWithCalls = (changes: DeepPartial<Program> = {}): Program =>
  programWith(changes, {
    ...programAliexpress(),
    name: 'called',
    capture: {
      ...programAliexpress().capture,
      onFocusLoss: 'interrupt-call',
      steps: [...programAliexpress().capture.steps, questionStep],
    },
    call: {
      booking: {
        slotMinutes: 30,
        siteZones: { ID: 'Asia/Jakarta', MY: 'Asia/Kuala_Lumpur' },
        leadMinutes: 60,
        daysAhead: 14,
        fastest: { from: '09:00', to: '11:00' },
        languages: ['en', 'id'],
        onRequest: [{ language: 'zh', leadMinutes: 1440 }],
        remindMinutesBefore: [1440, 60, 10],
        moves: { most: 4, untilMinutesBefore: 5 },
        holdOfferMinutes: 30,
      },
      conduct: {
        enterMinutesAhead: 5,
        answerWithinSeconds: 30,
        maxMinutes: 20,
        interruptionsBorne: 2,
        resumeWithinSeconds: 60,
        verdictAtEnd: true,
        questions: {
          count: 1,
          from: [
            { id: 'sells', text: { zh: '你们卖什么？', en: 'What do you sell?' }, when: null },
            { id: 'founded', text: { zh: '公司何时成立？', en: 'When was the company founded?' }, when: null },
          ],
        },
      },
      notices: {
        'call-booked': ['in-site', 'email'],
        'call-moved': ['in-site', 'email'],
        'call-cancelled': ['in-site', 'email'],
        'call-reminder': ['in-site', 'email'],
        'call-missed': ['in-site', 'email'],
        'call-offered': ['in-site', 'email', 'text-message'],
        'call-offer-over': ['in-site', 'email'],
      },
    },
  })

/** A program with some members replaced, members of members included; lists are replaced whole. */
export const programWith = (changes: DeepPartial<Program>, base: Program = programAliexpress()): Program =>
  merged(base, changes) as Program

export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const merged = (base: unknown, changes: unknown): unknown => {
  if (!isPlain(base) || !isPlain(changes)) return changes
  const keys = new Set([...Object.keys(base), ...Object.keys(changes)])
  return Object.fromEntries([...keys].map((key) => [key, key in changes ? merged(base[key], changes[key]) : base[key]]))
}
