import { describe, expect, test } from 'vitest'
import { aCase, hours, noonMs } from '#test/world/a-case.ts'
import { programAliexpress, programWith } from '#test/world/a-program.ts'
import { allowance } from './attempts.ts'
import { decide } from './decide.ts'
import { foldCase } from './evolve.ts'
import { type CaseState, emptyCase } from './state.ts'

const openCommand = (way: 'api' | 'hand', noticedAtMs: number | null = null) => ({
  type: 'open' as const,
  sellerId: 'shop-1',
  site: 'cn',
  way,
  noticedAtMs,
  identityCommitment: 'commitment',
  registration: 'sealed',
  note: null,
})

describe('opening a case', () => {
  test('[TR6] over the API and by hand alike, with the program version it will keep', () => {
    for (const way of ['api', 'hand'] as const) {
      const story = aCase({ way, program: { ...programAliexpress(), version: 7 } })
      expect(story.state).toMatchObject({ status: 'awaiting-seller', program: 'aliexpress', programVersion: 7 })
      expect(story.eventsOf('case-opened')[0]?.way).toBe(way)
    }
  })

  test('[TR6] a way that the program does not know is refused', () => {
    const program = programWith({ opening: { by: ['hand'] } })
    const context = { program, atMs: noonMs, actor: { kind: 'api' as const, keyId: 'k' } }
    expect(decide(emptyCase('c'), openCommand('api'), context)).toMatchObject({
      ok: false,
      refusal: { code: 'program-does-not-open-this-way', details: { way: 'api' } },
    })
    expect(decide(emptyCase('c'), openCommand('hand'), context).ok).toBe(true)
  })

  test('[TR4] by signals, with what the rules saw; a person decides the first run where they ask for that', () => {
    const seen = {
      rulesVersion: 3,
      score: 70,
      contributions: [{ rule: 'new-device', weight: 70, hard: false }],
      signalSeq: 12,
      assessedAtMs: noonMs,
    }
    const opened = (outcome: 'open' | 'open-with-person') => {
      const asked = { ...openCommand('api'), way: 'signals' as const, risk: { ...seen, outcome } }
      const context = { program: programAliexpress(), atMs: noonMs, actor: { kind: 'system' as const } }
      const decided = decide(emptyCase('c'), asked, context)
      if (!decided.ok) throw new Error(decided.refusal.code)
      expect(decided.value[0]?.data).toMatchObject({ way: 'signals', risk: { ...seen, outcome } })
      return foldCase('c', decided.value)
    }
    const nextIsManual = (state: CaseState) => allowance(programAliexpress(), state, noonMs, 0).nextIsManual
    expect(nextIsManual(opened('open'))).toBe(false)
    expect(nextIsManual(opened('open-with-person'))).toBe(true)
  })

  test('a case opens once', () => {
    expect(aCase().refused(openCommand('api')).code).toBe('conflict')
  })

  test('nothing but opening can happen to a case that does not exist', () => {
    const context = { program: programAliexpress(), atMs: noonMs, actor: { kind: 'system' as const } }
    expect(decide(emptyCase('c'), { type: 'miss-deadline' }, context)).toMatchObject({ refusal: { code: 'not-found' } })
  })

  test('[RE1] the 72 hours run from opening; nothing is taken away before they are over', () => {
    const story = aCase()
    expect(story.clock('complete-verification')).toMatchObject({ dueAtMs: noonMs + hours(72), owner: 'seller' })
    expect(story.state.restrictions).toEqual([])
  })

  test('[RE1] a program may take something away at once', () => {
    const story = aCase({
      program: programWith({ restrictions: [{ afterHours: 0, capabilities: ['orders', 'withdrawal'] }] }),
    })
    expect(story.state.restrictions.map((one) => [one.capability, one.state])).toEqual([
      ['orders', 'applying'],
      ['withdrawal', 'applying'],
    ])
    expect(story.eventsOf('deadline-missed')).toEqual([])
  })

  test('[RE1] the marketplace told the seller 80 hours ago: the deadline is missed and the first stage applies at once', () => {
    const story = aCase({ noticedAtMs: noonMs - hours(80) })
    expect(story.eventsOf('deadline-missed')).toHaveLength(1)
    expect(story.state.restrictions.map((one) => one.capability)).toEqual(['product_listing', 'withdrawal'])
    expect(story.nextStep()).toBe('check-device')
  })

  test('a notice dated in the future does not lengthen the time', () => {
    expect(aCase({ noticedAtMs: noonMs + hours(50) }).state.deadlineAtMs).toBe(noonMs + hours(72))
  })
})

describe('[NO4] one next step, from opening to the run', () => {
  test('device check, consent, run', () => {
    const story = aCase()
    expect(story.nextStep()).toBe('check-device')
    story.does({ type: 'record-device-check', problems: ['camera-missing'], details: 'sealed' })
    expect(story.nextStep()).toBe('check-device')
    story.does({ type: 'record-device-check', problems: [], details: 'sealed' })
    expect(story.nextStep()).toBe('give-consent')
    expect(story.refused(story.startCommand()).code).toBe('consent-missing')
    story.does({ type: 'give-consent', textVersion: 'v1', language: 'zh' })
    expect(story.nextStep()).toBe('start-run')
    story.does(story.startCommand())
    expect(story.nextStep()).toBe('continue-run')
  })

  test('a case whose eligibility was never asked cannot start', () => {
    const story = aCase({ eligible: false }).prepares()
    expect(story.nextStep()).toBe('complete-registration')
    expect(story.refused(story.startCommand()).code).toBe('registration-incomplete')
  })
})

describe('doors that retry are not told off and change nothing', () => {
  test('consent, eligibility and notices are recorded once', () => {
    const story = aCase()
    const once = [
      { type: 'give-consent' as const, textVersion: 'v1', language: 'zh' },
      { type: 'record-eligibility' as const, answers: [{ check: 'registration' as const, answer: 'ok' as const }] },
      { type: 'record-notice' as const, noticeId: 'n1', kind: 'passed', channels: ['email'] },
      { type: 'read-notice' as const, noticeId: 'n1' },
    ]
    for (const command of once) {
      expect(story.does(command)).toHaveLength(1)
      expect(story.does(command)).toEqual([])
    }
  })

  test('a new consent text is consented to anew', () => {
    const story = aCase().prepares()
    expect(story.does({ type: 'give-consent', textVersion: 'v2', language: 'zh' })).toHaveLength(1)
  })

  test('a notice nobody sent cannot be read', () => {
    expect(aCase().refused({ type: 'read-notice', noticeId: 'other' }).code).toBe('not-found')
  })
})
