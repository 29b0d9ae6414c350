import { type FaceCascade, loadFaceCascade } from './face-cascade.ts'
import { greyOf } from './grey.ts'
import { createLook, type LookAt, lookWidthPx } from './look.ts'

/** Off the main thread: pictures in, hints out, one at a time. The page sends the next when it has the answer. */
export type HintQuestion = { bitmap: ImageBitmap; at: LookAt; atMs: number }
export type HintAnswer = { hint: ReturnType<ReturnType<typeof createLook>>['hint']; turnDegrees: number; atMs: number }

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<HintQuestion>) => void) | null
  postMessage: (answer: HintAnswer) => void
}

let cascade: FaceCascade | null = null
// Hints that need no face go on while it loads, and if it should fail.
loadFaceCascade().then(
  (loaded) => {
    cascade = loaded
  },
  () => undefined,
)

const look = createLook(() => cascade)
let canvas: OffscreenCanvas | null = null

scope.onmessage = ({ data: { bitmap, at, atMs } }) => {
  const height = Math.round((bitmap.height / bitmap.width) * lookWidthPx)
  if (!canvas || canvas.height !== height) canvas = new OffscreenCanvas(lookWidthPx, height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return
  context.drawImage(bitmap, 0, 0, lookWidthPx, height)
  bitmap.close()
  const { data } = context.getImageData(0, 0, lookWidthPx, height)
  scope.postMessage({ ...look(greyOf(data, lookWidthPx, height), at, atMs), atMs })
}
