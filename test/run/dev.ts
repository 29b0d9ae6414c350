import { spawn } from 'node:child_process'
import path from 'node:path'
import { readConfig } from '#main/config.ts'
import { readDemoCredentials } from '#main/demo/play/credentials.ts'
import { openStory } from '#main/demo/play/story.ts'
import { until } from '#main/demo/play/until.ts'
import { seedRuns } from '#main/demo/states/seed-runs.ts'
import { seedStates } from '#main/demo/states/seed-states.ts'
import { projectRoot } from '#test/architecture/source-files.ts'
import { buildWeb, fetchModels, forgetWebBuild } from '../../bin/launcher/prepare.mjs'

/**
 * `npm run dev`: the server, started anew when a file of it changes, and the pages, built anew when one of theirs does.
 * The demo marketplace is on, as with `npm start`, and gets one case in every state, so that every page can be seen.
 */
await fetchModels()
await buildWeb()
// From here on the development build stands in dist/web, which `npm start` must not take for its own.
forgetWebBuild()

const children = [
  ['--watch', '--watch-preserve-output', 'src/main/cli.ts', 'serve', ...process.argv.slice(2)],
  ['node_modules/vite/bin/vite.js', 'build', '--watch', '--logLevel', 'warn', '--mode', 'development'],
].map((args) => spawn(process.execPath, args, { cwd: projectRoot, stdio: 'inherit' }))

let ending = false
const end = (code: number) => {
  if (ending) return
  ending = true
  process.exitCode = code
  for (const child of children) child.kill('SIGTERM')
}
for (const child of children) child.on('exit', (code) => end(code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0))

const config = readConfig(process.env)
/** Models may have to be loaded from a slow disk, and the first start sets up the demo. */
const startsWithinMs = 600_000
const say = (line: string): void => void process.stdout.write(`${line}\n`)

const isReady = async (): Promise<boolean> => {
  const answer = await fetch(`${config.publicUrl}/readyz`).catch(() => null)
  return answer?.ok === true
}

/** Cases in every state; those that need a run before a camera come last, since they take a minute or two. */
const seed = async (): Promise<void> => {
  await until('the start of the server', async () => (ending || (await isReady()) ? true : null), {
    withinMs: startsWithinMs,
  })
  if (ending) return
  const { DATA_DIR, BLOBS_URL, KEYS_URL } = process.env
  const place = { dataDir: DATA_DIR ?? './data', blobsUrl: BLOBS_URL, keysUrl: KEYS_URL }
  const credentials = await readDemoCredentials(place)
  if (!credentials?.lead) {
    say('No demo here, so no cases are made.')
    return
  }
  const story = openStory(say)
  const to = { baseUrl: config.publicUrl, apiKey: credentials.apiKey, story }
  await seedStates({ ...to, lead: credentials.lead })
  await seedRuns({ ...to, media: { cacheDir: path.join(projectRoot, '.cache/media'), onProgress: say } })
  say('There is a case in every state now.')
}
// A file that was saved meanwhile restarts the server under it: what is missing then is made at the next start.
seed().catch((error: unknown) => say(`Cases could not all be made: ${error instanceof Error ? error.message : error}`))
