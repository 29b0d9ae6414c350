import { spawn } from 'node:child_process'
import { projectRoot } from '#test/architecture/source-files.ts'
import { buildWeb, fetchModels, forgetWebBuild } from '../../bin/launcher/prepare.mjs'

/**
 * `npm run dev`: the server, started anew when a file of it changes, and the pages, built anew when one of theirs does.
 * The demo marketplace is on, as with `npm start`.
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
