import { readFile, stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { containerLimits } from '#domain/evidence/container.ts'
import { parseJwks } from '#domain/evidence/signed-jws.ts'
import { type BundleVerdict, verifyBundle } from '#domain/evidence/verify-bundle.ts'

/**
 * `countersign verify BUNDLE.zip`: needs no server, no database and no keys. Exit 0 intact, 1 not (or not readable), with the
 * first thing that is wrong.
 */
type Options = { key?: string[]; jwks?: string; json?: boolean }

export function registerVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('check an evidence bundle offline; exit 0 intact, 1 not, with the first thing that is wrong')
    .argument('<bundle>', 'the exported file')
    .option('--key <kid...>', 'accept only this signing key (its id, as the installation publishes it)')
    .option('--jwks <file>', 'accept only signing keys of this key set, fetched from the installation')
    .option('--json', 'print the verdict as JSON')
    .action(async (bundle: string, options: Options) => {
      const { intact, text } = await checkBundleFile(bundle, options)
      process.stdout.write(`${text}\n`)
      process.exitCode = intact ? 0 : 1
    })
}

/** What the command prints, and whether the bundle is intact. */
export async function checkBundleFile(file: string, options: Options): Promise<{ intact: boolean; text: string }> {
  const trusted = await trustedKids(options)
  if (typeof trusted === 'string') return { intact: false, text: trusted }
  const bytes = await readWhole(file)
  if (typeof bytes === 'string') return { intact: false, text: bytes }
  const verdict = verifyBundle(bytes, trusted === null ? {} : { trustedKids: trusted })
  return { intact: verdict.ok, text: options.json ? asJson(verdict) : inWords(verdict) }
}

/** Null when the caller names no key to trust; a text when the key set cannot be used. */
async function trustedKids({ key, jwks }: Options): Promise<string[] | string | null> {
  if (jwks === undefined) return key ?? null
  const bytes = await readWhole(jwks)
  if (typeof bytes === 'string') return bytes
  // Key sets are fetched by hand and may have been reformatted, so only their content counts here.
  const keys = parseJwks(parseLoosely(bytes.toString('utf8')))
  return keys
    ? [...keys.map(({ kid }) => kid), ...(key ?? [])]
    : 'not readable: the key set is not one of an installation'
}

function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

async function readWhole(file: string): Promise<Buffer | string> {
  try {
    const { size } = await stat(file)
    if (size > containerLimits.bytesMax) return 'not intact: the file is larger than any bundle'
    return await readFile(file)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    return `not readable: ${printable(file)} (${code})`
  }
}

function inWords(verdict: BundleVerdict): string {
  if (!verdict.ok) return `not intact: ${printable(verdict.where)} ${printable(verdict.detail)} (${verdict.fault})`
  const { caseId, tenantId, exportedAt, events, attachments, kid, signerTrusted, provedByChunks } = verdict
  const enclosed = attachments.filter(({ omitted }) => omitted === null).length
  const left = attachments.filter(({ omitted }) => omitted !== null)
  const unrecorded = attachments.filter(
    ({ eventSeq, path }) => eventSeq === null && !provedByChunks.includes(path),
  ).length
  const lines = [
    `intact: case ${printable(caseId)} of ${printable(tenantId)}, exported ${printable(exportedAt)}`,
    `  events       ${events.length}, chained without a gap from ${printable(events[0]?.at ?? '')} to ${printable(events.at(-1)?.at ?? '')}`,
    `  attachments  ${enclosed} enclosed, each with the digest the manifest gives`,
  ]
  if (left.length > 0) lines.push(`               ${left.length} named but not enclosed (${reasons(left)})`)
  if (unrecorded > 0) lines.push(`               ${unrecorded} vouched for by the export alone, not by an event`)
  lines.push(`  signed by    ${kid}`)
  lines.push(
    signerTrusted
      ? '               which is a key you trust'
      : '               compare this key with the one the installation publishes, or give it with --key or --jwks',
  )
  return lines.join('\n')
}

const reasons = (left: readonly { omitted: string | null }[]): string =>
  [...new Set(left.map(({ omitted }) => omitted))].join(', ')

function asJson(verdict: BundleVerdict): string {
  if (!verdict.ok)
    return JSON.stringify({ intact: false, fault: verdict.fault, where: verdict.where, detail: verdict.detail })
  const { ok: _, events, ...rest } = verdict
  return JSON.stringify({ intact: true, ...rest, eventCount: events.length })
}

/** The bundle may come from anybody: nothing in it may steer the reader's terminal. */
const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 200)
