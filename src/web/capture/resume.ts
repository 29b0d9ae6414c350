import { RequestFailure } from '../kit/request.ts'
import type { Outbox, RunMarker } from './outbox.ts'
import type { RunApi } from './run-api.ts'
import { createSender, type SenderPorts } from './sender.ts'
import { retryPauseMs, type Wait } from './wait.ts'

/** Recordings nobody asked for any more are forgotten after this. */
const keepForMs = 3 * 24 * 60 * 60_000

export type ResumePorts = {
  outbox: Outbox
  api: Pick<RunApi, 'focusLoss' | 'complete'>
  put: SenderPorts['put']
  wait: Wait
  random: () => number
  nowMs: () => number
  /** Runs the work unless another page is recording this very recording now. */
  claim: (recordingId: string, work: () => Promise<void>) => Promise<void>
}

/**
 * Brings recordings to an end that an earlier page left behind. One whose steps were all done is only sent and
 * completed; one that was still being recorded is reported as reloaded, which ends the attempt where the program says
 * so, and what was recorded of it is sent all the same: the evidence survives. A call goes on without its page, so leaving
 * it is told of by its room; its recording is only sent, and completed where the call is over. [CP5] [CK10]
 */
export const resumeRecordings = async (ports: ResumePorts): Promise<void> => {
  for (const marker of await ports.outbox.markers())
    await ports.claim(marker.recordingId, () => resumeOne(marker, ports))
}

const resumeOne = async (marker: RunMarker, ports: ResumePorts): Promise<void> => {
  const { outbox, api, nowMs } = ports
  if (marker.kind === 'rehearsal' || nowMs() - marker.startedAtMs > keepForMs) return outbox.forget(marker.recordingId)
  const whole = { chunkCount: marker.madeCount, mediaMs: marker.mediaEndMs }
  if (marker.state === 'recording' && marker.kind === 'attempt') {
    const told = await untilTold(ports, () => api.focusLoss(marker.ownerId, { kind: 'reloaded', ...whole }))
    // Another seller is signed in now: theirs is not to be judged here, and nothing is thrown away.
    if (told === 'refused') return
  }
  const sent = await drain(marker.recordingId, ports)
  if (sent !== 'drained' && sent !== 'closed') return
  if (marker.state === 'finished' || (await isLastOfCall(marker, outbox)))
    await untilTold(ports, () => api.complete(marker.ownerId, whole))
  await outbox.forget(marker.recordingId)
}

/**
 * A call that ended while no page was there to see it. While it goes on the server refuses to complete it, and another
 * recording of it ends with it.
 */
const isLastOfCall = async ({ kind, ownerId, startedAtMs, madeCount }: RunMarker, outbox: Outbox): Promise<boolean> => {
  if (kind !== 'call' || madeCount === 0) return false
  const markers = await outbox.markers()
  return !markers.some((other) => other.ownerId === ownerId && other.startedAtMs > startedAtMs)
}

type SendingPorts = Pick<ResumePorts, 'outbox' | 'put' | 'wait' | 'random'>

/** Sends what still waits of a recording that nobody records any more. */
export const drain = (recordingId: string, { outbox, put, wait, random }: SendingPorts) => {
  const sender = createSender({ outbox, recordingId, put, wait, random, onState: () => undefined })
  sender.finish()
  return sender.run()
}

/** Tells the server something until it has heard it, or refuses it. */
export const untilTold = async (
  ports: Pick<ResumePorts, 'wait' | 'random'>,
  tell: () => Promise<unknown>,
): Promise<'told' | 'refused'> => {
  for (let failures = 0; ; failures += 1) {
    try {
      await tell()
      return 'told'
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      if (error.kind === 'refused') return 'refused'
      await ports.wait(retryPauseMs(failures, ports.random))
    }
  }
}
