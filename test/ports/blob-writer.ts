import { createHash } from 'node:crypto'
import { openFileBlobs } from '#providers/blobs/file-blobs.ts'
import { openFileKeys } from '#providers/keys/file-keys.ts'

/**
 * Runs as a process of its own and is killed: writes chunks as fast as it can, four at a time, and says on standard
 * output which ones were acknowledged. Arguments: keys folder, blobs folder, key id, first number.
 */
const [keysFolder, blobsFolder, keyId, first] = process.argv.slice(2) as [string, string, string, string]
const blobs = await openFileBlobs(blobsFolder, await openFileKeys(keysFolder))

/** The same number always gives the same bytes, so that the reader knows what to expect. */
const chunk = (no: number) => {
  const seed = createHash('sha256').update(String(no)).digest()
  return Buffer.alloc(50_000 + (no % 7) * 30_000, seed)
}

let next = Number(first)
async function work(): Promise<never> {
  for (;;) {
    const no = next++
    const written = await blobs.put(keyId, `cases/case_1/runs/run_1/${String(no).padStart(6, '0')}`, chunk(no))
    if (!written.ok) throw new Error(written.refusal)
    process.stdout.write(`${no} ${written.sha256}\n`)
  }
}
await Promise.all([work(), work(), work(), work()])
