import { sha256Hex } from './digest.ts'
import type { Outbox } from './outbox.ts'
import { openRecordedEnd } from './recorded-end.ts'
import { openRecordingClock, type RecordingClock } from './recording-clock.ts'
import { chooseFormat, chunkMs, keyFrameMs, type RecordingRate, sellerRate } from './recording-format.ts'

export type Recorder = {
  /** The recording's own time, set right by what was recorded. */
  mediaMs(): number
  /** Chunks made so far; known at once, also while the page is being left. */
  chunkCount(): number
  /** Ends the recording; resolves with the number of chunks when the last one is in the outbox. */
  stop(): Promise<number>
}

export type RecorderPorts = {
  stream: MediaStream
  outbox: Outbox
  recordingId: string
  /** The seller's own recording is what is inspected; others may be content with less. */
  rate?: RecordingRate
  /** A chunk is in the outbox. */
  onChunk: () => void
  /** The recorder or the outbox failed; nothing more will come. */
  onFailure: (cause: unknown) => void
}

/** A newer option of MediaRecorder that the type library does not know yet. */
type RecorderOptions = MediaRecorderOptions & { videoKeyFrameIntervalDuration?: number }

/**
 * Records camera and microphone into numbered chunks. Resolves when the recorder has really started, so that its clock
 * and the media's begin together.
 */
export const startRecorder = async ({
  stream,
  outbox,
  recordingId,
  rate = sellerRate,
  onChunk,
  onFailure,
}: RecorderPorts): Promise<Recorder> => {
  const mimeType = chooseFormat((type) => MediaRecorder.isTypeSupported(type))
  if (mimeType === null) throw new Error('this browser records no format that we can read')
  const options: RecorderOptions = { mimeType, ...rate, videoKeyFrameIntervalDuration: keyFrameMs }
  const recorder = new MediaRecorder(stream, options)
  const recordedEnd = openRecordedEnd()
  let clock: RecordingClock | null = null
  let count = 0
  let storing = Promise.resolve()
  const mediaMs = () => clock?.mediaMs() ?? 0

  recorder.ondataavailable = ({ data }) => {
    if (data.size === 0) return
    const seq = count++
    const atMs = performance.now()
    const mediaEndMs = mediaMs()
    // One after the other, so that the outbox never holds a number without the ones before it.
    storing = storing
      .then(async () => {
        const bytes = await data.arrayBuffer()
        const endMs = recordedEnd.add(new Uint8Array(bytes))
        if (endMs !== null) clock?.recorded(atMs, endMs)
        await outbox.put({ recordingId, seq, sha256: await sha256Hex(bytes), mediaEndMs, bytes })
        onChunk()
      })
      .catch(onFailure)
  }
  recorder.onerror = (event) => onFailure(event)
  const stopped = new Promise<void>((resolve) => {
    recorder.onstop = () => resolve()
  })
  await new Promise<void>((resolve, reject) => {
    recorder.onstart = () => resolve()
    recorder.addEventListener('error', reject, { once: true })
    recorder.start(chunkMs)
  })
  clock = openRecordingClock(() => performance.now())

  return {
    mediaMs,
    chunkCount: () => count,
    stop: async () => {
      if (recorder.state !== 'inactive') recorder.stop()
      await stopped
      await storing
      return count
    },
  }
}
