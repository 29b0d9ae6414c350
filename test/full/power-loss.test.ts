import { renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '#providers/database/open-database.ts'
import { newDataDirectory } from '#test/world/databases.ts'
import { startProcess } from '#test/world/killed-process.ts'
import { cutPower, type Damage, removeLock, seedShadow } from './power-loss/power-cut.ts'

/**
 * The embedded engine while the power fails: the writer is killed, and of all that it had not fsynced an adversary keeps
 * or drops each block and each file name by a coin. What it had acknowledged must be there, whole.
 */
const writer = join(import.meta.dirname, '../ports/embedded-writer.ts')
const preload = join(import.meta.dirname, 'power-loss/shadow-disk.ts')
const rounds = Number(process.env.POWER_ROUNDS ?? 40)

type Round = { acknowledged: number; lost: number; torn: boolean; unopenable: string | undefined; damage: Damage }

/** Lets the writer work until the power fails, restarts on what is left, and compares. `dataDir` holds that afterwards. */
async function failOnce(dataDir: string, deaf: boolean): Promise<Round> {
  const cluster = join(dataDir, 'database', 'cluster')
  const [shadow, image] = [join(dataDir, 'shadow'), join(dataDir, 'image')]
  seedShadow(cluster, shadow)
  const process = startProcess(writer, [dataDir], {
    nodeArgs: ['--import', preload],
    env: { SHADOW_LIVE: cluster, SHADOW_DIR: shadow, SHADOW_DEAF: deaf ? '1' : '0' },
  })
  await process.untilLines(2 + Math.floor(Math.random() * 900))
  await process.kill()
  const acknowledged = process.lines.filter((line) => line !== 'ready')

  const damage = cutPower(cluster, shadow, image, () => Math.random() < 0.5)
  removeLock(cluster)
  rmSync(cluster, { recursive: true })
  renameSync(image, cluster)
  const round = { acknowledged: acknowledged.length, lost: 0, torn: false, unopenable: undefined, damage }
  try {
    const database = await openDatabase({ url: undefined, dataDir })
    try {
      const { rows } = await sql<{ key: string; padding: string }>`select key, padding from ledger`.execute(
        database.kysely,
      )
      const kept = new Set(rows.map(({ key }) => key))
      const counter = await sql<{ n: number }>`select n from counter`.execute(database.kysely)
      // Through the index as well, which is written apart from the table.
      const indexed = await database.transaction(async (tx) => {
        await sql`set local enable_seqscan = off`.execute(tx)
        return (await sql<{ n: number }>`select count(key)::int as n from ledger where key > ''`.execute(tx)).rows[0]!.n
      })
      return {
        ...round,
        lost: acknowledged.filter((key) => !kept.has(key)).length,
        torn: counter.rows[0]!.n !== kept.size || indexed !== kept.size,
      }
    } finally {
      await database.close()
    }
  } catch (error) {
    return { ...round, unopenable: String(error) }
  }
}

test(`the embedded engine loses nothing that it acknowledged in ${rounds} power cuts`, async () => {
  const dataDir = await newDataDirectory()
  const results: Round[] = []
  for (let round = 0; round < rounds; round++) results.push(await failOnce(dataDir, false))
  rmSync(dataDir, { recursive: true, force: true })

  const sum = (of: (round: Round) => number) => results.reduce((total, round) => total + of(round), 0)
  console.log(
    `${rounds} power cuts: ${sum(({ acknowledged }) => acknowledged)} commits acknowledged, ${sum(({ lost }) => lost)} lost;`,
    `${sum(({ damage }) => damage.unsyncedBlocks)} blocks and ${sum(({ damage }) => damage.unsyncedNames)} names were not`,
    `synced, ${sum(({ damage }) => damage.survivedBlocks)} of the blocks survived`,
  )
  expect(results.filter(({ unopenable }) => unopenable)).toEqual([])
  expect(results.filter(({ lost, torn }) => lost > 0 || torn)).toEqual([])
  expect(sum(({ acknowledged }) => acknowledged)).toBeGreaterThan(rounds)
  expect(sum(({ damage }) => damage.unsyncedBlocks)).toBeGreaterThan(0)
})

test('the simulation notices when fsyncs of the write-ahead log are not heard', async () => {
  let noticed = false
  for (let round = 0; round < 10 && !noticed; round++) {
    const dataDir = await newDataDirectory()
    const { lost, torn, unopenable } = await failOnce(dataDir, true)
    noticed = lost > 0 || torn || unopenable !== undefined
    rmSync(dataDir, { recursive: true, force: true })
  }
  expect(noticed).toBe(true)
})
