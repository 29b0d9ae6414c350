import type { Logger } from 'pino'
import type { Program } from '#domain/program.ts'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import type { FaceShelves } from './links/face-shelves.ts'
import type { Blobs } from './ports/blobs.ts'
import type { Calendar } from './ports/calendar.ts'
import type { Calls } from './ports/calls.ts'
import type { Chance, Clock, Ids } from './ports/clock.ts'
import type { Database } from './ports/database.ts'
import type { Inspector } from './ports/inspector.ts'
import type { Keys } from './ports/keys.ts'
import type { Lookups } from './ports/lookups.ts'
import type { Mail } from './ports/mail.ts'
import type { Networks } from './ports/networks.ts'
import type { Queue } from './ports/queue.ts'
import type { Sms } from './ports/sms.ts'
import type { Webhooks } from './ports/webhooks.ts'
import type { Words } from './ports/words.ts'

/** Everything a use-case may reach. Built once by `main`; use-cases take it as their first argument. */
export type App = {
  database: Database
  queue: Queue
  keys: Keys
  blobs: Blobs
  mail: Mail
  sms: Sms
  webhooks: Webhooks
  words: Words
  calendar: Calendar
  calls: Calls
  lookups: Lookups
  networks: Networks
  inspector: Inspector
  /** [SC3] Described faces, in the memory of this node while they are compared. */
  faces: FaceShelves
  clock: Clock
  ids: Ids
  chance: Chance
  /** The newest version of each program, by name. Older ones are in the database with the cases opened under them. */
  programs: Map<string, Program>
  /** [TR4] Rules that ship with the product, by program: where a draft can begin. */
  presetRules: Map<string, RuleSet>
  log: Logger
  settings: { publicUrl: string; demo: boolean; nodeId: string; startedAtMs: number }
}

/** Who asks, as far as a use-case needs to know. Every query and change is bound to the tenant. */
export type Caller = { tenantId: string }
