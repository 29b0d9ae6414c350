/** The syntax below Matroska and WebM (RFC 8794): elements of an id, a size and a payload. */

/** Bytes that a variable-length number takes, from its first byte; 0 when that byte is not a valid start. */
export const vintLength = (first: number): number => (first === 0 ? 0 : Math.clz32(first) - 23)

/** An id keeps its length marker, so that it reads as in the specification. */
export const readId = (bytes: Uint8Array): number => {
  let id = 0
  for (const byte of bytes) id = id * 256 + byte
  return id
}

/** A size without its marker; null when all bits are set, which means "unknown until it ends". */
export const readSize = (bytes: Uint8Array): number | null => {
  const marker = 0x80 >> (bytes.length - 1)
  let size = bytes[0]! & (marker - 1)
  let allOnes = size === marker - 1
  for (const byte of bytes.subarray(1)) {
    size = size * 256 + byte
    allOnes &&= byte === 0xff
  }
  return allOnes ? null : size
}

export type Element = { id: number; payload: Uint8Array }

/** The elements of a payload that is wholly here; stops at the first that does not fit. */
export function* elementsOf(payload: Uint8Array): Generator<Element> {
  let at = 0
  while (at < payload.length) {
    const idLength = vintLength(payload[at]!)
    if (idLength === 0 || idLength > 4 || at + idLength >= payload.length) return
    const sizeLength = vintLength(payload[at + idLength]!)
    const sizeAt = at + idLength
    if (sizeLength === 0 || sizeAt + sizeLength > payload.length) return
    const size = readSize(payload.subarray(sizeAt, sizeAt + sizeLength))
    const start = sizeAt + sizeLength
    if (size === null || start + size > payload.length) return
    yield { id: readId(payload.subarray(at, sizeAt)), payload: payload.subarray(start, start + size) }
    at = start + size
  }
}

/** Numbers of up to eight bytes; beyond 2^53 they lose precision, which no field of ours needs. */
export const readUint = (payload: Uint8Array): number => {
  let value = 0
  for (const byte of payload.subarray(0, 8)) value = value * 256 + byte
  return value
}

export const readFloat = (payload: Uint8Array): number => {
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength)
  if (payload.length === 4) return view.getFloat32(0)
  if (payload.length === 8) return view.getFloat64(0)
  return 0
}
