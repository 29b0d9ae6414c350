/**
 * A picture of the seller's own camera at its full resolution, taken at the sender: what arrives in a call starts small
 * and stays compressed, so no document is read from it. [LC4]
 */
export type Still = {
  jpeg: Blob
  widthPx: number
  heightPx: number
  /** When it was taken, by the page's monotonic clock. */
  takenAtMs: number
}

export type StillResult =
  | { ok: true; still: Still }
  /** `no-picture`: the camera gives none (ended, or nothing within the time limit); `too-large`: for the server. */
  | { ok: false; refusal: 'no-picture' | 'too-large' }

/** One picture as it came from the camera, drawn as often as needed. */
export type Picture = {
  widthPx: number
  heightPx: number
  takenAtMs: number
  toJpeg(quality01: number): Promise<Blob>
}

/** Print stays legible at the first; the others are for cameras whose noise makes a picture too large. */
const qualities01 = [0.92, 0.85, 0.75] as const
const largestBytes = 4 * 1024 * 1024
const timeoutMs = 3000

/** Takes a still from a running camera track. Never rejects. */
export const grabStill = async (track: MediaStreamTrack, take = takePicture): Promise<StillResult> => {
  if (track.readyState === 'ended') return { ok: false, refusal: 'no-picture' }
  const picture = await take(track).catch(() => null)
  if (!picture || picture.widthPx === 0) return { ok: false, refusal: 'no-picture' }
  for (const quality01 of qualities01) {
    const jpeg = await picture.toJpeg(quality01).catch(() => null)
    if (!jpeg) return { ok: false, refusal: 'no-picture' }
    if (jpeg.size > largestBytes) continue
    const { widthPx, heightPx, takenAtMs } = picture
    return { ok: true, still: { jpeg, widthPx, heightPx, takenAtMs } }
  }
  return { ok: false, refusal: 'too-large' }
}

/** Chromium's short way. Firefox has no `grabFrame`, and the type library does not know it. */
type FrameGrabber = { grabFrame(): Promise<ImageBitmap> }
type WithGrabber = { ImageCapture?: new (track: MediaStreamTrack) => FrameGrabber }

const takePicture = async (track: MediaStreamTrack): Promise<Picture> => {
  const { ImageCapture } = globalThis as unknown as WithGrabber
  // It refuses now and then while the camera changes; the other way works whenever a picture is shown at all.
  const grabbed = ImageCapture && (await inTime(new ImageCapture(track).grabFrame()).catch(() => null))
  if (!grabbed) return throughVideo(track)
  const picture = drawn(grabbed, grabbed.width, grabbed.height)
  grabbed.close()
  return picture
}

const throughVideo = async (track: MediaStreamTrack): Promise<Picture> => {
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  video.srcObject = new MediaStream([track])
  try {
    const shown = new Promise<void>((resolve) => {
      video.onloadeddata = () => resolve()
    })
    await inTime(video.play().then(() => shown))
    return drawn(video, video.videoWidth, video.videoHeight)
  } finally {
    video.pause()
    video.srcObject = null
  }
}

const drawn = (source: CanvasImageSource, widthPx: number, heightPx: number): Picture => {
  const canvas = document.createElement('canvas')
  canvas.width = widthPx
  canvas.height = heightPx
  canvas.getContext('2d')?.drawImage(source, 0, 0)
  return {
    widthPx,
    heightPx,
    takenAtMs: performance.now(),
    toJpeg: (quality01) =>
      new Promise((resolve, reject) =>
        canvas.toBlob(
          (blob) => (blob ? resolve(blob) : reject(new Error('the picture cannot be written'))),
          'image/jpeg',
          quality01,
        ),
      ),
  }
}

const inTime = <T>(work: Promise<T>): Promise<T> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no picture came in time')), timeoutMs)
  })
  return Promise.race([work, late]).finally(() => clearTimeout(timer))
}
