import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DatabaseInUseError } from '#app/ports/database.ts'
import { judge, lockDirectory } from './directory-lock.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'countersign-lock-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

async function ownHolder() {
  const lock = await lockDirectory(directory)
  const holder = JSON.parse(readFileSync(join(directory, 'lock'), 'utf8')) as Parameters<typeof judge>[0] & object
  lock.release()
  return holder
}

describe('the holder of a lock', () => {
  test('is alive as long as its process runs, however long it was silent', async () => {
    expect(judge(await ownHolder(), 0, 1e9)).toBe('alive')
  })

  test('is dead when its pid belongs to nobody, or to a process that started later, or to an earlier boot', async () => {
    const holder = await ownHolder()
    const [, space] = holder.machine.split(' ')
    expect(judge({ ...holder, pid: 2 ** 30 }, 0, 0)).toBe('dead')
    expect(judge({ ...holder, startedAt: '1' }, 0, 0)).toBe('dead')
    expect(judge({ ...holder, machine: `another-boot ${space}` }, 0, 0)).toBe('dead')
  })

  test('that cannot be looked at, or cannot be read, is dead when its heartbeat stops', async () => {
    const holder = await ownHolder()
    const elsewhere = { ...holder, machine: 'boot pid:[another container]' }
    expect(judge(elsewhere, 100_000, 110_000)).toBe('unknown')
    expect(judge(elsewhere, 100_000, 120_000)).toBe('dead')
    expect(judge(undefined, 100_000, 110_000)).toBe('unknown')
    expect(judge(undefined, 100_000, 120_000)).toBe('dead')
  })
})

test('one of many that want a dead lock gets it', async () => {
  const dead = { ...(await ownHolder()), startedAt: '1' }
  writeFileSync(join(directory, 'lock'), JSON.stringify(dead))
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockDirectory(directory)))
  const got = outcomes.filter((outcome) => outcome.status === 'fulfilled')
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
  expect(got).toHaveLength(1)
  expect(refused.every(({ reason }) => reason instanceof DatabaseInUseError)).toBe(true)
  for (const { value } of got) value.release()
})

test('half a lock, left by a full disk, is taken over', async () => {
  const path = join(directory, 'lock')
  writeFileSync(path, '{"pid":')
  utimesSync(path, 0, 0)
  const lock = await lockDirectory(directory)
  lock.release()
})

test('releasing leaves another holder’s lock alone', async () => {
  const lock = await lockDirectory(directory)
  writeFileSync(join(directory, 'lock'), 'of another')
  lock.release()
  expect(readFileSync(join(directory, 'lock'), 'utf8')).toBe('of another')
})
