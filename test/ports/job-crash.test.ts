import { rmSync } from 'node:fs'
import { expect, test } from 'vitest'
import { newDataDirectory } from '#test/world/databases.ts'
import { killWorkers } from '#test/world/job-crash.ts'

const kills = 5

test(`jobs on the embedded engine take effect exactly once through ${kills} rounds of kill -9`, {
  timeout: 300_000,
}, async () => {
  const dataDir = await newDataDirectory()
  const result = await killWorkers({ dataDir, url: undefined }, { kills, processes: 1 })
  rmSync(dataDir, { recursive: true, force: true })
  expect(result.acknowledged.filter((order) => !result.ordered.has(order))).toEqual([])
  expect(result.fulfilled.sort()).toEqual([...result.ordered].sort())
  expect(result.failedJobs).toBe(0)
  expect(result.ordered.size).toBeGreaterThan(kills * 5)
})
