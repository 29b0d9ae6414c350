import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { collectDefaultMetrics, Registry } from 'prom-client'
import { beat, fireDueClocks } from '#app/cases/clocks.ts'
import type { RouteRow } from '#http/doors.ts'
import { openNudgeHub } from '#http/nudges.ts'
import { buildServer } from '#http/server.ts'
import { startCallWatch } from '#jobs/call-watch.ts'
import { startJobs } from '#jobs/handlers.ts'
import { startInspectionWorker } from '#jobs/inspection-worker.ts'
import { openCallers } from '#providers/networks.ts'
import { openStaffDirectory } from '#providers/staff/open-staff-directory.ts'
import { type BuiltApp, buildApp, type Held } from './build-app.ts'
import { addressOf, type Config } from './config.ts'
import { type Demo, openDemo } from './demo/open-demo.ts'
import { openPublicWords } from './public-words.ts'
import { staffSecret } from './staff-secret.ts'
import { type FetchHandler, type TakenPort, takePort } from './take-port.ts'

export type RunningServer = BuiltApp & {
  /** With the port that was really taken. */
  url: string
  routes: RouteRow[]
  demo: Demo | null
  close(): Promise<void>
}

const webRoot = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../dist/web')

/** Starts one node of the product: doors, jobs and inspections by its role. */
export const startServer = async (asked: Config, held: Held = {}): Promise<RunningServer> => {
  const taken = await takePort(asked)
  const publicUrl = asked.publicUrl === addressOf(asked.host, asked.port) ? taken.url : asked.publicUrl
  try {
    return await openOn(taken, { ...asked, publicUrl }, held)
  } catch (error) {
    await taken.close()
    throw error
  }
}

const openOn = async (taken: TakenPort, config: Config, held: Held): Promise<RunningServer> => {
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
    ? await openDemo({
        app,
        staff,
        mailbox: built.mailbox,
        smsBox: built.smsBox,
        folder: path.join(config.dataDir, 'demo'),
      })
    : null
  const { api, routes } = buildServer({
    app,
    staff,
    hub,
    metrics,
    webRoot,
    publicWords: await openPublicWords(),
    callerAddress: openCallers(config.trustedProxies),
    ready: () => ready,
    ...(demo ? { extend: demo.extend } : {}),
  })
  // What an outage took from sellers is given back before any deadline may fire.
  await beat(app)
  await fireDueClocks(app)
  const worker = config.role === 'api' ? null : await startInspectionWorker(app, config.workers)
  if (config.role !== 'api') await startJobs(app)
  const watch = config.role === 'api' ? null : startCallWatch(app)
  const { url } = taken
  taken.answerWith(api.fetch as FetchHandler)
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
      await taken.close()
      await watch?.stop()
      await worker?.stop()
      await built.close()
    },
  }
}
