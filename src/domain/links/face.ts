/**
 * [SC3] What a program makes of faces. Nothing is described, kept or compared for it unless the program says so and the
 * seller has agreed to that alone.
 */
export type FaceRules = {
  /** So long after a run what describes the face is kept. */
  keepDays: number
  /** From this cosine on two faces are shown to staff as alike. */
  alike01: number
  /** Of the shops whose faces look alike only the nearest so many are kept and shown. */
  shownMost: number
}

/** What describes the face of one run: made by the inspection, and good for nothing but comparing it with others. */
export type FaceDescription = {
  /** Unit vector of `faceLength` members; two are compared by cosine. */
  vector: Float32Array
  /** Name and version of what made it: of others nothing can be said. */
  model: string
  /** How many pictures it is the mean of, how wide the face was in the middle one of them, and how well they agree. */
  pictures: number
  widthPx: number
  agreement01: number
  /** A picture of the face, by the name that a proof frame gives; null when none was kept. */
  picture: string | null
}

export const faceLength = 512

/** A vector in one byte a member: a quarter of the memory, and the cosine of two moves by less than 0.005. */
export const packFace = (vector: Float32Array): Int8Array => {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  return Int8Array.from(vector, (value) => (largest === 0 ? 0 : Math.round((value * 127) / largest)))
}

/** Null for bytes that no face was packed into. */
export const unpackFace = (bytes: Uint8Array): Int8Array | null => {
  if (bytes.byteLength !== faceLength) return null
  const packed = new Int8Array(bytes)
  return packed.some((value) => value !== 0) ? packed : null
}

/** Cosine of two packed faces. */
export const packedCosine = (one: Int8Array, other: Int8Array): number =>
  dot(one, other, 0) / Math.sqrt(dot(one, one, 0) * dot(other, other, 0))

/** The product of a packed face with the one that begins at `from` in a row of many. */
export const dot = (face: Int8Array, row: Int8Array, from: number): number => {
  let sum = 0
  for (let i = 0; i < faceLength; i += 1) sum += face[i]! * row[from + i]!
  return sum
}
