import { openOutbox } from '../capture/indexed-outbox.ts'
import type { Outbox } from '../capture/outbox.ts'
import { startRecorder } from '../capture/recorder.ts'
import type { RecordingRate } from '../capture/recording-format.ts'
import { drain, type ResumePorts, untilTold } from '../capture/resume.ts'
import { createSender, type SenderPorts, type SenderState } from '../capture/sender.ts'
import { wait } from '../capture/wait.ts'
import { openSeenStream } from './seen-stream.ts'

/**
 * The witness of a call: what the reviewer's browser saw and heard of the seller, recorded at a low rate and sent the
 * same way as the seller's own recording. It is looked at only where that one is missing or doubted, so the call and the
 * seller's upload come first.
 *
 * One page makes one witness; a reviewer who comes back begins another recording, since a recorder cannot go on with a
 * file that it did not begin.
 */
export type WitnessOptions = {
  /** Picture and sound of the seller as they stand now; see `follow`. */
  stream: MediaStream | null
  recordingId: string
  callId: string
  /** One of its own (`openWitnessOutbox`), so that a seller's page of the same browser does not find it. */
  outbox: Outbox
  put: SenderPorts['put']
  /** Tells the server that the witness is whole. */
  complete: (recordingId: string, whole: WitnessWhole) => Promise<unknown>
  onState?: (state: SenderState) => void
  /** Nothing more will come: the recorder, the disk or the server failed. The call goes on without. */
  onFailure?: (cause: unknown) => void
}

export type WitnessWhole = { chunkCount: number; mediaMs: number }

export type Witness = {
  /** The witness's own time, to match it with the seller's recording. */
  mediaMs(): number
  /** The seller is seen through this stream from now on, after a new connection. */
  follow(stream: MediaStream | null): void
  /** Ends the recording; resolves when the server has all of it, or cannot take it. */
  stop(): Promise<void>
}

/** Where witnesses wait for the server; apart from what a seller's page of the same browser keeps. */
export const openWitnessOutbox = (): Promise<Outbox> => openOutbox(indexedDB, 'countersign-witness')

const witnessRate: RecordingRate = { videoBitsPerSecond: 250_000, audioBitsPerSecond: 32_000 }

/** Starts to record; rejects when this browser cannot. */
export const recordWitness = async (options: WitnessOptions): Promise<Witness> => {
  const { recordingId, callId, outbox, put, complete, onState = () => undefined, onFailure = () => undefined } = options
  const seen = openSeenStream(options.stream)
  const sender = createSender({ outbox, recordingId, put, wait, random: Math.random, onState })
  const begun = { recordingId, ownerId: callId, madeCount: 0, mediaEndMs: 0, startedAtMs: Date.now() }
  await outbox.begin({ ...begun, kind: 'witness', state: 'recording' })
  const recorder = await startRecorder({
    stream: seen.stream,
    outbox,
    recordingId,
    rate: witnessRate,
    onChunk: sender.wake,
    onFailure,
  }).catch(async (cause: unknown) => {
    seen.close()
    await outbox.forget(recordingId)
    throw cause
  })
  const sent = sender.run()
  void sent.then((how) => how !== 'drained' && how !== 'stopped' && onFailure(how))

  const stop = async () => {
    const mediaMs = recorder.mediaMs()
    const chunkCount = await recorder.stop()
    seen.close()
    await outbox.finish(recordingId)
    sender.finish()
    const how = await sent
    if (how === 'drained') await untilTold(ports, () => complete(recordingId, { chunkCount, mediaMs }))
    if (how === 'drained' || how === 'closed') await outbox.forget(recordingId)
  }
  let stopped: Promise<void> | null = null
  return {
    mediaMs: recorder.mediaMs,
    follow: seen.follow,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

const ports = { wait, random: Math.random }

/** Witnesses that nobody asked for any more are forgotten after this. */
const keepForMs = 3 * 24 * 60 * 60_000

/** Brings witnesses home that an earlier page left behind, also one that was cut off in the middle: it is whole as it is. */
export const resumeWitnesses = async (
  given: Pick<ResumePorts, 'outbox' | 'put' | 'wait' | 'random' | 'nowMs' | 'claim'> & Pick<WitnessOptions, 'complete'>,
): Promise<void> => {
  const { outbox, nowMs, claim, complete } = given
  for (const { recordingId, madeCount, mediaEndMs, startedAtMs } of await outbox.markers())
    await claim(recordingId, async () => {
      if (nowMs() - startedAtMs > keepForMs) return outbox.forget(recordingId)
      const how = await drain(recordingId, given)
      if (how !== 'drained' && how !== 'closed') return
      const whole = { chunkCount: madeCount, mediaMs: mediaEndMs }
      if (how === 'drained') await untilTold(given, () => complete(recordingId, whole))
      await outbox.forget(recordingId)
    })
}
