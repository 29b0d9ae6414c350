import type { Database } from '../ports/database.ts'
import { type FaceShelf, openFaceShelf } from './face-shelf.ts'

/** Told when faces are forgotten, to every node: their recordings, parted by a space. */
export const faceChannel = 'face_forgotten'

/** Faces that nobody compares for so long leave the memory. */
const idleMs = 10 * 60_000

/** What one node remembers of faces, by marketplace and model. It begins empty and is filled by whoever compares. */
export type FaceShelves = {
  /** `readTo` is the newest instant, by the database's clock, up to which the shelf was filled. */
  use<T>(tenantId: string, model: string, work: (shelf: FilledShelf) => Promise<T>): Promise<T>
  /** How many faces are remembered in all. */
  size(): number
  close(): Promise<void>
}

export type FilledShelf = FaceShelf & { readTo: Date | null; skipped: Set<string> }

export const openFaceShelves = (database: Database): FaceShelves => {
  const shelves = new Map<string, FilledShelf>()
  let listening: Promise<() => Promise<void>> | null = null
  let idle: NodeJS.Timeout | null = null
  const forget = (recordingIds: readonly string[]) => {
    for (const shelf of shelves.values()) shelf.forget(recordingIds)
  }
  // Whatever was forgotten while nobody told us would be remembered for ever.
  const forgetAll = () => shelves.clear()
  return {
    async use(tenantId, model, work) {
      listening ??= database.listen(faceChannel, (told) => forget(told.split(' ')), forgetAll)
      await listening
      if (idle) clearTimeout(idle)
      const key = `${tenantId} ${model}`
      const shelf = shelves.get(key) ?? { ...openFaceShelf(), readTo: null, skipped: new Set<string>() }
      shelves.set(key, shelf)
      try {
        return await work(shelf)
      } finally {
        if (idle) clearTimeout(idle)
        idle = setTimeout(forgetAll, idleMs).unref()
      }
    },
    size: () => [...shelves.values()].reduce((sum, shelf) => sum + shelf.size(), 0),
    async close() {
      if (idle) clearTimeout(idle)
      forgetAll()
      await (await listening)?.()
    },
  }
}
