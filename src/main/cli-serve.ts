import type { Command } from 'commander'
import { ConfigError, readConfig, settingsHelp } from './config.ts'
import { startServer } from './serve.ts'

/** `countersign serve`: one node of the product. Exit 64 names a setting that is wrong, 1 says why it could not start. */
export const registerServeCommand = (program: Command): void => {
  const width = Math.max(...Object.keys(settingsHelp).map((name) => name.length)) + 2
  const settings = Object.entries(settingsHelp).map(([name, text]) => `  ${name.padEnd(width)}${text}`)
  program
    .command('serve')
    .description('serve the product: seller pages, desk, API, jobs and inspections')
    .option('--role <role>', 'api, worker or all (the environment variable ROLE does the same)')
    .addHelpText('after', `\nEnvironment:\n${settings.join('\n')}`)
    .action(async ({ role }: { role?: string }) => {
      process.exitCode = await serve({ ...process.env, ...(role ? { ROLE: role } : {}) })
    })
}

const serve = async (env: Record<string, string | undefined>): Promise<number> => {
  try {
    const startedAt = performance.now()
    const server = await startServer(readConfig(env))
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
    process.stdout.write(`${welcome(server.url, seconds, server.demo?.signIns() ?? [])}\n`)
    await untilAsked()
    process.stdout.write('Stopping…\n')
    await server.close()
    return 0
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`)
      return 64
    }
    process.stderr.write(`Countersign could not start: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

const welcome = (
  url: string,
  seconds: string,
  signIns: { role: string; email: string; password: string }[],
): string => {
  const lines = [
    '',
    `Countersign serves at ${url} (ready after ${seconds} s)`,
    '',
    ...(signIns.length > 0 ? [`  Demo    ${url}/demo      start here: sellers, mail, sign-ins with their codes`] : []),
    `  Seller  ${url}/s`,
    `  Desk    ${url}/desk`,
    `  API     ${url}/docs           described for programs at ${url}/openapi.json`,
    ...(signIns.length > 0 ? ['', '  Demo sign-ins (this installation only; codes on the demo page):'] : []),
    ...signIns.map(({ role, email, password }) => `    ${role.padEnd(11)} ${email.padEnd(34)} ${password}`),
    '',
    '  A browser gives a camera only to 127.0.0.1, localhost or HTTPS.',
    '  Ctrl-C stops.',
  ]
  return lines.join('\n')
}

const untilAsked = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
