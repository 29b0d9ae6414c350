import type { SellerCallRoom } from '#contracts/held-call.ts'
import type { Still, StillResult } from '../../call/grab-still.ts'
import { RequestFailure } from '../../kit/request.ts'
import { type HeardPorts, untilHeard } from './until-heard.ts'

type Asked = SellerCallRoom['snapshotAsked']

export type SnapshotPorts = Omit<HeardPorts, 'signal'> & {
  grab: () => Promise<StillResult>
  put: (askId: string, still: Still) => Promise<unknown>
  /** The picture was taken just now; it may still be on its way. */
  onTaken: () => void
}

export type SnapshotAnswers = {
  /** What the reviewer waits for now. */
  asked(asked: Asked): void
  stop(): void
}

/** A camera that gives nothing now may do so in a moment: it is being unplugged, or changed for another one. */
const grabAgainMs = 700

/** Takes each picture that is asked for once, and brings it to the server however often that has to be tried. [LC4] */
export const openSnapshotAnswers = ({ grab, put, onTaken, wait, random }: SnapshotPorts): SnapshotAnswers => {
  let going: { askId: string; ending: AbortController } | null = null

  const answer = async (askId: string, signal: AbortSignal): Promise<void> => {
    let taken = await grab()
    while (!taken.ok) {
      await wait(grabAgainMs, signal)
      taken = await grab()
    }
    signal.throwIfAborted()
    onTaken()
    const { still } = taken
    await untilHeard({ wait, random, signal }, () => put(askId, still))
  }

  const stop = () => {
    going?.ending.abort(new Error('the picture is no longer asked for'))
    going = null
  }

  return {
    stop,
    asked(asked) {
      // Stays until another one is asked for: the room may be a moment older than the picture that has arrived.
      if (asked === null || asked.askId === going?.askId) return
      stop()
      const ending = new AbortController()
      going = { askId: asked.askId, ending }
      answer(asked.askId, ending.signal).catch((error: unknown) => {
        // A refusal says that nobody waits for it any more.
        if (!ending.signal.aborted && !(error instanceof RequestFailure)) throw error
      })
    },
  }
}
