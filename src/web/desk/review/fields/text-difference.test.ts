import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Part, textDifference } from './text-difference.ts'

const shown = (parts: Part[]) => parts.map(({ text, differs }) => (differs ? `[${text}]` : text)).join('')

test('one wrong digit of a number is the only thing marked', () => {
  const { registered, read } = textDifference('330106199001011234', '330106199001017234')
  expect(shown(registered)).toBe('33010619900101[1]234')
  expect(shown(read)).toBe('33010619900101[7]234')
})

test('Chinese characters are compared as characters, rare ones too', () => {
  expect(shown(textDifference('王建国', '王健国').read)).toBe('王[健]国')
  expect(shown(textDifference('李𠮷', '李吉').registered)).toBe('李[𠮷]')
  expect(shown(textDifference('欧阳明', '欧明').registered)).toBe('欧[阳]明')
})

test('equal texts have no mark, empty ones no part', () => {
  expect(textDifference('abc', 'abc')).toEqual({
    registered: [{ text: 'abc', differs: false }],
    read: [{ text: 'abc', differs: false }],
  })
  expect(textDifference('', 'a')).toEqual({ registered: [], read: [{ text: 'a', differs: true }] })
})

test('very long texts are marked as a whole', () => {
  const long = 'x'.repeat(300)
  expect(textDifference(long, `${long}y`).read).toEqual([{ text: `${long}y`, differs: true }])
})

test('nothing is lost or made up, and what is unmarked is the same on both sides', () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 })
  const unmarked = (parts: Part[]) =>
    parts
      .filter(({ differs }) => !differs)
      .map(({ text: part }) => part)
      .join('')
  fc.assert(
    fc.property(text, text, (one, other) => {
      const { registered, read } = textDifference(one, other)
      expect(registered.map((part) => part.text).join('')).toBe(one)
      expect(read.map((part) => part.text).join('')).toBe(other)
      expect(unmarked(registered)).toBe(unmarked(read))
    }),
  )
})
