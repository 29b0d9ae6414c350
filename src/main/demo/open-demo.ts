import path from 'node:path'
import type { OpenAPIHono } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import type { Mailbox } from '#app/ports/mail.ts'
import type { SmsBox } from '#app/ports/sms.ts'
import type { StaffDirectory } from '#app/ports/staff.ts'
import type { Env } from '#http/doors.ts'
import type { StaffAuth } from '#providers/staff/staff-auth.ts'
import { type DemoInstallation, type DemoStaff, setUpDemo } from './installation/set-up.ts'
import { type RunningMarketplace, runMarketplace } from './market/run-marketplace.ts'
import { openDemoPages } from './page/routes.ts'

export type Demo = {
  extend(api: OpenAPIHono<Env>): void
  /** Starts the simulated marketplace, which is told this address. */
  openMarketplace(serverUrl: string): Promise<void>
  signIns(): DemoStaff[]
  apiKey(): DemoInstallation['apiKey']
  marketplace(): RunningMarketplace | null
  close(): Promise<void>
}

/**
 * What only DEMO=1 has: a marketplace of its own with shops, an API key and staff, a process that plays the marketplace,
 * and the page that shows them. `folder` is where that process keeps its table.
 */
export const openDemo = async (settings: {
  app: App
  staff: StaffDirectory & { auth: StaffAuth }
  mailbox: Mailbox | null
  smsBox: SmsBox | null
  folder: string
}): Promise<Demo> => {
  const { app, staff, mailbox, smsBox, folder } = settings
  const installation = await setUpDemo(app, staff)
  let marketplace: RunningMarketplace | null = null
  const extend = await openDemoPages({ app, installation, mailbox, smsBox, marketplace: () => marketplace })
  return {
    extend,
    async openMarketplace(serverUrl) {
      marketplace = await runMarketplace({
        baseUrl: serverUrl,
        apiKey: installation.apiKey.secret,
        stateFile: path.join(folder, 'marketplace.json'),
        hookName: 'demo-marketplace',
        shops: true,
        onTrouble: (text) => app.log.warn(text),
      })
    },
    signIns: () => installation.staff,
    apiKey: () => installation.apiKey,
    marketplace: () => marketplace,
    close: async () => marketplace?.stop(),
  }
}
