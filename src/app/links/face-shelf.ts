import { setImmediate } from 'node:timers/promises'
import { dot, faceLength } from '#domain/links/face.ts'

/** Faces lie in rows of so many, 2 MB each, so that growing copies nothing. */
const inOneRow = 4_096
/** Between two looks at the clock, well below a millisecond of arithmetic. */
const inOneSlice = 512
const sliceMs = 5

export type NearFace = { recordingId: string; sellerId: string; similarity01: number }

/** The nearest face of each of some shops, nearest first. */
type Wanted = { exceptSeller: string; from01: number; most: number }

/**
 * [SC3] The faces of one marketplace that one model described, packed, in the memory of this process: 0.5 KB each and a little.
 * A face that was forgotten is overwritten at once and never comes back.
 */
export type FaceShelf = {
  size(): number
  has(recordingId: string): boolean
  put(recordingId: string, sellerId: string, face: Int8Array): void
  forget(recordingIds: readonly string[]): void
  clear(): void
  /** Lets others go first every few milliseconds. */
  nearest(face: Int8Array, wanted: Wanted): Promise<NearFace[]>
}

export const openFaceShelf = (): FaceShelf => {
  const rows: Int8Array[] = []
  const lengths: number[] = []
  const held: ({ recordingId: string; sellerId: string } | null)[] = []
  const places = new Map<string, number>()
  const free: number[] = []
  const forgotten = new Set<string>()

  return {
    size: () => places.size,
    has: (recordingId) => places.has(recordingId),
    put(recordingId, sellerId, face) {
      if (places.has(recordingId) || forgotten.has(recordingId)) return
      const place = free.pop() ?? held.length
      const row = Math.floor(place / inOneRow)
      rows[row] ??= new Int8Array(inOneRow * faceLength)
      rows[row].set(face, (place % inOneRow) * faceLength)
      lengths[place] = Math.sqrt(dot(face, face, 0))
      held[place] = { recordingId, sellerId }
      places.set(recordingId, place)
    },
    forget(recordingIds) {
      for (const recordingId of recordingIds) {
        forgotten.add(recordingId)
        const place = places.get(recordingId)
        if (place === undefined) continue
        const from = (place % inOneRow) * faceLength
        rows[Math.floor(place / inOneRow)]?.fill(0, from, from + faceLength)
        held[place] = null
        places.delete(recordingId)
        free.push(place)
      }
    },
    clear() {
      for (const one of [rows, lengths, held, free]) one.length = 0
      places.clear()
    },
    async nearest(face, { exceptSeller, from01, most }) {
      const length = Math.sqrt(dot(face, face, 0))
      const best = new Map<string, NearFace>()
      let sinceMs = performance.now()
      for (let place = 0; place < held.length; place += 1) {
        if (place % inOneSlice === 0 && performance.now() - sinceMs > sliceMs) {
          await setImmediate()
          sinceMs = performance.now()
        }
        const one = held[place]
        if (!one || one.sellerId === exceptSeller) continue
        const product = dot(face, rows[Math.floor(place / inOneRow)]!, (place % inOneRow) * faceLength)
        const similarity01 = product / (length * lengths[place]!)
        if (similarity01 < from01 || similarity01 <= (best.get(one.sellerId)?.similarity01 ?? -1)) continue
        best.set(one.sellerId, { ...one, similarity01 })
      }
      return [...best.values()].sort((a, b) => b.similarity01 - a.similarity01).slice(0, most)
    },
  }
}
