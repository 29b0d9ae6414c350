import { parentPort } from 'node:worker_threads'
import cvModule from '@techstark/opencv-js'
import { cameraMotion, fieldsOfViewDeg } from './rotation.ts'
import type { Grey } from './small-grey.ts'
import type { TrackAnswer, TrackOrder } from './tracker.ts'

/**
 * The thread in which OpenCV follows points from one picture to the next. It has a thread of its own because the
 * library takes over the process's handling of errors when it is loaded.
 */
const port = parentPort
if (!port) throw new Error('This file runs as a worker thread')

type OpenCv = typeof cvModule
/** The library can be awaited itself, and gives itself again, for ever; so a promise may only carry it in something. */
const loading: Promise<{ cv: OpenCv }> = new Promise((resolve) => {
  if (cvModule.Mat) resolve({ cv: cvModule })
  else cvModule.onRuntimeInitialized = () => resolve({ cv: cvModule })
})

const mostPoints = 160
const quality = 0.004
const apartPx = 8
const windowPx = 21
const pyramidLevels = 3
/** Mean difference of a point's surroundings in grey levels beyond which it was lost. */
const maxError = 25
/** cv.OPTFLOW_USE_INITIAL_FLOW, which this build does not name. */
const startFromGuess = 4

const follow = (cv: OpenCv, { from, to, shiftPx, hidden }: TrackOrder) => {
  const grey = ({ data, width, height }: Grey) => {
    const mat = new cv.Mat(height, width, cv.CV_8UC1)
    mat.data.set(data)
    return mat
  }
  const open = [grey(from), grey(to), cv.Mat.ones(from.height, from.width, cv.CV_8UC1)]
  const [before, after, mask] = open as [(typeof open)[0], (typeof open)[0], (typeof open)[0]]
  for (const [left, top, right, bottom] of hidden)
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(from.height, bottom); y++)
      mask.data.fill(
        0,
        y * from.width + Math.max(0, Math.floor(left)),
        y * from.width + Math.min(from.width, Math.ceil(right)),
      )
  const [corners, status, errors] = [new cv.Mat(), new cv.Mat(), new cv.Mat()]
  const made = [...open, corners, status, errors]
  try {
    cv.goodFeaturesToTrack(before, corners, mostPoints, quality, apartPx, mask)
    if (corners.rows < 8) return fieldsOfViewDeg.map(() => null)
    const found = new cv.Mat(corners.rows, 1, cv.CV_32FC2)
    made.push(found)
    for (let i = 0; i < corners.rows; i++) {
      found.data32F[2 * i] = corners.data32F[2 * i]! + shiftPx
      found.data32F[2 * i + 1] = corners.data32F[2 * i + 1]!
    }
    const window = new cv.Size(windowPx, windowPx)
    const end = new cv.TermCriteria(cv.TermCriteria_COUNT + cv.TermCriteria_EPS, 20, 0.03)
    cv.calcOpticalFlowPyrLK(before, after, corners, found, status, errors, window, pyramidLevels, end, startFromGuess)
    const pairs: { from: number[]; to: number[] } = { from: [], to: [] }
    for (let i = 0; i < corners.rows; i++) {
      if (!status.data[i] || errors.data32F[i]! > maxError) continue
      pairs.from.push(corners.data32F[2 * i]!, corners.data32F[2 * i + 1]!)
      pairs.to.push(found.data32F[2 * i]!, found.data32F[2 * i + 1]!)
    }
    const { width, height } = from
    const points = { from: Float32Array.from(pairs.from), to: Float32Array.from(pairs.to), width, height }
    return fieldsOfViewDeg.map((fieldOfViewDeg) => cameraMotion(points, fieldOfViewDeg))
  } finally {
    for (const mat of made) mat.delete()
  }
}

port.on('message', async (order: TrackOrder) => {
  let answer: TrackAnswer
  try {
    answer = { id: order.id, ok: true, motions: follow((await loading).cv, order) }
  } catch (cause) {
    answer = { id: order.id, ok: false, detail: cause instanceof Error ? cause.message : String(cause) }
  }
  port.postMessage(answer)
})
