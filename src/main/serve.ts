import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { serve as listen } from '@hono/node-server'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { beat, fireDueClocks } from '#app/clocks.ts'
import type { RouteRow } from '#http/doors.ts'
import { openNudgeHub } from '#http/nudges.ts'
import { buildServer } from '#http/server.ts'
import { startJobs } from '#jobs/handlers.ts'
import { startInspectionWorker } from '#jobs/inspection-worker.ts'
import { openStaffDirectory } from '#providers/staff/open-staff-directory.ts'
import { type BuiltApp, buildApp, type Held } from './build-app.ts'
import type { Config } from './config.ts'
import { type Demo, openDemo } from './demo/open-demo.ts'
import { openPublicWords } from './public-words.ts'
import { staffSecret } from './staff-secret.ts'

export type RunningServer = BuiltApp & {
  /** With the port that was really taken. */
  url: string
  routes: RouteRow[]
  demo: Demo | null
  close(): Promise<void>
}

const keepAliveMs = 75_000

const webRoot = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../dist/web')

/** Starts one node of the product: doors, jobs and inspections by its role. */
export const startServer = async (config: Config, held: Held = {}): Promise<RunningServer> => {
  const built = await buildApp(config, held)
  const { app, database } = built
  const metrics = new Registry()
  collectDefaultMetrics({ register: metrics })
  const staff = openStaffDirectory({
    database,
    clock: app.clock,
    ids: app.ids,
    publicUrl: config.publicUrl,
    secret: config.authSecret ?? (await staffSecret(app)),
  })
  const hub = await openNudgeHub(app)
  let ready = false
  const demo = config.demo
    ? await openDemo({ app, staff, mailbox: built.mailbox, folder: path.join(config.dataDir, 'demo') })
    : null
  const { api, routes } = buildServer({
    app,
    staff,
    hub,
    metrics,
    webRoot,
    publicWords: await openPublicWords(),
    ready: () => ready,
    ...(demo ? { extend: demo.extend } : {}),
  })
  // What an outage took from sellers is given back before any deadline may fire.
  await beat(app)
  await fireDueClocks(app)
  const worker = config.role === 'api' ? null : await startInspectionWorker(app, config.workers)
  if (config.role !== 'api') await startJobs(app)
  const server = await new Promise<ReturnType<typeof listen>>((resolve, reject) => {
    const opening = listen({ fetch: api.fetch, port: config.port, hostname: config.host }, () => resolve(opening))
    opening.once('error', reject)
  })
  // Longer than clients and proxies keep a connection idle: one closed under a request on its way is an error to them.
  if ('keepAliveTimeout' in server) server.keepAliveTimeout = keepAliveMs
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : config.port
  const url = `http://${config.host}:${port}`
  if (config.port === 0) app.settings.publicUrl = url
  ready = true
  await demo?.openMarketplace(url)
  return {
    ...built,
    url,
    routes,
    demo,
    async close() {
      ready = false
      await demo?.close()
      await hub.close()
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
      await worker?.stop()
      await built.close()
    },
  }
}
