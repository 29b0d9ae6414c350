import { fireDueClocks } from '#app/cases/clocks.ts'
import { deliverWebhooks } from '#app/integration/deliver-webhooks.ts'
import type { WebhookCall, WebhookResult } from '#app/ports/webhooks.ts'
import type { Person, ServerWorld } from './server-world.ts'

export type Told = { type: string; data: { sellerId: string; restrictionId: string; capability: string; try: number } }

/**
 * The back office of a simulated marketplace: it is told by webhooks, keeps a table of what its sellers may not do, and answers
 * over the public interface. How well it does is set by whoever tells the story.
 */
export const openBackOffice = async (world: ServerWorld, marketplace: Person) => {
  await marketplace.call('POST', '/v1/webhooks', { url: 'https://market.example/hooks', events: ['*'] })
  const table = new Map<string, Set<string>>()
  const takenFrom = (sellerId: string): Set<string> => {
    const taken = table.get(sellerId) ?? new Set<string>()
    table.set(sellerId, taken)
    return taken
  }
  const office = {
    /** Nobody answers at its address. */
    down: false,
    /** Takes messages up and never says that it did what they ask. */
    silent: false,
    /** Says that it did and does not. */
    forgetful: false,
    /** What arrived about restrictions, in the order it did. */
    told: [] as Told[],
    taken: (sellerId: string): string[] => [...takenFrom(sellerId)].sort(),
    /** By hand, as nobody was asked. */
    flips(sellerId: string, capability: string, taken: boolean) {
      if (taken) takenFrom(sellerId).add(capability)
      else takenFrom(sellerId).delete(capability)
    },
    async acknowledges({ type, data }: Told) {
      const change = type === 'restriction.applied' ? 'applied' : 'lifted'
      return (await marketplace.call('POST', `/v1/restrictions/${data.restrictionId}/ack`, { change })).status
    },
    async reports(sellerId: string, more: { asOf?: string; ownReasons?: string[] } = {}) {
      const asOf = new Date(world.nowMs()).toISOString()
      const report = { asOf, restricted: office.taken(sellerId), ...more }
      return marketplace.call<{ taken: boolean; drift: { kind: string; capability: string }[]; unknown: string[] }>(
        'PUT',
        `/v1/sellers/${sellerId}/capabilities`,
        report,
      )
    },
    /** What the jobs of a node do, which this one has none of. */
    async settles() {
      await fireDueClocks(world.app)
      await deliverWebhooks(world.app, null)
    },
  }
  const receives = async (body: string): Promise<void> => {
    const told = JSON.parse(body) as Told
    if (!told.type.startsWith('restriction.')) return
    office.told.push(told)
    const { sellerId, capability } = told.data
    if (!office.forgetful) office.flips(sellerId, capability, told.type === 'restriction.applied')
    if (!office.silent) await office.acknowledges(told)
  }
  world.app.webhooks = {
    async deliver({ body }: WebhookCall): Promise<WebhookResult> {
      if (office.down) return { state: 'failed', why: 'unreachable', status: null, gone: false, tookMs: 0 }
      await receives(body)
      return { state: 'delivered', status: 200, tookMs: 0 }
    },
  }
  return office
}
