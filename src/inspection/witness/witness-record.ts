import type { FrameStamp, RecordingDecoder } from '../media/decoder-types.ts'
import { openDecoder } from '../media/recording-decoder.ts'
import { runLimits } from '../run-limits.ts'

/** What became of one witness: its frames as stamps, and whether it could be decoded at all. */
export type WitnessSeen = { id: string; frames: FrameStamp[]; unreadable: boolean }

/** A witness is recorded at 250 kbit/s, twenty minutes of it are 40 MB. */
const witnessLimits = {
  ...runLimits,
  recordingBytes: 256 * 2 ** 20,
  cpuTimeMs: 3 * 60_000,
  residentBytes: 400 * 2 ** 20,
}
/** A reviewer whose page is loaded anew begins another witness; more than these are not looked at. */
const maxWitnesses = 8

/**
 * Decodes the witnesses of one call, each in a bounded child of its own while it grows. No picture leaves a child: the
 * stamps it keeps of every frame are enough. `wanted`: the program asks for the comparison; otherwise bytes are dropped.
 */
export const openWitnessRecord = ({ wanted }: { wanted: boolean }) => {
  const witnesses = new Map<string, { decoder: RecordingDecoder; frames: FrameStamp[] }>()
  const open = (id: string) => {
    const frames: FrameStamp[] = []
    const decoder = openDecoder({
      limits: witnessLimits,
      sampling: { framesPerSecond: 0, spans: [] },
      whenBehind: 'wait',
      onStamps: (stamps) => {
        frames.push(...stamps)
      },
    })
    const witness = { decoder, frames }
    witnesses.set(id, witness)
    return witness
  }
  return {
    /** The next bytes of a witness, in order; resolves when more can be taken. */
    async push(id: string, bytes: Uint8Array): Promise<void> {
      if (!wanted || (!witnesses.has(id) && witnesses.size >= maxWitnesses)) return
      await (witnesses.get(id) ?? open(id)).decoder.push(bytes)
    },
    /** No more bytes will come of any. */
    async finish(): Promise<WitnessSeen[]> {
      return Promise.all(
        [...witnesses].map(async ([id, { decoder, frames }]) => {
          const result = await decoder.finish()
          return { id, frames, unreadable: !result.ok && frames.length === 0 }
        }),
      )
    },
    async abort(): Promise<void> {
      for (const { decoder } of witnesses.values()) decoder.kill()
      await Promise.all([...witnesses.values()].map(({ decoder }) => decoder.done.catch(() => {})))
    },
  }
}
