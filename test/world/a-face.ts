import { type FaceDescription, faceLength } from '#domain/links/face.ts'

/** Numbers that look random and are the same for the same person, so that no photograph is needed. */
const drawn = (seed: number): Float32Array => {
  let state = seed * 2_654_435_761
  return Float32Array.from({ length: faceLength }, () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 374_761_393) | 0
    return state / 2 ** 31
  })
}

/** [SC3] The face of somebody as one run describes it: `likeness01` of it is theirs, the rest is of that run (`of`). */
export const aFace = (person: number, of = 0, likeness01 = 0.95): FaceDescription => {
  const [own, noise] = [drawn(person), drawn(1_000 + person * 100 + of)]
  const rest = Math.sqrt(1 - likeness01 ** 2)
  const mixed = own.map((value, i) => likeness01 * value + rest * noise[i]!)
  const length = Math.hypot(...mixed)
  return {
    vector: mixed.map((value) => value / length),
    model: 'face-feature@0.0.1',
    pictures: 12,
    widthPx: 200,
    agreement01: 0.95,
    picture: null,
  }
}
