import type { App } from '../app.ts'
import { noteLinks, type SeenLink } from '../links/note-links.ts'
import type { Tx } from '../ports/database.ts'
import type { NewSignalRow } from './risk-rows.ts'

/** What was written a short while ago is not written again for each sign-in; the database keeps the last day of each, too. */
const rememberedMost = 50_000
const dayMs = 24 * 3_600_000
const remembered = new WeakMap<App, Map<string, number>>()

const noted = (app: App): Map<string, number> => {
  const known = remembered.get(app) ?? new Map<string, number>()
  remembered.set(app, known)
  return known
}

const keyOf = (tenantId: string, { sellerId, valueHash }: SeenLink) => `${tenantId}/${sellerId}/${valueHash}`

/** [TR3] The devices that sellers signed in with and that are not known to be theirs yet, each once. */
export const newDevices = (app: App, tenantId: string, rows: Iterable<NewSignalRow>): SeenLink[] => {
  const known = noted(app)
  const seen = new Map<string, SeenLink>()
  for (const { sellerId, facts, occurredAtMs } of rows) {
    if (facts.type !== 'login' || facts.device === null) continue
    const link: SeenLink = { sellerId, kind: 'device', valueHash: facts.device, atMs: occurredAtMs }
    const key = keyOf(tenantId, link)
    if (Math.abs(occurredAtMs - (known.get(key) ?? Number.NEGATIVE_INFINITY)) >= dayMs) seen.set(key, link)
  }
  return [...seen.values()]
}

/** In the transaction of the signals that told of them. */
export const noteDevices = async (tx: Tx, tenantId: string, devices: readonly SeenLink[]): Promise<void> => {
  if (devices.length > 0) await noteLinks(tx, tenantId, devices)
}

/** To be told once they are stored for good. */
export const rememberDevices = (app: App, tenantId: string, devices: readonly SeenLink[]): void => {
  const known = noted(app)
  if (known.size + devices.length > rememberedMost) known.clear()
  for (const device of devices) known.set(keyOf(tenantId, device), device.atMs)
}
