import { type ChildEnd, runNode } from './child-run.ts'

/**
 * `npm run check`: all that can be judged without a browser, a database server or model weights, in under a minute. Every
 * step runs, also after one has failed, so that a person sees all there is to mend.
 */
const steps: { name: string; args: string[] }[] = [
  {
    name: 'format and lint',
    args: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '--max-diagnostics=60', '.'],
  },
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-p', '.', '--pretty', 'false'] },
  {
    name: 'boundaries, public snapshots, unit tests',
    args: ['node_modules/vitest/vitest.mjs', 'run', '--project', 'unit', '--update=none', ...process.argv.slice(2)],
  },
]

const ends: { name: string; end: ChildEnd }[] = []
for (const step of steps) {
  console.log(`── ${step.name}`)
  const end = await runNode(step.args, { timeoutMs: 5 * 60_000, quiet: true })
  if (end.code !== 0 || step.name.includes('tests')) console.log(end.output.trim())
  if (end.timedOut) console.log('stopped: it took longer than five minutes')
  ends.push({ name: step.name, end })
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`
console.log(`\ncheck, ${seconds(ends.reduce((sum, { end }) => sum + end.elapsedMs, 0))}`)
for (const { name, end } of ends) console.log(`${end.code === 0 ? 'ok  ' : 'FAIL'}  ${name}, ${seconds(end.elapsedMs)}`)
process.exitCode = ends.every(({ end }) => end.code === 0) ? 0 : 1
