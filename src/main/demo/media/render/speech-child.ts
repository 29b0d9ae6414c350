/**
 * Speaks words into files: `speech-child.ts SOURCES_DIR`, one JSON line per word on standard input. espeak-ng is
 * GPL-3.0, so it runs in a process of its own and is never part of the product.
 */
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

export type SpeechOrder = { voice: string; wordsPerMinute: number; pitch: number; text: string; file: string }

type Espeak = (options: { arguments: string[] }) => Promise<{ FS: { readFile(path: string): Uint8Array } }>

const sourcesDir = process.argv[2]
if (!sourcesDir) throw new Error('usage: speech-child.ts SOURCES_DIR')
const { default: speak } = (await import(pathToFileURL(join(sourcesDir, 'espeak-ng.mjs')).href)) as { default: Espeak }

for await (const line of createInterface({ input: process.stdin })) {
  const { voice, wordsPerMinute, pitch, text, file } = JSON.parse(line) as SpeechOrder
  const spoken = await speak({
    arguments: ['-v', voice, '-s', String(wordsPerMinute), '-p', String(pitch), '-w', 'word.wav', text],
  })
  const partial = `${file}.partial-${process.pid}`
  await writeFile(partial, spoken.FS.readFile('word.wav'))
  await rename(partial, file)
  process.stdout.write(`${JSON.stringify({ done: file })}\n`)
}
process.exit(0)
