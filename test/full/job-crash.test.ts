import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { newDataDirectory } from '#test/world/databases.ts'
import { killWorkers } from '#test/world/job-crash.ts'
import { startPostgres } from '#test/world/postgres.ts'

const kills = Number(process.env.JOB_KILLS ?? 20)

test(`jobs of two processes on PostgreSQL take effect exactly once through ${kills} rounds of kill -9`, async () => {
  const server = await startPostgres({ durable: true })
  try {
    const target = { dataDir: 'unused', url: await server.newDatabase() }
    const result = await killWorkers(target, { kills, processes: 2 })
    console.log(`${result.ordered.size} orders, ${result.fulfilled.length} effects, ${result.begunAgain} begun again`)
    expect(result.acknowledged.filter((order) => !result.ordered.has(order))).toEqual([])
    expect(result.fulfilled.sort()).toEqual([...result.ordered].sort())
    expect(result.failedJobs).toBe(0)
    expect(result.begunAgain).toBeGreaterThan(0)
  } finally {
    await server.stop()
  }
})

test(`jobs on the embedded engine take effect exactly once through ${kills} rounds of kill -9`, async () => {
  const dataDir = await newDataDirectory()
  const result = await killWorkers({ dataDir, url: undefined }, { kills, processes: 1 })
  rmSync(dataDir, { recursive: true, force: true })
  console.log(`${result.ordered.size} orders, ${result.fulfilled.length} effects, ${result.begunAgain} begun again`)
  expect(result.acknowledged.filter((order) => !result.ordered.has(order))).toEqual([])
  expect(result.fulfilled.sort()).toEqual([...result.ordered].sort())
  expect(result.failedJobs).toBe(0)
  expect(result.begunAgain).toBeGreaterThan(0)
})
