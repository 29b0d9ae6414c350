import { type Blobs, readBlob } from '#app/ports/blobs.ts'
import type { Keys } from '#app/ports/keys.ts'

/**
 * What the demo keeps about itself: small JSON values in the encrypted store, each written once. The key's id is part of
 * a note's name, so that `countersign demo` finds the notes of a data folder without asking its database.
 */
export type SealedNotes = {
  read(name: string): Promise<unknown>
  /** What is kept under the name afterwards: the given value, or the one another process wrote first. */
  keep(name: string, value: unknown): Promise<unknown>
}

const folder = 'demo'

export const openNotes = (blobs: Blobs, keyId: string): SealedNotes => {
  const read = async (name: string): Promise<unknown> => {
    const blob = await readBlob(blobs, keyId, `${folder}/${keyId}/${name}`)
    return blob.ok ? JSON.parse(Buffer.from(blob.bytes).toString('utf8')) : null
  }
  return {
    read,
    async keep(name, value) {
      await blobs.put(keyId, `${folder}/${keyId}/${name}`, Buffer.from(JSON.stringify(value)))
      return read(name)
    },
  }
}

/** The notes of the demo that this store belongs to; null when no demo was ever set up on it. */
export const findNotes = async (blobs: Blobs, keys: Keys): Promise<SealedNotes | null> => {
  for await (const name of blobs.list(folder)) {
    const keyId = name.split('/')[1]
    if (!keyId) continue
    // A key folder of another installation opens nothing here.
    const known = await keys.deriveKey(keyId, 'demo-notes', Buffer.alloc(32))
    if (known.ok) return openNotes(blobs, keyId)
  }
  return null
}
