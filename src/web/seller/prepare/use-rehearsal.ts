import { useCallback, useRef, useState } from 'react'
import { startRecorder } from '../../capture/recorder.ts'
import { putChunk, runApi } from '../../capture/run-api.ts'
import { createSender } from '../../capture/sender.ts'
import { wait } from '../../capture/wait.ts'
import { pageOutbox } from '../run/resume-left-behind.ts'

export type RehearsalState =
  | { state: 'ready' }
  | { state: 'starting' }
  | { state: 'recording'; seconds: number }
  | { state: 'sending' }
  | { state: 'sent'; rehearsalId: string }
  | { state: 'failed'; error: unknown }

/** [DV7] Records a few seconds exactly as a run would, sends them and hands them to inspection. No attempt is used. */
export const useRehearsal = (caseId: string) => {
  const [rehearsal, setRehearsal] = useState<RehearsalState>({ state: 'ready' })
  const busy = useRef(false)

  const record = useCallback(
    async (stream: MediaStream) => {
      if (busy.current) return
      busy.current = true
      setRehearsal({ state: 'starting' })
      try {
        const started = await runApi.startRehearsal(caseId)
        const outbox = await pageOutbox()
        const { recordingId } = started
        await outbox.begin({
          recordingId,
          kind: 'rehearsal',
          ownerId: started.rehearsalId,
          state: 'recording',
          madeCount: 0,
          mediaEndMs: 0,
          startedAtMs: Date.now(),
        })
        const sender = createSender({
          outbox,
          recordingId,
          put: putChunk,
          wait,
          random: Math.random,
          onState: () => undefined,
        })
        const sending = sender.run()
        let failure: unknown = null
        const recorder = await startRecorder({
          stream,
          outbox,
          recordingId,
          onChunk: sender.wake,
          onFailure: (cause) => {
            failure = cause
          },
        })
        for (let left = started.seconds; left > 0; left -= 1) {
          setRehearsal({ state: 'recording', seconds: left })
          await wait(1000)
        }
        const mediaMs = recorder.mediaMs()
        const chunkCount = await recorder.stop()
        setRehearsal({ state: 'sending' })
        sender.finish()
        const end = await sending
        if (failure !== null || end !== 'drained') throw failure ?? new Error(`the rehearsal was not sent: ${end}`)
        await runApi.completeRehearsal(started.rehearsalId, { chunkCount, mediaMs })
        await outbox.forget(recordingId)
        setRehearsal({ state: 'sent', rehearsalId: started.rehearsalId })
      } catch (error) {
        setRehearsal({ state: 'failed', error })
      } finally {
        busy.current = false
      }
    },
    [caseId],
  )
  return { rehearsal, record }
}
