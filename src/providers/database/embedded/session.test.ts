import { expect, test } from 'vitest'
import { sessionLine } from './session.ts'

const limits = { idleMs: 100, totalMs: 250 }
const bytes = new Uint8Array(1)

function lineOf(...connections: number[]) {
  const line = sessionLine()
  for (const connection of connections) line.open(connection, limits)
  return line
}

test('connections are served in the order in which they came', () => {
  const line = lineOf(1, 2, 3)
  for (const connection of [2, 1, 3]) line.add({ connection, bytes })
  expect([line.next(), line.next(), line.next(), line.next()].map((batch) => batch?.connection)).toEqual([
    2,
    1,
    3,
    undefined,
  ])
})

test('an open transaction keeps the others waiting until it ends', () => {
  const line = lineOf(1, 2)
  line.add({ connection: 1, bytes })
  line.add({ connection: 2, bytes })
  expect(line.next()?.connection).toBe(1)
  line.ran(1, 'in-transaction', 0)
  expect(line.next()).toBeUndefined()
  line.add({ connection: 1, bytes })
  expect(line.next()?.connection).toBe(1)
  line.ran(1, 'idle', 10)
  expect(line.next()?.connection).toBe(2)
})

test('what the owner sent ahead is not forgotten when its transaction ends', () => {
  const line = lineOf(1)
  line.add({ connection: 1, bytes })
  line.next()
  line.ran(1, 'in-transaction', 0)
  line.add({ connection: 1, bytes })
  line.add({ connection: 1, bytes })
  line.next()
  line.ran(1, 'idle', 0)
  expect(line.next()?.connection).toBe(1)
})

test('a transaction that is left alone is overdue, one that works is not', () => {
  const line = lineOf(1)
  line.add({ connection: 1, bytes })
  line.next()
  line.ran(1, 'in-transaction', 1_000)
  expect(line.overdue(1_040)).toEqual({ askAgainMs: 60 })
  expect(line.overdue(1_100)).toEqual({ connection: 1, limit: 'idle' })
  line.ran(1, 'in-transaction', 1_090)
  expect(line.overdue(1_100)).toEqual({ askAgainMs: 90 })
})

test('a transaction that keeps busy is overdue in the end', () => {
  const line = lineOf(1)
  for (let nowMs = 0; nowMs <= 240; nowMs += 40) line.ran(1, 'in-transaction', nowMs)
  expect(line.overdue(250)).toEqual({ connection: 1, limit: 'total' })
})

test('a failed transaction holds the session, too, and its time counts from its begin', () => {
  const line = lineOf(1)
  line.ran(1, 'in-transaction', 0)
  line.ran(1, 'failed-transaction', 240)
  expect(line.overdue(250)).toEqual({ connection: 1, limit: 'total' })
})

test('a connection without limits is never overdue', () => {
  const line = sessionLine()
  line.open(1, null)
  line.ran(1, 'in-transaction', 0)
  expect(line.overdue(1e9)).toBeUndefined()
})

test('who hangs up leaves the line, and a transaction only if it had one open', () => {
  const line = lineOf(1, 2)
  line.add({ connection: 2, bytes })
  expect(line.drop(2)).toBe(false)
  expect(line.next()).toBeUndefined()
  expect(line.add({ connection: 2, bytes })).toBe(false)
  line.ran(1, 'in-transaction', 0)
  expect(line.drop(1)).toBe(true)
  expect(line.owner).toBeUndefined()
})
