import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { patientInCall } from '#test/e2e/world/browser.ts'
import { happened } from '#test/e2e/world/call-journey.ts'
import { endsCall, rings, roomOf, seesSeller, takesSeat } from '#test/e2e/world/called-reviewer.ts'
import { goesThroughStep } from '#test/e2e/world/called-steps.ts'
import { firefoxCalledSeller } from '#test/e2e/world/firefox-called-seller.ts'
import { openFirefox, openFirefoxSeller } from '#test/e2e/world/firefox-person.ts'
import { atDesk, openCalledCase, openHeldStage, putOnDuty } from '#test/e2e/world/held-stage.ts'
import { openSoundServer, type SoundServer } from '#test/e2e/world/sound-server.ts'

/** The product's own call between a seller in Firefox and a reviewer in Chromium. */
const stage = openHeldStage()
let sound: SoundServer | undefined
let firefox: Browser | undefined
beforeAll(async () => {
  sound = await openSoundServer()
  firefox = await openFirefox(sound.env, 'en', {
    // The other browser is on this machine.
    'media.peerconnection.ice.loopback': true,
    'media.peerconnection.ice.obfuscate_host_addresses': false,
  })
})
afterAll(async () => {
  await firefox?.close()
  await sound?.stop()
})

test(
  '[CP2] [DV2] [RE2] Lazada’s whole call with a seller in Firefox: booked, rung, led, passed at its end, restored',
  patientInCall,
  async () => {
    if (!firefox) throw new Error('Firefox was not opened')
    const { server } = stage
    const lead = await atDesk(stage, 'supervisor')
    const of = { site: 'MY', kind: 'individual' } as const
    const { id, link } = await openCalledCase(stage, 'harbour-vixens', 'lazada', of)
    const person = await openFirefoxSeller(firefox, 'en', { person: 'a' })
    await person.page.goto(link)
    await person.page.waitForFunction(() => /^\/s\/?$/.test(location.pathname))
    const seller = firefoxCalledSeller(person, server.url)
    await seller.comparesRegistration()
    await putOnDuty(stage, lead, { program: 'lazada', site: 'MY', languages: ['en'] })
    await seller.booksFirstTime()
    await seller.getsReady()
    await seller.confirmsPhone()
    await seller.waitsInRoom()

    const reviewer = await takesSeat(stage, 'harbour-vixens')
    await rings(reviewer)
    const called = await seller.answersRing()
    await seesSeller(reviewer)
    for (const [stepId, kind, challenges] of [
      ['id-front', 'id-front', 0],
      ['face', 'face', 2],
      ['office', 'pan', 0],
      ['questions', 'statement', 0],
    ] as const)
      await goesThroughStep({ seller: called, reviewer }, { id: stepId, kind, challenges })
    const { held } = await roomOf(reviewer)
    // A busy machine may stall a picture, and nobody is to blame for that; nothing is said of the seller.
    expect(held?.interruptions.filter(({ side }) => side === 'seller')).toEqual([])
    await endsCall(reviewer, 'pass')
    await expect.poll(() => happened(stage, id), { timeout: 120_000 }).toContain('case-restored')
    await expect.poll(() => happened(stage, id), { timeout: 300_000, interval: 2000 }).toContain('findings-recorded')
    expect([...person.complaints, ...reviewer.complaints]).toEqual([])
  },
)
