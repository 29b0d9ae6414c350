import { expect, test } from 'vitest'
import { lookAtPage } from './pages/look-at-page.ts'
import { patientInCall } from './world/browser.ts'
import { endsCall, rings, roomOf, seesSeller, takesSeat, untilRoom } from './world/called-reviewer.ts'
import {
  answersRing,
  booksFirstTime,
  calledSeller,
  comparesRegistration,
  confirmsPhone,
  getsReady,
  waitsInRoom,
} from './world/called-seller.ts'
import { calledPerson, goesThroughStep } from './world/called-steps.ts'
import { atDesk, openCalledCase, openHeldStage, putOnDuty } from './world/held-stage.ts'
import { mediaSent, watchMedia } from './world/watch-media.ts'

/** Two browsers, two people, the product as it ships: from the notice to the restored account through a live call. */
const stage = openHeldStage()

test(
  '[CP2] [LC1] [LC4] [DE2] [RE2] Lazada’s call: compared, booked, rung, led, passed at its end, restored',
  patientInCall,
  async () => {
    const { id, link } = await openCalledCase(stage, 'harbour-lamps', 'lazada', {
      site: 'MY',
      kind: 'sole-trader',
    })
    const wrong: string[] = []
    const seller = await calledSeller(stage, link)
    await comparesRegistration(seller)
    const lead = await atDesk(stage, 'supervisor')
    await putOnDuty(stage, lead, { program: 'lazada', site: 'MY', languages: ['en'] })
    await booksFirstTime(seller)
    await getsReady(seller)
    await confirmsPhone(seller)
    await watchMedia(seller.page)
    await waitsInRoom(seller)
    wrong.push(...(await lookAtPage(seller.page, 'seller-waiting-room')))

    const reviewer = await takesSeat(stage, 'harbour-lamps')
    wrong.push(...(await lookAtPage(reviewer.page, 'desk-call-before')))
    await reviewer.page.getByText(reviewer.say('desk:callRoom.line.ready')).waitFor()
    await rings(reviewer)
    await seller.page.getByRole('button', { name: seller.say('seller:room.ring.answer') }).waitFor()
    // [LC1] The two browsers are connected, and until the seller answers nothing of either leaves it.
    for (const person of [seller, reviewer])
      expect(await mediaSent(person)).toEqual({ connected: 1, bytes: 0, packets: 0, senders: 0 })
    await answersRing(seller)
    await seesSeller(reviewer)
    for (const person of [seller, reviewer]) expect((await mediaSent(person)).senders).toBe(2)
    wrong.push(...(await lookAtPage(reviewer.page, 'desk-call-held')))

    const { held } = await roomOf(reviewer)
    expect(held?.steps.map(({ id: step }) => step)).toEqual(['id-front', 'face', 'licence', 'office', 'questions'])
    for (const [stepId, kind, challenges] of [
      ['id-front', 'id-front', 0],
      ['face', 'face', 2],
      ['licence', 'licence', 0],
      ['office', 'pan', 0],
      ['questions', 'statement', 0],
    ] as const)
      await goesThroughStep({ seller: calledPerson(seller), reviewer }, { id: stepId, kind, challenges }, async () => {
        if (stepId === 'id-front') wrong.push(...(await lookAtPage(reviewer.page, 'desk-call-step')))
      })
    // What was read while the call goes on stands beside the registration; the reading gives way to all other work.
    await untilRoom(
      reviewer,
      'no field of the card was read',
      (room) => Boolean(room.held?.fields.some(({ read }) => read !== null)),
      480_000,
    )
    wrong.push(...(await lookAtPage(reviewer.page, 'desk-call-findings')))
    await endsCall(reviewer, 'pass')

    await expect
      .poll(async () => (await stage.server.events(id)).map(({ type }) => type), { timeout: 120_000 })
      .toEqual(
        expect.arrayContaining(['call-answered', 'snapshot-taken', 'step-judged', 'call-ended', 'case-restored']),
      )
    // The rest of the recording arrives by itself and is judged, whatever was decided.
    await expect
      .poll(async () => (await stage.server.events(id)).map(({ type }) => type), { timeout: 240_000, interval: 2000 })
      .toEqual(expect.arrayContaining(['attempt-ended', 'findings-recorded']))
    wrong.push(...(await lookAtPage(seller.page, 'seller-after-call')))
    expect(wrong).toEqual([])
    expect([...seller.complaints, ...reviewer.complaints, ...lead.complaints]).toEqual([])
  },
)
