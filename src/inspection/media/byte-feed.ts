/** The recording's bytes as they arrive; null at the end. */
export type ByteFeed = { next: () => Promise<Uint8Array | null> }

/**
 * Reads a feed by numbers of bytes. Holds only what was asked for and the piece that came with it, so a parser over it
 * needs memory for one element at a time.
 */
export type ByteReader = {
  /** True once `count` bytes lie ready; false when the recording ends before. */
  ensure: (count: number) => Promise<boolean>
  /** The next `count` bytes, still to be taken; valid until the next call. They must have been ensured. */
  peek: (count: number) => Uint8Array
  /** Takes `count` bytes, which must have been ensured, as memory of its own. */
  take: (count: number) => Uint8Array
  /** Drops `count` bytes without holding them; false when the recording ends before. */
  skip: (count: number) => Promise<boolean>
  /** Bytes taken or dropped so far. */
  position: () => number
}

export const openByteReader = (feed: ByteFeed): ByteReader => {
  let held = new Uint8Array(0)
  let at = 0
  let position = 0
  const ensure = async (count: number): Promise<boolean> => {
    if (held.length - at >= count) return true
    const pieces: Uint8Array[] = [held.subarray(at)]
    let total = held.length - at
    while (total < count) {
      const piece = await feed.next()
      if (piece === null) break
      pieces.push(piece)
      total += piece.length
    }
    const joined = new Uint8Array(total)
    let to = 0
    for (const piece of pieces) {
      joined.set(piece, to)
      to += piece.length
    }
    held = joined
    at = 0
    return total >= count
  }
  return {
    ensure,
    peek: (count) => held.subarray(at, at + count),
    take: (count) => {
      const taken = held.slice(at, at + count)
      at += count
      position += count
      return taken
    },
    skip: async (count) => {
      let left = count
      for (;;) {
        const here = Math.min(left, held.length - at)
        at += here
        position += here
        left -= here
        if (left === 0) return true
        const piece = await feed.next()
        if (piece === null) return false
        held = Uint8Array.from(piece)
        at = 0
      }
    },
    position: () => position,
  }
}
