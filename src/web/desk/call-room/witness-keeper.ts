import type { Witness, WitnessOptions } from '../../call/record-witness.ts'

/**
 * Keeps the witness of a call while this page leads it: begins when the seller is seen and the server has said where it
 * goes, follows the seller's picture through every new connection, and ends with the call. What fails is not begun anew
 * under the same name: the server would take two recordings for one. [LC6]
 */
export type WitnessWish = { recordingId: string | null; callId: string; stream: MediaStream | null; over: boolean }

export type WitnessState = 'none' | 'recording' | 'sending' | 'sent' | 'failed'

export type WitnessKeeper = {
  wish(wish: WitnessWish): void
  state(): WitnessState
  subscribe(listener: () => void): () => void
  /** The page goes; what was recorded is brought home now or by a later page. */
  close(): void
}

/** Begins one witness; `WitnessOptions` without what the caller of the keeper has to give. */
export type BeginWitness = (
  options: Pick<WitnessOptions, 'recordingId' | 'callId' | 'stream' | 'onFailure'>,
) => Promise<Witness>

export const openWitnessKeeper = (begin: BeginWitness): WitnessKeeper => {
  const listeners = new Set<() => void>()
  const begun = new Set<string>()
  let state: WitnessState = 'none'
  let running: { recordingId: string; witness: Promise<Witness | null> } | null = null
  let latest: WitnessWish | null = null

  const become = (next: WitnessState) => {
    if (state === next) return
    state = next
    for (const listener of listeners) listener()
  }

  const end = () => {
    const ended = running
    running = null
    if (!ended) return
    become('sending')
    void ended.witness
      .then((witness) => witness?.stop().then(() => true))
      .then((isSent) => running === null && become(isSent ? 'sent' : 'failed'))
      .catch(() => running === null && become('failed'))
  }

  const start = (recordingId: string, callId: string, stream: MediaStream) => {
    begun.add(recordingId)
    become('recording')
    const onFailure = () => {
      if (running?.recordingId === recordingId) become('failed')
    }
    const witness = begin({ recordingId, callId, stream, onFailure }).then(
      (opened) => {
        // The line may have changed while the recorder was being opened.
        if (latest?.recordingId === recordingId && latest.stream) opened.follow(latest.stream)
        return opened
      },
      () => {
        onFailure()
        return null
      },
    )
    running = { recordingId, witness }
  }

  return {
    wish(wish) {
      const { recordingId, callId, stream, over } = wish
      const before = latest
      latest = wish
      if (running && (over || recordingId !== running.recordingId)) end()
      if (running) {
        if (stream && stream !== before?.stream) void running.witness.then((witness) => witness?.follow(stream))
        return
      }
      if (recordingId !== null && stream && !over && !begun.has(recordingId)) start(recordingId, callId, stream)
    },
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: end,
  }
}
