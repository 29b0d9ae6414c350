/**
 * The frontal-face cascade of OpenCV (Lienhart's stump-based AdaBoost, 20×20, Intel licence) as the package jsfeat
 * carries it, packed into flat arrays for the finder. About 86 KB on the wire, loaded only when a face is asked for.
 */
export type FaceCascade = {
  windowPx: number
  /** For each stage: index of its first stump, one past its last, and the sum below which a window is no face. */
  stages: { from: number; to: number; threshold: number }[]
  /** For each stump: threshold, value below it, value from it on. */
  stumps: Float32Array
  /** For each stump up to three rectangles: x, y, width, height, weight; an unused one has weight 0. */
  rectangles: Float32Array
}

type RawCascade = {
  size: [number, number]
  complexClassifiers: {
    threshold: number
    simpleClassifiers: { features: number[][]; threshold: number; left_val: number; right_val: number }[]
  }[]
}

const rectanglesAtMost = 3

let loading: Promise<FaceCascade> | null = null

/** Once for each page or worker: the script runs only when it is first imported. */
export const loadFaceCascade = (): Promise<FaceCascade> => {
  loading ??= load()
  return loading
}

const load = async (): Promise<FaceCascade> => {
  const haar: { frontalface?: RawCascade } = {}
  // The package's file is a script of its time: it looks for a global of this name.
  Object.assign(globalThis, { jsfeat: { haar } })
  await import('jsfeat/cascades/frontalface.js')
  if (!haar.frontalface) throw new Error('the face cascade did not load')
  return pack(haar.frontalface)
}

const pack = (raw: RawCascade): FaceCascade => {
  const all = raw.complexClassifiers.flatMap((stage) => stage.simpleClassifiers)
  const stumps = new Float32Array(all.length * 3)
  const rectangles = new Float32Array(all.length * rectanglesAtMost * 5)
  all.forEach((stump, index) => {
    stumps.set([stump.threshold, stump.left_val, stump.right_val], index * 3)
    stump.features.slice(0, rectanglesAtMost).forEach((rectangle, no) => {
      rectangles.set(rectangle, (index * rectanglesAtMost + no) * 5)
    })
  })
  let from = 0
  const stages = raw.complexClassifiers.map(({ simpleClassifiers, threshold }) => {
    const stage = { from, to: from + simpleClassifiers.length, threshold }
    from = stage.to
    return stage
  })
  return { windowPx: raw.size[0], stages, stumps, rectangles }
}
