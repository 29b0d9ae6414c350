import { memoryOutbox, type Outbox, type RunMarker } from './outbox.ts'

const chunkStore = 'chunks'
const markerStore = 'markers'

/** Opens the outbox on the computer's disk, or one in memory where the browser does not allow that. */
export const openOutbox = async (factory: IDBFactory = indexedDB, name = 'countersign-outbox'): Promise<Outbox> => {
  try {
    return indexedOutbox(await openDatabase(factory, name))
  } catch {
    // Private windows of some browsers refuse; the recording must not fail for it.
    return memoryOutbox()
  }
}

const openDatabase = (factory: IDBFactory, name: string): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const opening = factory.open(name, 1)
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore(chunkStore, { keyPath: ['recordingId', 'seq'] })
      opening.result.createObjectStore(markerStore, { keyPath: 'recordingId' })
    }
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
    opening.onblocked = () => reject(new Error('the outbox is held open by an older page'))
  })

const indexedOutbox = (database: IDBDatabase): Outbox => {
  /** Runs `work` in one transaction; resolves when it is on disk (`strict`: the browser flushes before it says so). */
  const within = <T>(
    mode: 'readonly' | 'readwrite',
    work: (chunks: IDBObjectStore, markers: IDBObjectStore) => IDBRequest<T> | undefined,
  ): Promise<T | undefined> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction([chunkStore, markerStore], mode, { durability: 'strict' })
      const asked = work(transaction.objectStore(chunkStore), transaction.objectStore(markerStore))
      transaction.oncomplete = () => resolve(asked?.result)
      transaction.onabort = () => reject(transaction.error ?? new Error('the outbox gave up a transaction'))
    })

  const allOf = (recordingId: string) => IDBKeyRange.bound([recordingId, 0], [recordingId, Number.MAX_SAFE_INTEGER])
  const changeMarker = (markers: IDBObjectStore, recordingId: string, change: (marker: RunMarker) => RunMarker) => {
    const reading = markers.get(recordingId) as IDBRequest<RunMarker | undefined>
    reading.onsuccess = () => {
      if (reading.result) markers.put(change(reading.result))
      else reading.transaction?.abort()
    }
  }

  return {
    survivesReload: true,
    begin: async (marker) => {
      await within('readwrite', (_chunks, markers) => {
        markers.put(marker)
        return undefined
      })
    },
    put: async (chunk) => {
      await within('readwrite', (chunks, markers) => {
        chunks.put(chunk)
        changeMarker(markers, chunk.recordingId, (marker) => ({
          ...marker,
          madeCount: chunk.seq + 1,
          mediaEndMs: chunk.mediaEndMs,
        }))
        return undefined
      })
    },
    first: async (recordingId) => (await within('readonly', (chunks) => chunks.get(allOf(recordingId)))) ?? null,
    waiting: async (recordingId) => (await within('readonly', (chunks) => chunks.count(allOf(recordingId)))) ?? 0,
    remove: async (recordingId, seq) => {
      await within('readwrite', (chunks) => chunks.delete([recordingId, seq]))
    },
    finish: async (recordingId) => {
      await within('readwrite', (_chunks, markers) => {
        changeMarker(markers, recordingId, (marker) => ({ ...marker, state: 'finished' }))
        return undefined
      })
    },
    markers: async () =>
      (await within('readonly', (_chunks, markers) => markers.getAll() as IDBRequest<RunMarker[]>)) ?? [],
    forget: async (recordingId) => {
      await within('readwrite', (chunks, markers) => {
        chunks.delete(allOf(recordingId))
        markers.delete(recordingId)
        return undefined
      })
    },
  }
}
