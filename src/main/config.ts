import path from 'node:path'
import { z } from 'zod'
import { blobsUrlDefault } from '#providers/blobs/open-blobs.ts'
import { keysUrlDefault } from '#providers/keys/open-keys.ts'
import { openAddressBlocks } from '#providers/networks.ts'

/**
 * Everything the environment decides, checked once at start. `settingsHelp` explains each for `--help`. Values are never
 * logged: some are secrets.
 */
const flag = z.enum(['0', '1']).transform((value) => value === '1')
const url = (protocols: string) =>
  z.string().regex(new RegExp(`^(${protocols}):`), `must begin with ${protocols.replaceAll('|', ': or ')}:`)

/** One sender, as mail programs and calendars both read it: an address, or a name with one behind it. */
const sender = z
  .string()
  .regex(
    /^(?:[^\s@<>,;]+@[^\s@<>,;.]+(?:\.[^\s@<>,;.]+)+|[^\p{Cc}<>@,;:"\\]{1,80} <[^\s@<>,;]+@[^\s@<>,;.]+(?:\.[^\s@<>,;.]+)+>)$/u,
    'an address such as no-reply@shop.example, or a name with one: Shop verification <no-reply@shop.example>',
  )

const networks = z.string().transform((text, context) => {
  const entries = text.split(',').map((entry) => entry.trim())
  try {
    openAddressBlocks(entries)
  } catch {
    context.addIssue({ code: 'custom', message: 'addresses or networks such as 10.0.0.0/8, with commas between them' })
  }
  return entries
})

const schema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url().optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: url('postgres|postgresql').optional(),
  BLOBS_URL: url('file|s3').optional(),
  MAIL_URL: url('smtp|smtps').optional(),
  MAIL_FROM: sender.optional(),
  SMS_URL: z.string().optional(),
  SMS_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,}={0,2}$/, 'whsec_ and at least 24 random bytes in base64')
    .optional(),
  TURN_URL: z
    .string()
    .transform((value) => value.split(',').map((entry) => entry.trim()))
    .pipe(z.array(z.string().regex(/^turns?:[^\s/@]+$/, 'turn:host:port or turns:host:port, with commas between them')))
    .optional(),
  TURN_SECRET: z.string().min(16, 'at least 16 characters').optional(),
  KEYS_URL: url('file').optional(),
  MODELS_DIR: z.string().min(1).default('./models'),
  REGISTER_FILE: z.string().min(1).optional(),
  PROXY_NETWORKS_FILE: z.string().min(1).optional(),
  TRUSTED_PROXIES: networks.optional(),
  ROLE: z.enum(['api', 'worker', 'all']).default('all'),
  WORKERS: z.coerce.number().int().min(1).max(64).default(1),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
  AUTH_SECRET: z.string().min(32, 'at least 32 characters').optional(),
  WEBHOOKS_PRIVATE: flag.optional(),
  DEMO: flag.optional(),
  NODE_ENV: z.string().optional(),
})

export type Config = {
  port: number
  host: string
  publicUrl: string
  dataDir: string
  databaseUrl: string | undefined
  blobsUrl: string
  mailUrl: string | undefined
  /** Whom notices come from, and who invites to calls: `address` or `Name <address>`. */
  mailFrom: string
  smsUrl: string | undefined
  smsSecret: string | undefined
  /** The relay of calls; null where browsers reach each other without one. */
  turn: { urls: string[]; secret: string } | null
  keysUrl: string
  modelsDir: string
  registerFile: string | undefined
  proxyNetworksFile: string | undefined
  trustedProxies: string[]
  role: 'api' | 'worker' | 'all'
  workers: number
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  authSecret: string | undefined
  webhooksPrivate: boolean
  demo: boolean
}

export const settingsHelp: Record<string, string> = {
  PORT: 'port to serve on (8080; 0 picks a free one)',
  HOST: 'address to serve on (127.0.0.1; anywhere else browsers give a camera only over HTTPS)',
  PUBLIC_URL: 'where people reach the product, for links, cookies and passkeys (http://HOST:PORT)',
  DATA_DIR: 'folder of the embedded database, encrypted media and the demo mailbox (./data)',
  DATABASE_URL: 'postgres://… ; unset uses the embedded database',
  BLOBS_URL: 'file:… for the encrypted media (DATA_DIR/blobs)',
  MAIL_URL: 'smtp:… or smtps:… ; unset writes mail into DATA_DIR/mailbox',
  MAIL_FROM:
    'whom mails and calendar entries come from, as name@host or Name <name@host> (an invalid address in the demo; needed with MAIL_URL)',
  SMS_URL:
    'https://… to which text messages are posted as signed JSON { id, to, text }; unset writes them into DATA_DIR/sms',
  SMS_SECRET: 'signs what is posted to SMS_URL, as Standard Webhooks says: whsec_ and base64 (needed with https)',
  TURN_URL:
    'turn:… or turns:… with commas between them, the relay for calls whose two sides cannot reach each other (none)',
  TURN_SECRET: 'the static-auth-secret of that relay, for credentials that last one call (needed with TURN_URL)',
  KEYS_URL: 'file:… for the master key and wrapped keys, kept apart from the data (DATA_DIR-keys)',
  MODELS_DIR: 'folder of the pinned model weights (./models)',
  REGISTER_FILE:
    'JSON file that answers business-register, carrier, sanctions, tax number and DTI look-ups; unset answers "not checked"',
  PROXY_NETWORKS_FILE:
    'text file of proxies and VPNs, one address or network a line; runs from there are shown to a person (none)',
  TRUSTED_PROXIES: 'addresses or networks of your own reverse proxies, whose X-Forwarded-For is believed (none)',
  ROLE: 'api, worker or all (all)',
  WORKERS: 'inspections at once on this node (1)',
  LOG_LEVEL: 'debug, info, warn, error or silent (info; warn in the demo)',
  AUTH_SECRET: 'secret behind staff sign-in cookies; made and kept in the key folder when unset in the demo',
  WEBHOOKS_PRIVATE: '1 allows webhook targets in private networks and without TLS (the demo does)',
  DEMO: '1 loads a demo marketplace and shows its sign-ins (1 unless NODE_ENV=production)',
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Where people reach the product when nothing else is said. */
export const addressOf = (host: string, port: number): string => `http://${host}:${port}`

/** Throws `ConfigError` naming every variable that is wrong, never its value. */
export const readConfig = (env: Record<string, string | undefined>): Config => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(given)
  if (!parsed.success)
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  const values = parsed.data
  const production = values.NODE_ENV === 'production'
  const demo = values.DEMO ?? !production
  if (production && demo) throw new ConfigError('DEMO: must not be 1 with NODE_ENV=production')
  if (!demo && !values.AUTH_SECRET) throw new ConfigError('AUTH_SECRET: must be set outside the demo')
  if ((values.TURN_URL === undefined) !== (values.TURN_SECRET === undefined))
    throw new ConfigError('TURN_SECRET: must be set with TURN_URL, and only with it')
  if (values.MAIL_URL !== undefined && values.MAIL_FROM === undefined)
    throw new ConfigError('MAIL_FROM: must be set with MAIL_URL, or no mail would have a sender that can be answered')
  const dataDir = path.resolve(values.DATA_DIR)
  const publicUrl = (values.PUBLIC_URL ?? addressOf(values.HOST, values.PORT)).replace(/\/$/, '')
  return {
    port: values.PORT,
    host: values.HOST,
    publicUrl,
    dataDir,
    databaseUrl: values.DATABASE_URL,
    blobsUrl: values.BLOBS_URL ?? blobsUrlDefault(dataDir),
    mailUrl: values.MAIL_URL,
    mailFrom: values.MAIL_FROM ?? 'Countersign <no-reply@countersign.invalid>',
    smsUrl: values.SMS_URL,
    smsSecret: values.SMS_SECRET,
    turn:
      values.TURN_URL && values.TURN_SECRET !== undefined
        ? { urls: values.TURN_URL, secret: values.TURN_SECRET }
        : null,
    keysUrl: values.KEYS_URL ?? keysUrlDefault(dataDir),
    modelsDir: path.resolve(values.MODELS_DIR),
    registerFile: values.REGISTER_FILE && path.resolve(values.REGISTER_FILE),
    proxyNetworksFile: values.PROXY_NETWORKS_FILE && path.resolve(values.PROXY_NETWORKS_FILE),
    trustedProxies: values.TRUSTED_PROXIES ?? [],
    role: values.ROLE,
    workers: values.WORKERS,
    // In the demo a person reads the terminal, elsewhere a log collector does.
    logLevel: values.LOG_LEVEL ?? (demo ? 'warn' : 'info'),
    authSecret: values.AUTH_SECRET,
    webhooksPrivate: values.WEBHOOKS_PRIVATE ?? demo,
    demo,
  }
}
