/**
 * Where recorded chunks wait until the server has them durably. A chunk is put before anybody tries to send it and
 * removed only after the server's acknowledgement, so a reload, a crash or a lost network loses nothing. [CP5]
 */
export type Chunk = {
  recordingId: string
  seq: number
  /** Hex SHA-256 of the bytes. */
  sha256: string
  /** Last time stamp inside the chunk, by the recorder's own clock. */
  mediaEndMs: number
  bytes: ArrayBuffer
}

/** What has to be known of a recording to bring it to an end after a reload. */
export type RunMarker = {
  recordingId: string
  /**
   * `call` is the seller's own recording of a call, which goes on in another one after a reload (seller/room); a witness is
   * what a reviewer's browser saw of it (call/record-witness.ts).
   */
  kind: 'attempt' | 'rehearsal' | 'call' | 'witness'
  /** Id of the attempt (a call that was answered is one) or rehearsal; of a witness, of the call. */
  ownerId: string
  /** `recording` until the last step is done; `finished` when only sending is left. */
  state: 'recording' | 'finished'
  /** Chunks made so far; the next one gets this number. */
  madeCount: number
  mediaEndMs: number
  startedAtMs: number
}

export type Outbox = {
  begin(marker: RunMarker): Promise<void>
  /** Stores the chunk and counts it in its marker, both or neither. */
  put(chunk: Chunk): Promise<void>
  /** The waiting chunk with the lowest number; null when none waits. */
  first(recordingId: string): Promise<Chunk | null>
  waiting(recordingId: string): Promise<number>
  remove(recordingId: string, seq: number): Promise<void>
  finish(recordingId: string): Promise<void>
  markers(): Promise<RunMarker[]>
  /** Forgets the recording and whatever still waits of it. */
  forget(recordingId: string): Promise<void>
  /** False when this browser keeps nothing over a reload. */
  readonly survivesReload: boolean
}

/** For browsers that refuse to store: the recording still goes on, but a reload would lose what was not sent. */
export const memoryOutbox = (): Outbox => {
  const chunks = new Map<string, Map<number, Chunk>>()
  const known = new Map<string, RunMarker>()
  const of = (recordingId: string) => chunks.get(recordingId) ?? new Map<number, Chunk>()
  return {
    survivesReload: false,
    begin: async (marker) => {
      known.set(marker.recordingId, { ...marker })
      chunks.set(marker.recordingId, new Map())
    },
    put: async (chunk) => {
      const marker = known.get(chunk.recordingId)
      if (!marker) throw new Error('a chunk was put for a recording that never began')
      of(chunk.recordingId).set(chunk.seq, chunk)
      known.set(chunk.recordingId, { ...marker, madeCount: chunk.seq + 1, mediaEndMs: chunk.mediaEndMs })
    },
    first: async (recordingId) => {
      const lowest = Math.min(...of(recordingId).keys())
      return of(recordingId).get(lowest) ?? null
    },
    waiting: async (recordingId) => of(recordingId).size,
    remove: async (recordingId, seq) => {
      of(recordingId).delete(seq)
    },
    finish: async (recordingId) => {
      const marker = known.get(recordingId)
      if (marker) known.set(recordingId, { ...marker, state: 'finished' })
    },
    markers: async () => [...known.values()],
    forget: async (recordingId) => {
      chunks.delete(recordingId)
      known.delete(recordingId)
    },
  }
}
