/** Upper and lower lid, twice on each eye. Source: the 68 points of the iBUG scheme. */
const lidPairs = [
  [37, 41],
  [38, 40],
  [43, 47],
  [44, 46],
] as const

/** How far the eyes are open, in half-distances of the eyes. `shape` is in the face's own frame, see `SeenFace`. */
export const lidOpening = (shape: Float32Array): number =>
  lidPairs.reduce(
    (sum, [upper, lower]) =>
      sum + Math.hypot(shape[2 * upper]! - shape[2 * lower]!, shape[2 * upper + 1]! - shape[2 * lower + 1]!),
    0,
  ) / lidPairs.length
