/**
 * Reads from the recorder's own chunks how far the recording has come, because a recorder may begin later than it says.
 *
 * Knows as much of Matroska and WebM as recorders write: clusters and simple blocks, stamps in milliseconds. What it does
 * not know it skips; once it meets something that it cannot skip it answers null for ever.
 */
export type RecordedEnd = {
  /** Takes the next bytes; answers with the last stamp so far, in milliseconds, or null while there is none. */
  add(bytes: Uint8Array): number | null
}

const ids = {
  segment: 0x18538067,
  cluster: 0x1f43b675,
  blockGroup: 0xa0,
  timestamp: 0xe7,
  simpleBlock: 0xa3,
  block: 0xa1,
} as const
/** Elements that hold others of interest: their inside is walked as if it stood on the same level. */
const entered: readonly number[] = [ids.segment, ids.cluster, ids.blockGroup]
/** The head of a block: number of its track, and its time in the cluster. */
const blockHeadBytes = 11

export const openRecordedEnd = (): RecordedEnd => {
  let left = new Uint8Array()
  let skip = 0
  let clusterMs = 0
  let endMs: number | null = null
  let isReadable = true

  /** Bytes that one element takes at `at`; null when it is not whole yet. */
  const walk = (bytes: Uint8Array, at: number): number | null => {
    const id = readNumber(bytes, at)
    const size = id && readNumber(bytes, at + id.length)
    if (!id || !size) return null
    const start = at + id.length + size.length
    if (entered.includes(id.marked)) return start - at
    if (size.isUnknown) {
      isReadable = false
      return null
    }
    const isBlock = id.marked === ids.simpleBlock || id.marked === ids.block
    const held = id.marked === ids.timestamp ? size.value : isBlock ? Math.min(size.value, blockHeadBytes) : 0
    if (start + held > bytes.length) return null
    if (id.marked === ids.timestamp) clusterMs = unsigned(bytes.subarray(start, start + held))
    if (isBlock) {
      const track = readNumber(bytes, start)
      const timeAt = start + (track?.length ?? 1)
      const sinceCluster = new DataView(bytes.buffer, bytes.byteOffset).getInt16(timeAt)
      endMs = Math.max(endMs ?? 0, clusterMs + sinceCluster)
    }
    return start - at + size.value
  }

  return {
    add(bytes) {
      if (!isReadable) return null
      const all = new Uint8Array(left.length + bytes.length)
      all.set(left)
      all.set(bytes, left.length)
      let at = skip
      for (let taken = at < all.length ? walk(all, at) : null; taken !== null; ) {
        at += taken
        taken = at < all.length ? walk(all, at) : null
      }
      left = all.slice(Math.min(at, all.length))
      skip = Math.max(0, at - all.length)
      return isReadable ? endMs : null
    },
  }
}

const unsigned = (bytes: Uint8Array): number => bytes.reduce((value, byte) => value * 256 + byte, 0)

/** A number of variable length (RFC 8794): `marked` with its marker, as an id is written, `value` without, as a size is. */
type Vint = { marked: number; value: number; isUnknown: boolean; length: number }

const readNumber = (bytes: Uint8Array, at: number): Vint | null => {
  const first = bytes[at]
  if (first === undefined || first === 0) return null
  const length = Math.clz32(first) - 23
  if (at + length > bytes.length) return null
  const marker = 0x80 >> (length - 1)
  const rest = bytes.subarray(at + 1, at + length)
  const isUnknown = (first & (marker - 1)) === marker - 1 && rest.every((byte) => byte === 0xff)
  const below = unsigned(rest)
  const place = 256 ** rest.length
  return { marked: first * place + below, value: (first & (marker - 1)) * place + below, isUnknown, length }
}
