import { closeView } from './guides.ts'
import type { HintAnswer, HintQuestion } from './hint-worker.ts'
import { isCardStep, type LookAt, lookWidthPx } from './look.ts'

/** At most so many pictures a second are looked at; a busy computer looks at fewer. */
const leastGapMs = 90

/**
 * Sends pictures of the video to the worker until the returned function is called. A picture is taken only when the
 * one before has been answered, so a slow computer gets fewer hints and not later ones.
 */
export const watchHints = (
  video: HTMLVideoElement,
  lookAt: () => LookAt,
  onAnswer: (answer: HintAnswer) => void,
): (() => void) => {
  const worker = new Worker(new URL('./hint-worker.ts', import.meta.url), { type: 'module' })
  let going = true
  let timer = 0

  const take = async (): Promise<void> => {
    if (!going) return
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return later(leastGapMs)
    const atMs = performance.now()
    const bitmap = await createImageBitmap(video, {
      resizeWidth: lookWidthPx,
      resizeHeight: Math.round((video.videoHeight / video.videoWidth) * lookWidthPx),
      resizeQuality: 'low',
    })
    const at = lookAt()
    const close = isCardStep(at) ? await closePicture() : null
    if (!going)
      return [bitmap, close].forEach((one) => {
        one?.close()
      })
    const question: HintQuestion = { bitmap, close, at, atMs }
    worker.postMessage(question, close ? [bitmap, close] : [bitmap])
  }
  /** A card's print is only as sharp as the camera's own pixels show it. */
  const closePicture = (): Promise<ImageBitmap> => {
    const { x, y, width, height, scaledWidth, scaledHeight } = closeView(video.videoWidth, video.videoHeight)
    const options = { resizeWidth: scaledWidth, resizeHeight: scaledHeight, resizeQuality: 'medium' } as const
    return createImageBitmap(video, x, y, width, height, scaledWidth < width ? options : {})
  }
  const later = (ms: number): void => {
    // A picture that cannot be taken now (a camera that just stopped) is no reason to stop hinting.
    timer = window.setTimeout(() => void take().catch(() => later(leastGapMs)), ms)
  }
  worker.onmessage = ({ data }: MessageEvent<HintAnswer>) => {
    if (!going) return
    onAnswer(data)
    later(Math.max(0, leastGapMs - (performance.now() - data.atMs)))
  }
  later(0)
  return () => {
    going = false
    window.clearTimeout(timer)
    worker.terminate()
  }
}
