import type { StepSpan } from '#domain/run-plan.ts'
import type { ModelWorker } from '../models/model-worker.ts'
import type { LookReply } from '../models/model-worker-messages.ts'
import type { Box, Quad, RgbImage } from '../vision/image.ts'
import { sharpness, smallGrey } from './small-grey.ts'
import { openTurnFollower, type TurnMeasurement } from './turn-follower.ts'

/** A picture of the turn that is kept: for a person to see the room, and to look for the card in the hand. */
export type PanView = {
  atMs: number
  widthPx: number
  heightPx: number
  /** Name of the JPEG. */
  picture: string | null
  /** Mean strength of edges; comparable within one turn only. */
  sharpness: number
  lookedForCard: boolean
  card: Quad | null
}

/** One turn with the camera, as far as it was seen. */
export type PanTurn = {
  stepId: string
  turn: TurnMeasurement | null
  views: PanView[]
  /** Pictures that were due but could not be followed or looked at, because the worker was behind or failed. */
  skipped: number
}

const viewEveryMs = 480
const mostViews = 120
/** A long turn is kept ever more sparsely, to its end. */
const sparserAfter = 60
/** The card is looked for until it was seen so often. */
const cardEveryMs = 1900
const enoughCards = 3
const mostCardReads = 8
/** Where a held card was seen is no part of the room for so long. */
const cardStaysMs = 2500
/** Pictures that may wait to be followed; each is 60 kB. */
const mostWaiting = 40

type Options = {
  worker: Pick<ModelWorker, 'look' | 'tracker' | 'memory'>
  /** Keeps a JPEG and names it. */
  keep: (jpeg: Uint8Array, atMs: number) => string
  /** What a look cost and which models it used or missed. */
  onReply: (reply: LookReply) => void
}

/** [CK8] Gathers what the pan steps of one run show, while the recording grows. */
export const openPanRecord = ({ worker, keep, onReply }: Options) => {
  const turns = new Map<string, ReturnType<typeof openTurn>>()

  const openTurn = () => {
    const follower = openTurnFollower(worker.tracker)
    const views: PanView[] = []
    const looking = new Set<Promise<void>>()
    let following = Promise.resolve()
    let waiting = 0
    let skipped = 0
    let reads = 0
    let lastViewMs = Number.NEGATIVE_INFINITY
    let lastReadMs = Number.NEGATIVE_INFINITY

    const hiddenAt = (atMs: number, scale: number): Box[] =>
      views
        .filter(({ card, atMs: seenMs }) => card !== null && Math.abs(atMs - seenMs) <= cardStaysMs)
        .slice(-1)
        .map(({ card }) => around(card!, scale))

    const view = (image: RgbImage, atMs: number, sharp: number): void => {
      lastViewMs = atMs
      const seen = views.filter(({ card }) => card !== null).length
      const read = seen < enoughCards && reads < mostCardReads && atMs - lastReadMs >= cardEveryMs
      if (read) {
        lastReadMs = atMs
        reads++
      }
      const wishes = {
        faces: false,
        likeness: false,
        pose: false,
        card: read ? 'find' : 'no',
        cardNear: views.findLast(({ card }) => card !== null)?.card ?? null,
        letGoFaint: reads % 2 === 1,
        keepPicture: 'yes',
      } as const
      const { width: widthPx, height: heightPx } = image
      const look = worker
        .look({ ...image, data: worker.memory.copyOf(image.data) }, atMs, wishes, 'patient')
        .then((reply) => {
          looking.delete(look)
          onReply(reply)
          if (!reply.ok) {
            skipped++
            return
          }
          const picture = reply.jpeg ? keep(reply.jpeg, atMs) : null
          const { card, lookedFor } = reply.look
          const lookedForCard = lookedFor.card && reply.missing.length === 0
          views.push({ atMs, widthPx, heightPx, picture, sharpness: sharp, lookedForCard, card: card?.quad ?? null })
          views.sort((a, b) => a.atMs - b.atMs)
        })
      looking.add(look)
    }

    return {
      saw(image: RgbImage, atMs: number): void {
        if (waiting >= mostWaiting) {
          skipped++
          return
        }
        const grey = smallGrey(image)
        const hidden = hiddenAt(atMs, grey.width / image.width)
        waiting++
        following = following.then(async () => {
          await follower.add(atMs, grey, hidden).catch(() => {
            skipped++
          })
          waiting--
        })
        if (
          atMs - lastViewMs >= viewEveryMs * (1 + views.length / sparserAfter) &&
          views.length + looking.size < mostViews
        )
          view(image, atMs, sharpness(grey))
      },
      /** Resolves when all pictures so far are followed and looked at; a file is held back by it, so that it always gives the same. */
      async caughtUp(): Promise<void> {
        await following
        await Promise.all(looking)
      },
      asFarAsKnown: (stepId: string): PanTurn => ({
        stepId,
        turn: follower.measurement(),
        views: [...views],
        skipped,
      }),
    }
  }

  return {
    /** Takes what it needs of a picture before it returns; `step` is a pan step. */
    saw(step: StepSpan, image: RgbImage, atMs: number): void {
      let turn = turns.get(step.id)
      if (!turn) {
        turn = openTurn()
        turns.set(step.id, turn)
      }
      turn.saw(image, atMs)
    },
    async caughtUp(): Promise<void> {
      await Promise.all([...turns.values()].map((turn) => turn.caughtUp()))
    },
    turns: (): PanTurn[] => [...turns].map(([stepId, turn]) => turn.asFarAsKnown(stepId)),
  }
}

/** A card's box with the fingers that hold it, in pixels of the small picture. */
const around = (quad: Quad, scale: number): Box => {
  const [xs, ys] = [quad.map(([x]) => x * scale), quad.map(([, y]) => y * scale)]
  const margin = 0.12 * (Math.max(...xs) - Math.min(...xs))
  return [Math.min(...xs) - margin, Math.min(...ys) - margin, Math.max(...xs) + margin, Math.max(...ys) + margin]
}
