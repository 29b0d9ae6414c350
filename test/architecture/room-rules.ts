/** The rooms of the house, as in docs: each is one folder of `src`. */
export const rooms = [
  'domain',
  'contracts',
  'app',
  'inspection',
  'providers',
  'jobs',
  'http',
  'web',
  'locales',
  'main',
] as const
export type Room = (typeof rooms)[number]

/**
 * What a room may import, besides itself: whole rooms, or `types` of a room (gone before anything runs), or the ports of
 * app, which are the doors that providers fit into. `app` reaches its own ports as part of itself.
 */
export type Allowance = { rooms: readonly Room[]; typesOf: readonly Room[]; ports: boolean; programs: boolean }

const allowance = (part: Partial<Allowance>): Allowance => ({
  rooms: [],
  typesOf: [],
  ports: false,
  programs: false,
  ...part,
})

/** Who may import whom. `locales` holds words, so whoever speaks to people may read it; it knows the domain's codes. */
export const allowedImports: Record<Room, Allowance> = {
  domain: allowance({}),
  contracts: allowance({ rooms: ['domain'] }),
  app: allowance({ rooms: ['domain', 'contracts', 'locales'] }),
  inspection: allowance({ rooms: ['domain'] }),
  providers: allowance({ rooms: ['domain'], ports: true }),
  jobs: allowance({ rooms: ['app', 'contracts', 'locales'], typesOf: ['domain'] }),
  http: allowance({ rooms: ['app', 'contracts', 'locales'], typesOf: ['domain'] }),
  web: allowance({ rooms: ['contracts', 'domain', 'locales'] }),
  locales: allowance({ rooms: ['domain'] }),
  main: allowance({
    rooms: ['domain', 'contracts', 'app', 'inspection', 'providers', 'jobs', 'http', 'locales'],
    programs: true,
  }),
}

/**
 * Rooms whose unit tests may also use the real backends: what they test is only worth testing against a database. The
 * rooms that are pure stay pure in their tests as well.
 */
const testsMeetRealBackends: readonly Room[] = ['app', 'providers', 'jobs', 'http', 'main']

/**
 * Packages that a pure room may use. They compute and nothing else: no clock, no I/O, no randomness.
 */
export const pureRoomPackages: Partial<Record<Room, readonly string[]>> = {
  domain: ['temporal-polyfill', '@marcbachmann/cel-js', '@noble/hashes'],
  contracts: ['zod', '@hono/zod-openapi'],
  locales: ['i18next'],
}

/**
 * The parts of Node that are pure functions of their arguments, so that the domain may hash, check signatures and read
 * containers. What web loads is held free of Node by a test of its own.
 */
const pureNodeParts: Record<string, readonly string[]> = {
  'node:crypto': ['createHash', 'createHmac', 'timingSafeEqual', 'verify', 'createPublicKey'],
  'node:zlib': ['crc32', 'deflateRawSync', 'inflateRawSync'],
}

/** The room a path of the project lies in, e.g. `src/domain/case.ts` → `domain`; null outside the rooms. */
export function roomOf(path: string): Room | null {
  const match = /^src\/([^/]+)\//.exec(path)
  return rooms.find((room) => room === match?.[1]) ?? null
}

export const isTestFile = (path: string): boolean => /\.test\.tsx?$/.test(path)

/**
 * Judges one import between two files of the project: null when it is allowed, else the reason why not.
 * `from` and `to` are paths from the project folder.
 */
export function judgeImport(from: string, to: string, typeOnly: boolean): string | null {
  const room = roomOf(from)
  if (room === null) return null
  const target = roomOf(to)
  const inTest = isTestFile(from)

  if (isTestFile(to)) return 'nothing imports a test'
  if (to.startsWith('test/')) return inTest ? null : 'the product does not import its tests'
  if (to.startsWith('bench/')) return 'the product does not import its benchmarks'
  if (to.startsWith('programs/')) {
    return allowedImports[room].programs || inTest ? null : 'programs are data, read by main and handed on'
  }
  if (target === null) return to.startsWith('src/') ? 'this folder of src is not a room' : 'this lies outside the rooms'
  if (target === room) return null

  const allowed = allowedImports[room]
  if (allowed.rooms.includes(target)) return null
  if (allowed.typesOf.includes(target)) {
    return typeOnly ? null : `${room} may import only types of ${target}; enter through a use-case`
  }
  if (allowed.ports && to.startsWith('src/app/ports/')) return null
  if (inTest && target !== 'web' && testsMeetRealBackends.includes(room)) return null
  return `${room} may not import ${target}`
}

/** What a room must not use, with the reason that its failure prints. */
const forbiddenPackages: { rooms: readonly Room[]; packages: RegExp; reason: string }[] = [
  { rooms: ['web'], packages: /^node:/, reason: 'web runs in the browser' },
  {
    rooms: ['inspection'],
    packages: /^(hono|@hono\/.*|kysely|pg|pg-boss|@electric-sql\/.*|node:https?|node:net)$/,
    reason: 'the laboratory knows no HTTP and no database',
  },
  {
    rooms: ['app', 'jobs'],
    packages:
      /^(hono|@hono\/.*|pg|@electric-sql\/.*|nodemailer|onnxruntime-node|node:(fs|http|https|net|child_process))(\/.*)?$/,
    reason: 'use-cases and jobs reach the world through ports',
  },
]

/** Judges the use of a package or of a part of Node: null when it is allowed, else the reason why not. */
export function judgePackage(from: string, specifier: string, names: readonly string[] | null): string | null {
  const room = roomOf(from)
  if (room === null || isTestFile(from)) return null
  if (room === 'domain' && names?.every((it) => pureNodeParts[specifier]?.includes(it))) return null
  const pure = pureRoomPackages[room]
  if (pure !== undefined && !pure.includes(packageName(specifier))) {
    return `${room} is pure and may use only ${pure.join(', ')}`
  }
  // A Socket of its own making wraps a file descriptor that the parent handed over; it connects to nothing.
  if (room === 'inspection' && specifier === 'node:net' && names?.every((it) => it === 'Socket')) return null
  const forbidden = forbiddenPackages.find((it) => it.rooms.includes(room) && it.packages.test(specifier))
  return forbidden ? forbidden.reason : null
}

/** `@scope/name/deep/path` → `@scope/name`; `node:fs/promises` stays as it is. */
export function packageName(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  const parts = specifier.split('/')
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
}
