import type { Outbox } from '../../capture/outbox.ts'
import type { Recorder, RecorderPorts } from '../../capture/recorder.ts'
import { untilTold } from '../../capture/resume.ts'
import type { RunApi } from '../../capture/run-api.ts'
import { createSender, type SenderPorts } from '../../capture/sender.ts'
import type { Wait } from '../../capture/wait.ts'

/** How the recording of a call stands at the server. */
export type RecordingState = {
  /** Chunks made so far, and those that are not durable yet. */
  made: number
  waiting: number
  connection: 'ok' | 'lost'
}

export type CallRecordingPorts = {
  outbox: Outbox
  put: SenderPorts['put']
  complete: RunApi['complete']
  startRecorder: (ports: RecorderPorts) => Promise<Recorder>
  /** Holds what other windows of this browser look at to see that this recording is alive, until the work is done. */
  hold: (recordingId: string, work: () => Promise<void>) => Promise<void>
  wait: Wait
  random: () => number
  nowMs: () => number
  onState: (state: RecordingState) => void
  /** Nothing more will come of this recording; what was made of it is sent all the same. */
  onFailure: (cause: unknown) => void
}

export type CallRecording = {
  mediaMs(): number
  chunkCount(): number
  /** The call is over: resolves when the server has the whole recording, or takes no more of it. Asked again, the same. */
  finish(): Promise<void>
  /** Another recording takes its place: ends it, and resolves when the rest of it was sent. */
  giveUp(): Promise<void>
}

/**
 * Records the seller's own camera for as long as the call goes on, the same way as in a run: chunks wait in the outbox
 * until they are durable, so a slow uplink records on, and a page that is loaded anew loses nothing. [CP5] [LC6]
 */
export const recordCall = async (
  { stream, attemptId, recordingId }: { stream: MediaStream; attemptId: string; recordingId: string },
  ports: CallRecordingPorts,
): Promise<CallRecording> => {
  const { outbox, put, complete, wait, random, onState, onFailure } = ports
  const begun = { recordingId, ownerId: attemptId, madeCount: 0, mediaEndMs: 0, startedAtMs: ports.nowMs() }
  await outbox.begin({ ...begun, kind: 'call', state: 'recording' })
  let recorder: Recorder | null = null
  let finished: Promise<void> | null = null
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  void ports.hold(recordingId, () => held)
  const sender = createSender({
    outbox,
    recordingId,
    put,
    wait,
    random,
    onState: ({ waiting, connection }) => onState({ made: recorder?.chunkCount() ?? 0, waiting, connection }),
  })
  const sent = sender.run()
  // A sender that ends before it was told to has met something that waiting does not mend.
  void sent.then((how) => how !== 'drained' && how !== 'stopped' && how !== 'closed' && onFailure(how))
  try {
    recorder = await ports.startRecorder({ stream, outbox, recordingId, onChunk: sender.wake, onFailure })
  } catch (cause) {
    sender.stop()
    await outbox.forget(recordingId)
    release()
    throw cause
  }
  const { mediaMs, chunkCount, stop } = recorder

  const end = async (isWhole: boolean): Promise<void> => {
    const endMs = mediaMs()
    const count = await stop()
    if (isWhole) await outbox.finish(recordingId)
    sender.finish()
    const how = await sent
    if (how === 'drained' && isWhole && count > 0)
      await untilTold({ wait, random }, () => complete(attemptId, { chunkCount: count, mediaMs: endMs }))
    if (how === 'drained' || how === 'closed') await outbox.forget(recordingId)
    release()
  }

  return {
    mediaMs,
    chunkCount,
    finish: () => {
      finished ??= end(true)
      return finished
    },
    giveUp: () => {
      finished ??= end(false)
      return finished
    },
  }
}
