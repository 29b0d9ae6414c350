import { expect, test } from 'vitest'
import { readWave, roomTone, soundRateHz, writeWave } from './wave.ts'

const word = Int16Array.from({ length: 4800 }, (_, i) => 8000 * Math.sin(i / 6))

test('a word is cut out of the silence around it', () => {
  const quiet = new Int16Array(9600)
  const file = writeWave(Int16Array.from([...quiet, ...word, ...quiet]))
  const { samples, durationMs } = readWave(file)
  expect(Math.abs(durationMs - 100)).toBeLessThan(1)
  expect(Math.max(...samples)).toBeGreaterThan(7900)
})

test('a word spoken at another rate lasts as long at ours', () => {
  const file = writeWave(word)
  new DataView(file.buffer, file.byteOffset).setUint32(24, soundRateHz / 2, true)
  expect(Math.abs(readWave(file).durationMs - 200)).toBeLessThan(1)
})

test('a quiet room is never silent to the bit, and never loud', () => {
  const hush = roomTone(1000)
  expect(hush.length).toBe(soundRateHz)
  expect(new Set(hush).size).toBeGreaterThan(10)
  expect(Math.max(...hush.map(Math.abs))).toBeLessThan(200)
})
