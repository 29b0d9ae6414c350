import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type Bench, tableText, thisMachine } from './bench-result.ts'

/**
 * `npm run bench [-- NAME…]`: runs the benchmarks of this folder one after the other, prints each table and writes
 * `bench/results/NAME.json`. Without names all of them run. A name that does not exist, or a benchmark that breaks, makes
 * the run fail; the others run all the same.
 */
const folder = dirname(fileURLToPath(import.meta.url))
const all = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace(/\.bench\.ts$/, ''))
  .sort()
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'))
const unknown = wanted.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`No benchmark is called ${unknown.join(', ')}. There are: ${all.join(', ')}.`)
  process.exit(64)
}

for (const name of wanted.length > 0 ? wanted : all) {
  console.error(`── ${name} …`)
  try {
    await measure(name)
  } catch (error) {
    console.error(`${name} broke: ${error instanceof Error ? error.stack : String(error)}`)
    process.exitCode = 1
  }
}

async function measure(name: string): Promise<void> {
  const { bench } = (await import(pathToFileURL(join(folder, `${name}.bench.ts`)).href)) as { bench?: Bench }
  if (bench === undefined || bench.name !== name) throw new Error(`${name}.bench.ts exports no bench of that name`)
  const machine = thisMachine(loadavg()[0] ?? 0)
  const measuredAt = new Date().toISOString()
  const result = await bench.run()
  if (result.rows.length === 0) throw new Error('it measured nothing')
  const ragged = result.rows.find((row) => row.length !== result.columns.length)
  if (ragged) throw new Error(`a row has ${ragged.length} cells for ${result.columns.length} columns`)

  console.log(`\n${tableText(result)}`)
  console.log(
    `  on ${machine.processor}, ${machine.cores} cores, ${machine.memoryGb} GB, Node ${machine.node}, load ${machine.loadAverage1m} at start\n`,
  )
  mkdirSync(join(folder, 'results'), { recursive: true })
  const report = { name, measuredAt, machine, ...result }
  writeFileSync(join(folder, 'results', `${name}.json`), `${JSON.stringify(report, null, 2)}\n`)
}
