import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runOrders } from './child-pool.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-pool-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Notes each order in a file; one that says so kills its process the first time, or every time. */
const script = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
const folder = process.argv[2]
for await (const line of createInterface({ input: process.stdin })) {
  const { name, dies } = JSON.parse(line)
  if (dies === 'always') { console.error('out of luck'); process.exit(3) }
  if (dies === 'once' && !existsSync(folder + '/died')) { writeFileSync(folder + '/died', ''); process.kill(process.pid, 'SIGKILL') }
  appendFileSync(folder + '/done', name + '\\n')
  process.stdout.write('{}\\n')
}
process.exit(7)
`

const run = async (orders: unknown[]) => {
  const file = join(folder, 'child.mjs')
  await writeFile(file, script)
  await runOrders(file, folder, orders, 2)
  return (await readFile(join(folder, 'done'), 'utf8')).trim().split('\n').sort()
}

test('every order is carried out once, and one whose process died is given again', async () => {
  const done = await run([{ name: 'a' }, { name: 'b', dies: 'once' }, { name: 'c' }, { name: 'd' }])
  expect(done).toEqual(['a', 'b', 'c', 'd'])
})

test('an order that fails twice is a failure that says why', async () => {
  await expect(run([{ name: 'a' }, { name: 'b', dies: 'always' }])).rejects.toThrow(/out of luck/)
})
