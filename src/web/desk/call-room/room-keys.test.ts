import { expect, test } from 'vitest'
import type { Press } from '../keys/key-map.ts'
import { roomActionOf, roomKeyHelp } from './room-keys.ts'

const press = (key: string, part: Partial<Press> = {}, ending = false) =>
  roomActionOf({ key, shift: false, command: false, alt: false, typing: false, onControl: false, ...part }, ending)

test('[LC4] numbers open steps, space asks for a picture, letters judge', () => {
  expect(press('3')).toEqual({ do: 'step', no: 3 })
  expect(press('0')).toEqual({ do: 'close-step' })
  expect(press(' ')).toEqual({ do: 'snapshot' })
  expect(press('y')).toEqual({ do: 'judge', judgement: 'right' })
  expect(press('X')).toEqual({ do: 'judge', judgement: 'wrong' })
})

test('what is typed stays text, and space presses the button it stands on', () => {
  for (const key of ['y', 'e', '1', ' ', '?', 'p']) expect(press(key, { typing: true })).toBeNull()
  expect(press('Escape', { typing: true })).toEqual({ do: 'back' })
  expect(press('Enter', { typing: true, command: true })).toEqual({ do: 'confirm' })
  expect(press(' ', { onControl: true })).toBeNull()
  expect(press('r', { command: true })).toBeNull()
})

test('no single key ends a call or gives a verdict: choosing is one key, confirming another with Control', () => {
  const keys = [...'abcdefghijklmnopqrstuvwxyz0123456789[]?', 'Enter', ' ', 'Escape']
  for (const ending of [true, false]) expect(keys.filter((key) => press(key, {}, ending)?.do === 'confirm')).toEqual([])
})

test('while the end is prepared the letters of a review choose, and pausing waits', () => {
  expect(press('p')).toEqual({ do: 'pause' })
  expect(press('p', {}, true)).toEqual({ do: 'choose', outcome: 'pass' })
  expect(press('f', {}, true)).toEqual({ do: 'choose', outcome: 'fail' })
  expect(press('f')).toBeNull()
})

test('every key that the help shows does something', () => {
  const shown: Record<string, Partial<Press> & { key: string }> = {
    Space: { key: ' ' },
    'Ctrl Enter': { key: 'Enter', command: true },
    Esc: { key: 'Escape' },
  }
  for (const { keys } of roomKeyHelp)
    for (const key of keys.filter((one) => one !== '…')) {
      const { key: pressed, ...rest } = shown[key] ?? { key }
      expect([key, press(pressed, rest)]).not.toEqual([key, null])
    }
})
