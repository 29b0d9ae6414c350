import { expect, test } from 'vitest'
import { actionOf, keyHelp, type Press } from './key-map.ts'

const press = (key: string, part: Partial<Press> = {}) =>
  actionOf({ key, shift: false, command: false, alt: false, typing: false, onControl: false, ...part })

test('space plays, arrows seek, numbers jump to steps', () => {
  expect(press(' ')).toEqual({ do: 'play' })
  expect(press('ArrowRight')).toEqual({ do: 'seek', byMs: 5000 })
  expect(press('ArrowLeft', { shift: true })).toEqual({ do: 'seek', byMs: -200 })
  expect(press('3')).toEqual({ do: 'step', no: 3 })
  expect(press('0')).toBeNull()
})

test('what is typed stays text', () => {
  for (const key of ['p', 'f', '1', ' ', 'ArrowLeft', '?', 'j']) expect(press(key, { typing: true })).toBeNull()
  expect(press('Escape', { typing: true })).toEqual({ do: 'back' })
  expect(press('Enter', { typing: true, command: true })).toEqual({ do: 'confirm' })
})

test('space presses the button it stands on and does not play as well', () => {
  expect(press(' ', { onControl: true })).toBeNull()
  expect(press('p', { onControl: true })).toEqual({ do: 'choose', outcome: 'pass' })
})

test('keys of the browser and the system are left to them', () => {
  expect(press('p', { command: true })).toBeNull()
  expect(press('f', { command: true })).toBeNull()
  expect(press('ArrowLeft', { alt: true })).toBeNull()
  expect(press('Enter')).toBeNull()
  expect(press('F5')).toBeNull()
})

test('no single key decides: choosing is one key, confirming another with Control', () => {
  const single = [...'abcdefghijklmnopqrstuvwxyz0123456789[]?', 'Enter', ' ', 'Escape'].map((key) => press(key))
  expect(single.filter((action) => action?.do === 'confirm')).toEqual([])
  expect(press('Enter', { command: true, shift: true })).toBeNull()
})

test('every key that the help shows does something, with caps lock as well', () => {
  const shown: Record<string, Partial<Press> & { key: string }> = {
    Space: { key: ' ' },
    '←': { key: 'ArrowLeft' },
    '→': { key: 'ArrowRight' },
    'Shift ←': { key: 'ArrowLeft', shift: true },
    'Shift →': { key: 'ArrowRight', shift: true },
    'Ctrl Enter': { key: 'Enter', command: true },
    Esc: { key: 'Escape' },
  }
  for (const { keys } of keyHelp)
    for (const key of keys.filter((one) => one !== '…')) {
      const { key: pressed, ...rest } = shown[key] ?? { key }
      expect([key, press(pressed, rest)]).not.toEqual([key, null])
    }
  expect(press('P', { shift: false })).toEqual({ do: 'choose', outcome: 'pass' })
})
