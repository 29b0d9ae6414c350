import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { type BadgeStatement, verifyBadge } from '#domain/evidence/badge-statement.ts'
import { parseJwks } from '#domain/evidence/signed-jws.ts'

/**
 * `countersign verify-badge FILE --jwks FILE`: needs no server. Exit 0 when the statement is genuine and the badge good by it, 1 when
 * it is not, 64 when something cannot be read.
 */
export function registerVerifyBadgeCommand(program: Command): void {
  program
    .command('verify-badge')
    .description('check what an installation said of a badge, offline; exit 0 valid, 1 not, 64 not readable')
    .argument('<file>', 'what /v1/badges/ID answered, or its jws alone; - reads it from standard input')
    .requiredOption('--jwks <file>', 'the public keys of the installation, from its /.well-known/jwks.json')
    .option('--json', 'print the verdict as JSON')
    .action(async (file: string, { jwks, json }: { jwks: string; json?: boolean }) => {
      const [said, keys] = await Promise.all([readAll(file), readAll(jwks)])
      const { exitCode, verdict, words } = checkBadge(said, keys, Date.now())
      process.stdout.write(`${json ? JSON.stringify(verdict) : words}\n`)
      process.exitCode = exitCode
    })
}

const readAll = async (file: string): Promise<string | null> => {
  try {
    return file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
  } catch {
    return null
  }
}

type Checked = { exitCode: 0 | 1 | 64; verdict: Record<string, unknown>; words: string }

const unreadable = (what: string): Checked => ({
  exitCode: 64,
  verdict: { genuine: null, why: `${what} is not readable` },
  words: `not readable: ${what}`,
})

/** Null stands for a file that could not be read. The members around a `jws` are not believed: what it signs is what counts. */
export const checkBadge = (said: string | null, keySet: string | null, nowMs: number): Checked => {
  const keys = parseJwks(parsed(keySet ?? ''))
  if (!keys) return unreadable('the key set')
  const jws = jwsIn(said ?? '')
  if (jws === null) return unreadable('the statement')
  const verdict = verifyBadge(jws, keys, nowMs)
  if (!verdict.ok)
    return { exitCode: 1, verdict: { genuine: false, why: verdict.why }, words: `not genuine: ${verdict.why}` }
  const { statement, standing, kid } = verdict
  return {
    exitCode: standing === 'valid' ? 0 : 1,
    verdict: { genuine: true, standing, kid, statement },
    words: inWords(statement, standing, kid),
  }
}

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

const jwsIn = (said: string): string | null => {
  const trimmed = said.trim()
  if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(trimmed)) return trimmed
  const answer = parsed(trimmed)
  const isAnswer = typeof answer === 'object' && answer !== null && 'jws' in answer && typeof answer.jws === 'string'
  return isAnswer ? String((answer as { jws: string }).jws) : null
}

const inWords = (statement: BadgeStatement, standing: BadgeStatement['status'], kid: string): string => {
  const { id, seller, marketplace, site, how, verifiedAt, validUntil, revokedAt, why, statedAt, issuer } = statement
  const lines = [
    `${standing}: badge ${id} of the shop ${seller} at ${marketplace}, site ${site}`,
    `  verified     ${verifiedAt}, by ${how}`,
    `  valid until  ${validUntil ?? 'no fixed end'}`,
    ...(revokedAt === null ? [] : [`  ended        ${revokedAt} (${why})`]),
    `  stated       ${statedAt} by ${issuer}; whether it fell since then only ${issuer}/badge/${id} can tell`,
    `  signed by    ${kid}, which is among the keys you gave`,
  ]
  return lines.map(printable).join('\n')
}

/** A statement may come from anybody who has a key set to go with it: nothing in it may steer the reader's terminal. */
const printable = (line: string): string => line.replace(/[^\x20-\x7e]/g, '?')
