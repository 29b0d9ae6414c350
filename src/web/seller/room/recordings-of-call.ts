import { RequestFailure } from '../../kit/request.ts'
import type { HeldPorts } from './hold-call.ts'
import type { CallRecording } from './record-call.ts'
import { untilHeard } from './until-heard.ts'

export type CallRecordings = {
  /** Records this stream from now on; without an id the server opens another recording for it. */
  begin(attemptId: string, stream: MediaStream, recordingId: string | null): void
  /** Where the recording stands now, by its own time. */
  facts(): { mediaMs: number; chunkCount: number }
  /** The call is over: resolves when the server has it all, or takes no more. */
  finish(): Promise<void>
  giveUp(): Promise<void>
}

/** A recorder that fails again and again does not get better. */
const triesAtMost = 3

/**
 * The recordings of one page in one call: usually one, and another after a camera was changed or a recorder failed, since
 * a recorder cannot go on with a file that it did not begin. The call itself goes on without any. [CP5]
 */
export const openRecordings = ({ record, newRecording, change, wait, random }: HeldPorts): CallRecordings => {
  let current: CallRecording | null = null
  let changing = Promise.resolve()
  let tries = 0
  let no = 0
  const ended = new AbortController()

  const start = async (attemptId: string, stream: MediaStream, given: string | null): Promise<void> => {
    if (ended.signal.aborted) return
    const before = current
    current = null
    no += 1
    const own = no
    // The rest of the one before is sent beside this one.
    void before?.giveUp()
    try {
      const signal = ended.signal
      const recordingId = given ?? (await untilHeard({ wait, random, signal }, newRecording)).recordingId
      current = await record(
        { stream, attemptId, recordingId },
        {
          onState: (recording) => own === no && change({ recording }),
          onFailure: () => own === no && begin(attemptId, stream, null),
        },
      )
      change({ recorder: 'on' })
    } catch (error) {
      if (ended.signal.aborted) return
      // What the server refuses it will refuse again; a recorder may have met a camera that was not ready.
      if (error instanceof RequestFailure || tries >= triesAtMost) return change({ recorder: 'failed' })
      tries += 1
      await wait(tries * 500)
      await start(attemptId, stream, null)
    }
  }

  const begin = (attemptId: string, stream: MediaStream, recordingId: string | null) => {
    if (recordingId === null) tries += 1
    if (tries > triesAtMost) return change({ recorder: 'failed' })
    changing = changing.then(() => start(attemptId, stream, recordingId))
  }

  return {
    begin,
    facts: () => ({ mediaMs: current?.mediaMs() ?? 0, chunkCount: current?.chunkCount() ?? 0 }),
    finish: async () => {
      ended.abort(new Error('the call is over'))
      await changing
      await current?.finish()
    },
    giveUp: async () => {
      ended.abort(new Error('the call is left'))
      await changing
      await current?.giveUp()
    },
  }
}
