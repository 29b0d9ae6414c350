import { expect, test } from 'vitest'
import { forget, forgetEverythingKept, keep, readKept, textsLike } from './kept.ts'

const memoryStore = () => {
  const held = new Map<string, string>()
  return {
    held,
    getItem: (name: string) => held.get(name) ?? null,
    setItem: (name: string, text: string) => void held.set(name, text),
    removeItem: (name: string) => void held.delete(name),
    key: (index: number) => [...held.keys()][index] ?? null,
    get length() {
      return held.size
    },
  }
}
const note = textsLike({ note: '' })

test('what was typed is there after a reload, until it is forgotten', () => {
  const store = memoryStore()
  keep('withdraw.c1', { note: 'asked by the marketplace' }, store)
  expect(readKept('withdraw.c1', note, store)).toEqual({ note: 'asked by the marketplace' })
  forget('withdraw.c1', store)
  expect(readKept('withdraw.c1', note, store)).toBeNull()
})

test('signing out leaves nothing of the desk behind and nothing else touched', () => {
  const store = memoryStore()
  keep('withdraw.c1', { note: 'one' }, store)
  keep('draft.s1.a1', { note: 'two' }, store)
  store.setItem('countersign.language', 'zh')
  forgetEverythingKept(store)
  expect([...store.held.keys()]).toEqual(['countersign.language'])
})

test('what cannot be understood is as good as nothing', () => {
  const store = memoryStore()
  store.setItem('countersign.desk.x', '{broken')
  expect(readKept('x', note, store)).toBeNull()
  store.setItem('countersign.desk.x', '"a text"')
  expect(readKept('x', note, store)).toBeNull()
  store.setItem('countersign.desk.x', '{"note":7,"more":"text"}')
  expect(readKept('x', note, store)).toEqual({ note: '' })
})

test('a storage that throws is a storage that keeps nothing', () => {
  const throwing = {
    ...memoryStore(),
    getItem: () => {
      throw new Error('switched off')
    },
    setItem: () => {
      throw new Error('full')
    },
    removeItem: () => {
      throw new Error('switched off')
    },
  }
  keep('x', { note: 'a' }, throwing)
  forget('x', throwing)
  expect(readKept('x', note, throwing)).toBeNull()
})
