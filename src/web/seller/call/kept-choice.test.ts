import { expect, test } from 'vitest'
import { type CallChoice, keepChoice, keptChoice } from './kept-choice.ts'

const aStore = () => {
  const kept = new Map<string, string>()
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  }
}
const picked = { startAt: '2026-11-24T03:00:00.000Z', endAt: '2026-11-24T03:30:00.000Z', fastest: true }
const choice: CallChoice = { language: 'en', day: '2026-11-24', picked }

test('[BK1] what was chosen is there after a reload, for its own case, until it is booked', () => {
  const store = aStore()
  keepChoice('case-1', choice, store)
  expect(keptChoice('case-1', ['en', 'zh'], store)).toEqual(choice)
  expect(keptChoice('case-2', ['en', 'zh'], store)).toBeNull()
  keepChoice('case-1', null, store)
  expect(keptChoice('case-1', ['en'], store)).toBeNull()
})

test('what is no choice any more is none: another language, another version of the page, no storage', () => {
  const store = aStore()
  keepChoice('case-1', choice, store)
  expect(keptChoice('case-1', ['th'], store)).toBeNull()
  for (const left of ['{', '7', '{"language":"en"}', '{"language":"en","day":"x","picked":{"startAt":"soon"}}']) {
    store.setItem('countersign.call.case-1', left)
    expect(keptChoice('case-1', ['en'], store), left).toBeNull()
  }
  keepChoice('case-1', choice, null)
  expect(keptChoice('case-1', ['en'], null)).toBeNull()
})
