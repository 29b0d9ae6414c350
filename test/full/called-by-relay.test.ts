import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { patientInCall } from '#test/e2e/world/browser.ts'
import { happened, inCall } from '#test/e2e/world/call-journey.ts'
import { endsCall } from '#test/e2e/world/called-reviewer.ts'
import { calledPerson, goesThroughStep } from '#test/e2e/world/called-steps.ts'
import { atDesk, openHeldStage } from '#test/e2e/world/held-stage.ts'
import { openRelayServer, type RelayServer } from '#test/e2e/world/relay-server.ts'

/** [LC6] Both sit behind networks that let nothing through but a relay: Debian's coturn, as operations set it up for the product. */
let relay: RelayServer | undefined
const stage = openHeldStage(async () => {
  relay = await openRelayServer()
  return { TURN_URL: `${relay.urls.udp},${relay.urls.tcp}`, TURN_SECRET: relay.secret }
})
afterAll(() => relay?.stop())

type Ways = { connections: RTCPeerConnection[] }

/** The page's connections know no other way than the relay, and are kept so that their way can be looked at. */
const relayOnly = async ({ context, page }: { context: BrowserContext; page: Page }): Promise<void> => {
  const script = () => {
    const kept = window as unknown as Ways
    if (kept.connections) return
    kept.connections = []
    const Usual = window.RTCPeerConnection
    window.RTCPeerConnection = class extends Usual {
      constructor(configuration: RTCConfiguration = {}) {
        super({ ...configuration, iceTransportPolicy: 'relay' })
        kept.connections.push(this)
      }
      override setConfiguration(configuration: RTCConfiguration = {}): void {
        super.setConfiguration({ ...configuration, iceTransportPolicy: 'relay' })
      }
    }
  }
  await context.addInitScript(script)
  await page.evaluate(script)
}

/** The kinds of candidates, near and far, over which the page's living connections send. */
const waysOf = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const ways: string[] = []
    for (const connection of (window as unknown as Ways).connections) {
      if (connection.connectionState !== 'connected') continue
      const stats = await connection.getStats()
      stats.forEach((one) => {
        if (one.type !== 'candidate-pair' || one.state !== 'succeeded' || !one.nominated) return
        ways.push(
          `${stats.get(one.localCandidateId)?.candidateType} ${stats.get(one.remoteCandidateId)?.candidateType}`,
        )
      })
    }
    return ways
  })

test(
  '[LC6] [CP2] Lazada’s whole call through a relay alone: rung, led, passed at its end, restored',
  patientInCall,
  async () => {
    const lead = await atDesk(stage, 'supervisor')
    const of = { sellerId: 'harbour-tunnels', program: 'lazada', kind: 'individual', prepares: relayOnly } as const
    const { id, seller, reviewer } = await inCall(stage, lead, of)
    expect(new Set(await waysOf(reviewer.page))).toEqual(new Set(['relay relay']))
    expect(new Set(await waysOf(seller.page))).toEqual(new Set(['relay relay']))
    for (const [stepId, kind, challenges] of [
      ['id-front', 'id-front', 0],
      ['face', 'face', 2],
      ['office', 'pan', 0],
      ['questions', 'statement', 0],
    ] as const)
      await goesThroughStep({ seller: calledPerson(seller), reviewer }, { id: stepId, kind, challenges })
    await endsCall(reviewer, 'pass')
    await expect.poll(() => happened(stage, id), { timeout: 120_000 }).toContain('case-restored')
    await expect.poll(() => happened(stage, id), { timeout: 300_000, interval: 2000 }).toContain('findings-recorded')
    expect([...seller.complaints, ...reviewer.complaints]).toEqual([])
  },
)
