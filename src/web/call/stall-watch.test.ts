import { expect, test } from 'vitest'
import { openStallWatch } from './stall-watch.ts'

test('[LC2] nothing counts before something has come', () => {
  const watch = openStallWatch(2500)
  expect(watch.note(null, 0)).toBeNull()
  expect(watch.note(0, 10_000)).toBeNull()
  expect(watch.state()).toBe('connecting')
  expect(watch.note(1, 10_250)).toEqual({ kind: 'first' })
  expect(watch.state()).toBe('live')
})

test('[LC2] standing still for longer than the limit is one interruption, however long, and growing again ends it', () => {
  const watch = openStallWatch(2500)
  watch.note(5, 1000)
  expect(watch.note(5, 3500)).toBeNull()
  expect(watch.note(5, 3501)).toEqual({ kind: 'interrupted', lastMediaAtMs: 1000 })
  expect(watch.note(null, 9000)).toBeNull()
  expect(watch.state()).toBe('stalled')
  expect(watch.note(6, 9250)).toEqual({ kind: 'resumed', lastedMs: 8250 })
  expect(watch.note(6, 9500)).toBeNull()
})

test('a new connection counts from nought, and the interruption goes on until it brings something', () => {
  const watch = openStallWatch(2500)
  watch.note(500, 0)
  watch.note(500, 3000)
  watch.rebase()
  expect(watch.note(0, 4000)).toBeNull()
  expect(watch.note(1, 5000)).toEqual({ kind: 'resumed', lastedMs: 5000 })
})

test('whoever sends nothing by agreement is there while the connection stands', () => {
  const watch = openStallWatch(2500)
  expect(watch.alive(0)).toEqual({ kind: 'first' })
  expect(watch.alive(10_000)).toBeNull()
  expect(watch.note(null, 13_000)).toEqual({ kind: 'interrupted', lastMediaAtMs: 10_000 })
})
