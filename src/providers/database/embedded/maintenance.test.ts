import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startMaintenance } from './maintenance.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const mb = 1024 * 1024

function setUp() {
  const debt = { walBytes: 0 }
  const statements: string[] = []
  const state = { free: true, due: ['public.job', 'public."Case"'] }
  const maintenance = startMaintenance(debt, {
    free: () => state.free,
    execute(sql) {
      statements.push(sql.trim().split('\n')[0]!)
      return sql.includes('pg_stat_all_tables') ? state.due : []
    },
  })
  const halfMinute = async () => {
    await vi.advanceTimersByTimeAsync(30_000)
    // The tables follow one by one, each in a turn of its own.
    for (let turn = 0; turn < 4; turn++) await vi.advanceTimersByTimeAsync(1)
  }
  return { debt, statements, state, maintenance, halfMinute }
}

test('an idle database is left alone', async () => {
  const { statements, halfMinute, maintenance } = setUp()
  await halfMinute()
  await halfMinute()
  expect(statements).toEqual([])
  maintenance.stop()
})

test('after writes the tables that need it are vacuumed, and after many a checkpoint is made', async () => {
  const { debt, statements, halfMinute, maintenance } = setUp()
  debt.walBytes = 3 * mb
  await halfMinute()
  expect(statements.slice(-2)).toEqual(['vacuum (analyze) public.job', 'vacuum (analyze) public."Case"'])
  expect(statements).not.toContain('checkpoint')
  debt.walBytes = 33 * mb
  await halfMinute()
  expect(statements).toContain('checkpoint')
  const before = statements.length
  await halfMinute()
  expect(statements).toHaveLength(before)
  maintenance.stop()
})

test('a busy session is not kept waiting, neither at first nor between two tables', async () => {
  const { debt, statements, state, halfMinute, maintenance } = setUp()
  debt.walBytes = 3 * mb
  state.free = false
  await halfMinute()
  expect(statements).toEqual([])
  state.free = true
  debt.walBytes = 6 * mb
  vi.advanceTimersByTime(29_996)
  expect(statements).toHaveLength(2)
  state.free = false
  await vi.advanceTimersByTimeAsync(0)
  expect(statements.filter((statement) => statement.startsWith('vacuum'))).toEqual([])
  state.free = true
  await halfMinute()
  expect(statements.filter((statement) => statement.startsWith('vacuum'))).toHaveLength(2)
  maintenance.stop()
})
