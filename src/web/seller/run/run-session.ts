import { openAttempts } from '../../capture/begin-attempt.ts'
import { conductRun, RunRefused, type RunView } from '../../capture/conduct-run.ts'
import { type FocusLossKind, watchFocus } from '../../capture/focus-watch.ts'
import type { Outbox } from '../../capture/outbox.ts'
import { type Recorder, startRecorder } from '../../capture/recorder.ts'
import { type AttemptStarted, type CaptureStep, putChunk, runApi } from '../../capture/run-api.ts'
import { createSender, type Sender, type SenderEnd } from '../../capture/sender.ts'
import { retryPauseMs, wait } from '../../capture/wait.ts'
import { openMedia, rememberedDevices, stopMedia } from '../../device-check/open-media.ts'
import { RequestFailure } from '../../kit/request.ts'
import { noteRunOfTab, pageOutbox, recordingLock } from './resume-left-behind.ts'

/**
 * One run from opening the camera to the last durable chunk. It is
 * - `starting`: camera, attempt and recorder are being opened;
 * - `running`: the conductor leads through the steps, `view` says which;
 * - `over`: the server has the result of `attemptId`; the rest of the recording may still be on its way;
 * - `stopped`: it cannot go on, `why` says so.
 * A run that was started on the server is never silently dropped: what was recorded stays in the outbox.
 */
export type RunState =
  | { phase: 'starting' }
  | { phase: 'running'; stream: MediaStream; view: RunView }
  | { phase: 'over'; attemptId: string }
  | { phase: 'stopped'; why: StopReason; attemptId: string | null; error: unknown }

export type StopReason = 'media' | 'refused' | 'recorder' | 'camera' | 'conflict' | 'expired'

export type RunSnapshot = {
  run: RunState
  /** `waiting`: the run itself cannot go on before the server answers; `lost`: only sending is behind. */
  connection: 'ok' | 'lost' | 'waiting'
  /** Chunks that are not durable yet. */
  waiting: number
  /** The page is about to be counted as left. */
  warned: boolean
}

export type RunSession = {
  subscribe: (listener: () => void) => () => void
  snapshot: () => RunSnapshot
  /** Once; resolves when the run is over or stopped. */
  start: (caseId: string) => Promise<void>
  /** The seller is done with a step that has no prompts, or what it asks for was seen long enough. */
  satisfy: () => void
  /** Closes the camera. During the steps this is leaving the page, and is reported as that; later it changes nothing. */
  close: () => void
}

class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly why: StopReason | 'left'
  constructor(why: StopReason | 'left', cause?: unknown) {
    super(why, { cause })
    this.why = why
  }
}

const beginAttempt = openAttempts()

export const createRunSession = (): RunSession => {
  let snapshot: RunSnapshot = { run: { phase: 'starting' }, connection: 'ok', waiting: 0, warned: false }
  const listeners = new Set<() => void>()
  const change = (part: Partial<RunSnapshot>) => {
    snapshot = { ...snapshot, ...part }
    for (const listener of listeners) listener()
  }
  const ending = new AbortController()
  const end = (why: StopReason | 'left', cause?: unknown) => ending.abort(new Stopped(why, cause))
  let stream: MediaStream | null = null
  let satisfied: (() => void) | null = null
  let leave: (() => void) | null = null
  let stepsAreDone = false
  let sending: 'ok' | 'lost' = 'ok'
  let asking: 'ok' | 'lost' = 'ok'
  const tellConnection = () => change({ connection: asking === 'lost' ? 'waiting' : sending })

  const start = async (caseId: string): Promise<void> => {
    let attempt: AttemptStarted | null = null
    try {
      stream = await openCamera()
      ending.signal.throwIfAborted()
      attempt = await beginAttempt(caseId, {
        startAttempt: runApi.startAttempt,
        newKey: () => crypto.randomUUID(),
        wait,
        random: Math.random,
        signal: ending.signal,
      })
      await navigator.locks.request(recordingLock(attempt.recordingId), () => record(attempt as AttemptStarted))
      change({ run: { phase: 'over', attemptId: attempt.attemptId } })
    } catch (error) {
      const reason = ending.signal.aborted ? ending.signal.reason : error
      const why = reason instanceof Stopped ? reason.why : whyOf(reason)
      if (attempt && (why === 'left' || why === 'ended'))
        change({ run: { phase: 'over', attemptId: attempt.attemptId } })
      else
        change({
          run: {
            phase: 'stopped',
            why: why === 'left' || why === 'ended' ? 'refused' : why,
            attemptId: attempt?.attemptId ?? null,
            error: reason,
          },
        })
    } finally {
      stopMedia(stream)
    }
  }

  const openCamera = async (): Promise<MediaStream> => {
    const opened = await openMedia(rememberedDevices())
    if (!opened.ok) throw new Stopped('media', opened.error)
    if (opened.microphoneError) {
      stopMedia(opened.stream)
      throw new Stopped('media', opened.microphoneError)
    }
    for (const track of opened.stream.getTracks()) track.addEventListener('ended', () => end('camera'))
    return opened.stream
  }

  const record = async (attempt: AttemptStarted): Promise<void> => {
    const outbox = await pageOutbox()
    const { recordingId, attemptId } = attempt
    noteRunOfTab(attemptId)
    await outbox.begin({
      recordingId,
      kind: 'attempt',
      ownerId: attemptId,
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
      onState: ({ waiting, connection }) => {
        sending = connection
        change({ waiting })
        tellConnection()
      },
    })
    const sent = sender.run()
    // A sender that ends before it was told to has met something that waiting does not mend.
    void sent.then((how) => how !== 'drained' && how !== 'stopped' && how !== 'closed' && end('conflict', how))
    const recorder = await startRecorder({
      stream: stream as MediaStream,
      outbox,
      recordingId,
      onChunk: sender.wake,
      onFailure: (cause) => end('recorder', cause),
    }).catch((cause: unknown) => {
      throw new Stopped('recorder', cause)
    })
    const unwatch = watchPage(attempt, recorder)
    const onStepsDone = () => {
      stepsAreDone = true
      unwatch()
    }
    try {
      await conductRun(attempt, {
        api: runApi,
        wait,
        random: Math.random,
        mediaMs: recorder.mediaMs,
        show: (view) => change({ run: { phase: 'running', stream: stream as MediaStream, view } }),
        onConnection: (connection) => {
          asking = connection
          tellConnection()
        },
        stepSatisfied,
        finishRecording: () => finishRecording(recorder, sender, sent, outbox, recordingId, onStepsDone),
        signal: ending.signal,
      })
      await outbox.forget(recordingId)
    } finally {
      unwatch()
      noteRunOfTab(null)
      // Whatever ended the run, its evidence is brought home in the background. [CP5]
      void bringHome(recorder, sender, sent, outbox, recordingId, attemptId)
    }
  }

  const stepSatisfied = (_step: CaptureStep, signal: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      satisfied = resolve
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    })

  /** [CK10] Reports that the page was left; only the server knows whether that ends the run. */
  const watchPage = (attempt: AttemptStarted, recorder: Recorder): (() => void) => {
    let reported = false
    const report = async (kind: FocusLossKind) => {
      if (reported && kind !== 'left') return
      reported = true
      // Nothing is waited for before this is sent: a page that is being left gets no second turn.
      const facts = { kind, mediaMs: recorder.mediaMs(), chunkCount: recorder.chunkCount() }
      for (let failures = 0; !ending.signal.aborted; failures += 1) {
        try {
          const judged = await runApi.focusLoss(attempt.attemptId, facts)
          if (judged.outcome !== 'running') return end('left')
          reported = false
          return change({ warned: false })
        } catch (error) {
          if (!(error instanceof RequestFailure) || error.kind === 'refused') return end('left')
          await wait(retryPauseMs(failures, Math.random))
        }
      }
    }
    leave = () => void report('left')
    const stop = watchFocus({
      page: document,
      view: window,
      setTimer: (work, ms) => window.setTimeout(work, ms),
      clearTimer: (id) => window.clearTimeout(id),
      onLoss: (kind) => void report(kind),
      onWarning: (warned) => change({ warned }),
    })
    const askBeforeLeaving = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', askBeforeLeaving)
    return () => {
      leave = null
      stop()
      window.removeEventListener('beforeunload', askBeforeLeaving)
    }
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    snapshot: () => snapshot,
    start,
    satisfy: () => {
      satisfied?.()
      satisfied = null
    },
    close: () => {
      if (leave) leave()
      else if (!stepsAreDone) end('left')
      stopMedia(stream)
    },
  }
}

/** The steps are done: from here on the page may be left, since only sending remains. */
const finishRecording = async (
  recorder: Recorder,
  sender: Sender,
  sent: Promise<SenderEnd>,
  outbox: Outbox,
  recordingId: string,
  onStepsDone: () => void,
): Promise<{ chunkCount: number; mediaMs: number }> => {
  const mediaMs = recorder.mediaMs()
  const chunkCount = await recorder.stop()
  await outbox.finish(recordingId)
  onStepsDone()
  sender.finish()
  const how = await sent
  if (how !== 'drained') throw new Stopped('conflict', how)
  return { chunkCount, mediaMs }
}

const bringHome = async (
  recorder: Recorder,
  sender: Sender,
  sent: Promise<SenderEnd>,
  outbox: Outbox,
  recordingId: string,
  attemptId: string,
): Promise<void> => {
  await recorder.stop()
  sender.finish()
  const how = await sent
  const [marker] = (await outbox.markers()).filter((one) => one.recordingId === recordingId)
  // A finished recording that was not completed is left for the next page, which knows what to do with it.
  if (marker && marker.ownerId === attemptId && marker.state === 'recording' && (how === 'drained' || how === 'closed'))
    await outbox.forget(recordingId)
}

const whyOf = (error: unknown): StopReason | 'ended' => {
  if (error instanceof RunRefused)
    return error.code === 'challenge-expired' ? 'expired' : error.code === 'attempt-not-running' ? 'ended' : 'refused'
  return error instanceof RequestFailure ? 'refused' : 'recorder'
}
