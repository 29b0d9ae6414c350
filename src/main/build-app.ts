import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import type { App } from '#app/app.ts'
import { allJobs } from '#app/job-definitions.ts'
import { openFaceShelves } from '#app/links/face-shelves.ts'
import type { Chance, Clock, Ids } from '#app/ports/clock.ts'
import type { Mailbox } from '#app/ports/mail.ts'
import type { SmsBox } from '#app/ports/sms.ts'
import { storePrograms } from '#app/programs.ts'
import { openInspection } from '#inspection/inspection-session.ts'
import { openModelWorker } from '#inspection/models/model-worker.ts'
import { openBlobs } from '#providers/blobs/open-blobs.ts'
import { openCalendar } from '#providers/calendar.ts'
import { migrate } from '#providers/database/migrate.ts'
import { type OpenDatabase, openDatabase } from '#providers/database/open-database.ts'
import { openKeys } from '#providers/keys/open-keys.ts'
import { openLookups } from '#providers/lookups.ts'
import { openMail } from '#providers/mail/open-mail.ts'
import { openNetworks } from '#providers/networks.ts'
import { openQueue } from '#providers/queue/open-queue.ts'
import { openSms } from '#providers/sms/open-sms.ts'
import { systemChance, systemClock, systemIds } from '#providers/system.ts'
import { openTurn } from '#providers/turn.ts'
import { createHttpWebhooks } from '#providers/webhooks/http-webhooks.ts'
import type { Config } from './config.ts'
import { loadPrograms } from './load-programs.ts'
import { loadRuleSets } from './load-rule-sets.ts'
import { openWords } from './words.ts'

export type BuiltApp = {
  app: App
  database: OpenDatabase
  /** The folder mailbox, where mail goes to a folder. */
  mailbox: Mailbox | null
  /** The folder of text messages, where they go to a folder. */
  smsBox: SmsBox | null
  close(): Promise<void>
}

/** Tests hold the clock and chance through this; nothing in the product passes it. */
export type Held = { clock?: Clock; ids?: Ids; chance?: Chance }

/** [EL7] Registers of invented numbers, for the demo alone. */
const demoRegisterFile = fileURLToPath(new URL('./demo/register.json', import.meta.url))

/** The fuse box: builds every provider by the configuration and closes them in reverse order. */
export const buildApp = async (config: Config, held: Held = {}): Promise<BuiltApp> => {
  const clock = held.clock ?? systemClock
  const log = pino({ level: config.logLevel, base: null })
  const database = await openDatabase({
    url: config.databaseUrl,
    dataDir: config.dataDir,
    onFailure: (error) => {
      log.fatal({ err: error }, 'the embedded database stopped')
      process.exit(1)
    },
  })
  try {
    await migrate(database)
  } catch (error) {
    // Left open, it would keep a process alive that serves nobody.
    await database.close()
    throw error
  }
  const keys = await openKeys(config.keysUrl, config.dataDir)
  const queue = await openQueue(database, {
    jobs: allJobs,
    worker: config.role !== 'api',
    onError: (error, at) => log.error({ err: error, ...at }, 'a job failed'),
  })
  const { mail, mailbox } = await openMail(config.mailUrl, {
    dataDir: config.dataDir,
    from: config.mailFrom,
    clock,
  })
  const { sms, box: smsBox } = await openSms(config.smsUrl, {
    dataDir: config.dataDir,
    clock,
    secret: config.smsSecret,
  })
  const worker = openModelWorker(config.modelsDir, { threads: config.workers })
  const programs = loadPrograms()
  await storePrograms(database, programs.values(), clock.nowMs())
  const app: App = {
    database,
    queue,
    keys,
    blobs: await openBlobs(config.blobsUrl, keys),
    mail,
    sms,
    webhooks: createHttpWebhooks({ allowPrivate: config.webhooksPrivate, keys }),
    words: await openWords(),
    calendar: openCalendar({ from: config.mailFrom }),
    calls: openTurn(config.turn),
    lookups: await openLookups(config.registerFile ?? (config.demo ? demoRegisterFile : undefined)),
    networks: await openNetworks(config.proxyNetworksFile),
    inspector: { open: async (options) => openInspection({ ...options, worker }) },
    faces: openFaceShelves(database),
    clock,
    ids: held.ids ?? systemIds,
    chance: held.chance ?? systemChance,
    programs,
    presetRules: new Map([...loadRuleSets(programs)].map(([program, { set }]) => [program, set])),
    log,
    settings: { publicUrl: config.publicUrl, demo: config.demo, nodeId: randomUUID(), startedAtMs: clock.nowMs() },
  }
  return {
    app,
    database,
    mailbox,
    smsBox,
    async close() {
      await queue.stop()
      await app.faces.close()
      await worker.close()
      await mail.close()
      await database.close()
    },
  }
}
