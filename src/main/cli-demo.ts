import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { checkBundleFile } from './cli-verify.ts'
import type { PublicApi } from './demo/market/public-api.ts'
import { playCalled } from './demo/play/called/play-called.ts'
import { actorOf, calledParts, type Part, parts } from './demo/play/cast.ts'
import { type Credentials, readDemoCredentials } from './demo/play/credentials.ts'
import { type OwnServer, startOwnServer } from './demo/play/own-server.ts'
import { play } from './demo/play/play.ts'
import type { SellerActor } from './demo/play/seller-actor.ts'
import { openStory, type Story } from './demo/play/story.ts'
import { loadPrograms } from './load-programs.ts'

type Options = { program: string; url?: string; evidence?: string; dataDir?: string }

const exitUsage = 64
/** Footage is kept between runs: drawing it takes a minute or two, once. */
const mediaCacheDir = fileURLToPath(new URL('../../.cache/media', import.meta.url))

const help = `
Without --url it starts a server of its own on a free port, with its data in a temporary folder, and removes both.

With --url it plays on a server that is running on this machine (its webhooks must reach 127.0.0.1) and needs an API key
and a reviewer's sign-in. Of a demo installation it finds them in its data folder: give --data-dir, or run it where
DATA_DIR (and KEYS_URL, BLOBS_URL) say the same as for the server. Otherwise set:
  DEMO_API_KEY             an API key with the scopes sellers, signals, cases, restrictions, webhooks
  DEMO_REVIEWER_EMAIL, DEMO_REVIEWER_PASSWORD, DEMO_REVIEWER_TOTP_SECRET (base32)

Each run registers two shops of its own. Exit 0 when every actor reached its end, 1 when not (it says what was missing),
64 for wrong usage.`

/** `countersign demo`: simulated sellers, reviewer and marketplace through the real pipeline, for people who evaluate it. */
export const registerDemoCommand = (program: Command): void => {
  program
    .command('demo')
    .description('play simulated sellers, a reviewer and a marketplace through the real pipeline')
    .option('--program <name>', 'whose procedure is played', 'aliexpress')
    .option('--url <url>', 'a running server; without it one is started for the play')
    .option('--evidence <file>', 'save the evidence bundle of the case that passed')
    .option('--data-dir <folder>', 'data folder of the demo installation that --url belongs to')
    .addHelpText('after', help)
    .action(async (options: Options) => {
      process.exitCode = await runDemo(options)
    })
}

class Unusable extends Error {}

const runDemo = async (options: Options): Promise<number> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'countersign-demo-'))
  let server: OwnServer | null = null
  const cleanUp = async (): Promise<void> => {
    await server?.stop()
    await rm(folder, { recursive: true, force: true })
  }
  // Told to stop, it leaves no server and no folder behind.
  const interrupted = () => void cleanUp().finally(() => process.exit(130))
  process.once('SIGINT', interrupted)
  process.once('SIGTERM', interrupted)
  try {
    const programs = loadPrograms()
    const found = options.url ? await credentialsFor(options) : null
    const story = openStory((line) => process.stdout.write(`${line}\n`))
    const program = programs.get(options.program)
    if (!program) throw new Unusable(`there is no program "${options.program}"`)
    const cast = program.call ? calledParts : parts
    const actors = await castOf(cast, story)
    if (!options.url) {
      story.tell('server', 'is started for this play')
      server = await startOwnServer(folder)
    }
    const baseUrl = (options.url ?? server?.url ?? '').replace(/\/$/, '')
    const credentials = found ?? (await ownCredentials(folder))
    story.tell('server', `answers at ${baseUrl}`)
    const settings = { baseUrl, credentials, program: program.name, actors, folder, story }
    const { restoredCaseId, api } = program.call
      ? await playCalled({ ...settings, rules: program }, cast)
      : await play(settings)
    if (options.evidence) await saveEvidence(api, restoredCaseId, options.evidence, story)
    return closing(story)
  } catch (error) {
    process.stderr.write(`countersign demo: ${error instanceof Error ? error.message : String(error)}\n`)
    return error instanceof Unusable ? exitUsage : 1
  } finally {
    process.removeListener('SIGINT', interrupted)
    process.removeListener('SIGTERM', interrupted)
    await cleanUp()
  }
}

const castOf = async (cast: readonly Part[], story: Story): Promise<Record<Part['key'], SellerActor>> => {
  const media = { cacheDir: mediaCacheDir, onProgress: (line: string) => story.tell('footage', line) }
  // One after the other: they share clips, and drawing takes every core there is.
  const actors: [Part['key'], SellerActor][] = []
  for (const part of cast) actors.push([part.key, await actorOf(part, media)])
  return Object.fromEntries(actors) as Record<Part['key'], SellerActor>
}

const ownCredentials = async (folder: string): Promise<Credentials> => {
  const found = await readDemoCredentials({
    dataDir: path.join(folder, 'data'),
    blobsUrl: undefined,
    keysUrl: undefined,
  })
  if (!found) throw new Error('the server that was started has no demo')
  return found
}

const credentialsFor = async ({ dataDir, url }: Options): Promise<Credentials> => {
  if (!URL.canParse(url ?? '')) throw new Unusable('--url is not an address')
  const { env } = process
  const email = env.DEMO_REVIEWER_EMAIL
  const password = env.DEMO_REVIEWER_PASSWORD
  const totpSecret = env.DEMO_REVIEWER_TOTP_SECRET
  if (env.DEMO_API_KEY && email && password && totpSecret)
    return { apiKey: env.DEMO_API_KEY, reviewer: { email, password, totpSecret } }
  const found = await readDemoCredentials({
    dataDir: dataDir ?? env.DATA_DIR ?? './data',
    blobsUrl: dataDir ? undefined : env.BLOBS_URL,
    keysUrl: dataDir ? undefined : env.KEYS_URL,
  })
  if (!found) throw new Unusable('no API key and reviewer for this server: see countersign demo --help')
  return found
}

const saveEvidence = async (api: PublicApi, caseId: string | null, file: string, story: Story): Promise<void> => {
  if (caseId === null) {
    story.missing('evidence', 'no case passed, so there is none to save')
    return
  }
  const { body } = await api.evidence(caseId)
  if (!body) throw new Error('the evidence came without a body')
  await pipeline(Readable.fromWeb(body as ReadableStream<Uint8Array>), createWriteStream(file))
  const { intact, text } = await checkBundleFile(file, {})
  if (!intact) story.missing('evidence', text)
  else story.tell('evidence', `saved; check it yourself: npx countersign verify ${file}`)
}

const closing = (story: Story): number => {
  const missed = story.missed()
  const lines =
    missed.length > 0 ? ['', 'Missing:', ...missed.map((one) => `  ${one}`)] : ['', 'Every actor reached its end.']
  process.stdout.write(`${lines.join('\n')}\n`)
  return missed.length > 0 ? 1 : 0
}
