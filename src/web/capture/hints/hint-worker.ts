import { type FaceCascade, loadFaceCascade } from './face-cascade.ts'
import { type Grey, greyOf } from './grey.ts'
import { createLook, type LookAt, lookWidthPx } from './look.ts'

/** Off the main thread: pictures in, hints out, one at a time. The page sends the next when it has the answer. */
export type HintQuestion = { bitmap: ImageBitmap; close: ImageBitmap | null; at: LookAt; atMs: number }
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
/** Reads pictures of one size after the other through one canvas. */
const greyReader = () => {
  let canvas: OffscreenCanvas | null = null
  return (bitmap: ImageBitmap, width: number, height: number): Grey | null => {
    if (!canvas || canvas.width !== width || canvas.height !== height) canvas = new OffscreenCanvas(width, height)
    const context = canvas.getContext('2d', { willReadFrequently: true })
    context?.drawImage(bitmap, 0, 0, width, height)
    bitmap.close()
    return context ? greyOf(context.getImageData(0, 0, width, height).data, width, height) : null
  }
}
const readWhole = greyReader()
const readClose = greyReader()

scope.onmessage = ({ data: { bitmap, close, at, atMs } }) => {
  const picture = readWhole(bitmap, lookWidthPx, Math.round((bitmap.height / bitmap.width) * lookWidthPx))
  const card = close && readClose(close, close.width, close.height)
  if (picture) scope.postMessage({ ...look(picture, at, atMs, card), atMs })
}
