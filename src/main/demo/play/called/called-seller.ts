import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { answeredCallView, enteredCallView, SellerCallRoom } from '#contracts/held-call.ts'
import type { BrowserSession } from '../browser-session.ts'
import type { LiveCamera } from '../live-camera.ts'
import { answerChallenges, cueOf, record, type SellerActor } from '../seller-actor.ts'
import { until } from '../until.ts'

type Tell = (text: string) => void
type Step = NonNullable<SellerCallRoom['held']>['steps'][number]

const rungWithinMs = 300_000
const aliveEveryMs = 4000
const endsWithinMs = 1_200_000

/**
 * From the waiting room to the end of the call, as the seller's page does it: heard of every few seconds, answers the ring, records
 * and sends, shows what the open step asks for, gives the pictures that are asked for, and sends the rest when it is over.
 */
export const holdCall = async (
  actor: SellerActor,
  session: BrowserSession,
  caseId: string,
  tell: Tell,
): Promise<{ attemptId: string }> => {
  const at = `/s/api/cases/${caseId}/call-room`
  const room = () => session.get<SellerCallRoom>(at)
  const { epoch } = await session.post<z.infer<typeof enteredCallView>>(`${at}/enter`, { place: 'Demonstration' })
  tell('is in the waiting room')
  const alive = setInterval(() => {
    session.post(`${at}/alive`, { epoch }).catch(() => {})
  }, aliveEveryMs)
  try {
    await until('the ring', async () => ((await room()).phase === 'ringing' ? true : null), { withinMs: rungWithinMs })
    const { attemptId, recordingId } = await session.post<z.infer<typeof answeredCallView>>(`${at}/answer`)
    tell('answers the ring')
    const chunkCount = await record(actor, session, recordingId, async (camera) => {
      await follow({ actor, session, camera, at, attemptId, tell, room })
    })
    await session.post(`/s/api/attempts/${attemptId}/complete`, chunkCount)
    tell(`has sent all ${chunkCount.chunkCount} chunks of the recording`)
    return { attemptId }
  } finally {
    clearInterval(alive)
  }
}

type Following = {
  actor: SellerActor
  session: BrowserSession
  camera: LiveCamera
  at: string
  attemptId: string
  tell: Tell
  room: () => Promise<SellerCallRoom>
}

/** Looks at the room until the call is over. What is asked for is done beside the looking, since a picture is due meanwhile. */
const follow = async (call: Following): Promise<void> => {
  const begun = new Set<string>()
  const given = new Set<string>()
  let acting: Promise<void> = Promise.resolve()
  await until(
    'the end of the call',
    async () => {
      const room = await call.room()
      const { held, snapshotAsked } = room
      if (room.phase === 'over' || held?.over) return true
      const open = held?.steps.find((step) => step.state === 'open')
      if (open && !begun.has(open.id)) {
        begun.add(open.id)
        acting = acting.then(() => show(call, open))
      }
      if (snapshotAsked && !given.has(snapshotAsked.askId)) {
        given.add(snapshotAsked.askId)
        await give(call, snapshotAsked.askId)
      }
      return null
    },
    { withinMs: endsWithinMs },
  )
  await acting
}

const doing: Partial<Record<Step['kind'], string>> = {
  'id-front': 'holds up the front of the card',
  'id-back': 'holds up the back of the card',
  licence: 'holds up the licence',
  pan: 'shows the room',
  statement: 'listens to the questions; the demonstration has no voice to answer them with',
}

const heldForMs = 6000
const listensForMs = 2000

/** [LC3] Turns of the head are drawn by the server when their time has come, and answered before the camera. */
const show = async ({ camera, session, attemptId, tell }: Following, step: Step): Promise<void> => {
  const told = doing[step.kind]
  if (told) tell(told)
  if (step.challenge === 'none')
    return camera.perform(cueOf(step, step.kind in doing && step.kind !== 'statement' ? heldForMs : listensForMs))
  await camera.perform({ do: 'rest', forMs: 0 })
  await answerChallenges(step, camera, session, attemptId, tell)
}

/** [LC4] A picture in full size, taken here and sent. */
const give = async ({ camera, session, at }: Following, askId: string): Promise<void> => {
  const { bytes, widthPx, heightPx } = await camera.still()
  await session.put(`${at}/snapshots/${askId}`, bytes, {
    'content-type': 'image/jpeg',
    'x-snapshot-sha256': createHash('sha256').update(bytes).digest('hex'),
    'x-width-px': String(widthPx),
    'x-height-px': String(heightPx),
  })
}
