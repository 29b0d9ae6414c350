/** Memory for pictures, used again and again. One that was given back must not be touched by whoever gave it. */
export type PictureMemory = {
  /** Memory of exactly so many bytes, with whatever was in it. */
  take(bytes: number): Uint8Array<ArrayBuffer>
  copyOf(picture: Uint8Array): Uint8Array<ArrayBuffer>
  /** Takes the whole buffer behind a picture; one that was handed to another thread is no loss. */
  giveBack(picture: Uint8Array): void
}

/** As many as one inspection has under way. */
const mostSpare = 6

/**
 * A run samples some hundred pictures of 2.7 MB each. Fresh memory for every one costs more than decoding it: the system
 * has to clear its pages, and the collector goes through the whole heap each time so much was thrown away.
 */
export const openPictureMemory = (): PictureMemory => {
  const spare: ArrayBuffer[] = []
  const take = (bytes: number): Uint8Array<ArrayBuffer> => {
    const at = spare.findIndex(({ byteLength }) => byteLength === bytes)
    const [buffer] = at < 0 ? [] : spare.splice(at, 1)
    return buffer ? new Uint8Array(buffer) : Buffer.allocUnsafeSlow(bytes)
  }
  return {
    take,
    copyOf(picture) {
      // As large as the original's, head and all, so that one serves as well as the other when it comes back.
      const { byteOffset, byteLength } = picture
      const copy = take(picture.buffer.byteLength).subarray(byteOffset, byteOffset + byteLength)
      copy.set(picture)
      return copy
    },
    giveBack({ buffer }) {
      if (!(buffer instanceof ArrayBuffer) || buffer.byteLength === 0 || spare.includes(buffer)) return
      // Recordings of another size have begun: the oldest will hardly be asked for again.
      if (spare.length >= mostSpare) spare.shift()
      spare.push(buffer)
    },
  }
}
