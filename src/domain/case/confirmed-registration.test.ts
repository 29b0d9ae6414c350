import { describe, expect, test } from 'vitest'
import { aCase, marketplace, reviewer } from '#test/world/a-case.ts'
import type { CaseCommand } from './commands.ts'

const confirm = (fields: ('address' | 'companyName')[] = ['address']): CaseCommand => ({
  type: 'confirm-registration',
  fields,
  values: 'sealed',
})
const acknowledge: CaseCommand = { type: 'acknowledge-registration' }

describe('[RE4] a pass updates the registration it confirmed', () => {
  const passed = () => aCase().completesRun().isFound([]).isReviewed('pass')

  test('a person confirms what has changed, and the marketplace says when it has taken it over', () => {
    const story = passed()
    story.does(confirm(), reviewer)
    expect(story.state.confirmed).toEqual({ fields: ['address'], atMs: story.nowMs, acknowledgedAtMs: null })
    story.passes(1).does(acknowledge, marketplace)
    expect(story.state.confirmed?.acknowledgedAtMs).toBe(story.nowMs)
    expect(story.does(acknowledge, marketplace)).toEqual([])
  })

  test('once, and only by staff', () => {
    const story = passed()
    expect(story.refused(confirm()).code).toBe('reviewer-not-allowed')
    story.does(confirm(), reviewer)
    expect(story.refused(confirm(['companyName']), reviewer).code).toBe('conflict')
  })

  test('nothing is confirmed without a pass, and nothing by an empty list', () => {
    expect(aCase().refused(confirm(), reviewer).code).toBe('invalid-state')
    expect(aCase().fails().refused(confirm(), reviewer).code).toBe('invalid-state')
    expect(passed().does(confirm([]), reviewer)).toEqual([])
    expect(passed().refused(acknowledge, marketplace).code).toBe('not-found')
  })
})
