import { expect, test } from 'vitest'
import { openPictureMemory } from './picture-memory.ts'

test('memory that was given back is used again, for a picture of the same size only', () => {
  const memory = openPictureMemory()
  const first = memory.take(300)
  const { buffer } = first
  memory.giveBack(first.subarray(20))
  expect(memory.take(200).buffer).not.toBe(buffer)
  expect(memory.take(300).buffer).toBe(buffer)
  expect(memory.take(300).buffer).not.toBe(buffer)
})

test('what is given back twice is lent once, so that two pictures never share memory', () => {
  const memory = openPictureMemory()
  const picture = memory.take(300)
  memory.giveBack(picture)
  memory.giveBack(picture)
  expect(memory.take(300).buffer).not.toBe(memory.take(300).buffer)
})

test('a copy is a picture of its own, and comes back as large as its original', () => {
  const memory = openPictureMemory()
  const original = memory.take(320).subarray(20).fill(7)
  const copy = memory.copyOf(original)
  original.fill(8)
  expect([...new Set(copy)]).toEqual([7])
  expect(copy.length).toBe(300)
  memory.giveBack(copy)
  expect(memory.take(320).buffer).toBe(copy.buffer)
})

test('only a few are kept, and what another thread has is not among them', () => {
  const memory = openPictureMemory()
  const many = Array.from({ length: 40 }, () => memory.take(10))
  for (const picture of many) memory.giveBack(picture)
  const again = new Set(Array.from({ length: 40 }, () => memory.take(10).buffer))
  expect(many.filter(({ buffer }) => again.has(buffer)).length).toBeLessThan(10)
  const sent = memory.take(10)
  structuredClone(sent.buffer, { transfer: [sent.buffer] })
  memory.giveBack(sent)
  expect(memory.take(10).byteLength).toBe(10)
})
