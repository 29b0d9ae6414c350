import { Registry } from 'prom-client'
import { expect, it } from 'vitest'
import type { App } from '#app/app.ts'
import type { StaffDirectory } from '#app/ports/staff.ts'
import { marketplaceDocument } from '#http/openapi.ts'
import { buildServer } from '#http/server.ts'

/** Marketplaces build on this document: a change of it must be seen in review. Update with `vitest run -u`. */
it('the marketplace interface is as committed', async () => {
  // Only the shapes of the routes are read; nothing is called, so nothing behind them is needed.
  const { api } = buildServer({
    app: { settings: {} } as App,
    staff: {} as StaffDirectory,
    hub: { sellers: new Map(), staff: new Map(), close: async () => {} },
    metrics: new Registry(),
    webRoot: '.',
    publicWords: { say: (_, key) => key, sayToBuyer: (_, key) => key, colours: '' },
    callerAddress: (connected) => connected,
    ready: () => true,
  })
  const document = marketplaceDocument(api)
  expect(Object.keys(document)).toContain('paths')
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('./openapi.json')
})
