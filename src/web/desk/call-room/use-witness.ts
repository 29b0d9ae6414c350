import { useEffect, useState, useSyncExternalStore } from 'react'
import type { DeskCallRoom } from '#contracts/held-call.ts'
import { openWitnessOutbox, recordWitness, resumeWitnesses } from '../../call/record-witness.ts'
import type { Outbox } from '../../capture/outbox.ts'
import { wait } from '../../capture/wait.ts'
import { completeWitness, putWitnessChunk } from './room-api.ts'
import { type BeginWitness, openWitnessKeeper, type WitnessState } from './witness-keeper.ts'

let outbox: Promise<Outbox> | null = null
const witnessOutbox = (): Promise<Outbox> => {
  outbox ??= openWitnessOutbox()
  return outbox
}

/** Held while a page records a witness, so that another page does not take it for one that was left behind. */
const lockOf = (recordingId: string): string => `countersign-witness-${recordingId}`

const begin: BeginWitness = async (options) => {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await new Promise<void>((resolve) => {
    void navigator.locks.request(lockOf(options.recordingId), () => {
      resolve()
      return held
    })
  })
  try {
    const ports = { outbox: await witnessOutbox(), put: putWitnessChunk, complete: completeWitness }
    const witness = await recordWitness({ ...options, ...ports })
    return { ...witness, stop: () => witness.stop().finally(release) }
  } catch (cause) {
    release()
    throw cause
  }
}

let resuming: Promise<void> | null = null
/** Once a page: what an earlier one could not send any more goes to the server now. */
const resumeLeftBehind = (): void => {
  resuming ??= witnessOutbox().then((opened) =>
    resumeWitnesses({
      outbox: opened,
      put: putWitnessChunk,
      complete: completeWitness,
      wait,
      random: Math.random,
      nowMs: Date.now,
      claim: async (recordingId, work) => {
        await navigator.locks.request(lockOf(recordingId), { ifAvailable: true }, async (lock) => {
          if (lock) await work()
        })
      },
    }),
  )
  resuming.catch(() => {
    resuming = null
  })
}

/** [LC6] What this page sees of the seller is recorded as a witness while it leads the call. */
export const useWitness = (room: DeskCallRoom, seller: MediaStream | null): WitnessState => {
  const [keeper] = useState(() => openWitnessKeeper(begin))
  const { bookingId, held } = room
  const recordingId = held?.witnessRecordingId ?? null
  const over = held === null || held.over !== null
  useEffect(resumeLeftBehind, [])
  useEffect(() => {
    keeper.wish({ recordingId, callId: bookingId, stream: seller, over })
  }, [keeper, recordingId, bookingId, seller, over])
  useEffect(() => () => keeper.close(), [keeper])
  return useSyncExternalStore(keeper.subscribe, keeper.state)
}
