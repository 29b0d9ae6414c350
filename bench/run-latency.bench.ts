import type { CDPSession } from 'playwright-core'
import type { CaseView } from '#main/demo/market/public-api.ts'
import { sellerClips, spokenDigits } from '#main/demo/media/seller-clips.ts'
import { playRun, type SellerActor } from '#main/demo/play/seller-actor.ts'
import { openStory } from '#main/demo/play/story.ts'
import { openBrowser, watchForeignRequests } from '#test/e2e/world/browser.ts'
import { goThroughRun } from '#test/e2e/world/go-through-run.ts'
import { openRealServer, type RealServer } from '#test/e2e/world/real-server.ts'
import { enter, followPopUp, openSeller, prepare, startRun } from '#test/e2e/world/seller-person.ts'
import { mediaOptions } from '#test/media/media-cache.ts'
import { type Bench, type Cell, percentile } from './bench-result.ts'
import { watchProcessTree } from './process-tree.ts'

/**
 * What a seller waits for after the last step, and what it costs: whole runs of about a minute, sent in real time by a
 * recorder without a browser, so that nothing but the server is measured. Then one run in a browser for what only a page
 * knows: how late hints come, what is loaded before the camera, and from where.
 */
const runs = 5

export const bench: Bench = {
  name: 'run-latency',
  async run() {
    const server = await openRealServer()
    try {
      return {
        title: 'From the last chunk to the findings, and what a run costs',
        columns: ['what', 'p50', 'p95', 'count', 'unit'],
        rows: [...(await pacedRuns(server)), ...(await oneRunInABrowser(server))],
        notes: [
          'The clock runs from the moment at which every chunk is durable and the recorder says so, to the sealed findings.',
          'Core-seconds and memory are those of the whole server with its children: doors, database, decoder and models.',
          'Chunks are sent as they are recorded, two a second; the seller is a puppet made of footage.',
        ],
      }
    } finally {
      await server.stop()
    }
  },
}

async function pacedRuns(server: RealServer): Promise<Cell[][]> {
  const actor: SellerActor = {
    who: 'bench',
    language: 'en',
    clips: await sellerClips({ person: 'a' }, mediaOptions),
    voice: await spokenDigits('a', 'en', mediaOptions),
  }
  const waits: number[] = []
  const coreSeconds: number[] = []
  const peaks: number[] = []
  const lengths: number[] = []
  for (let no = 1; no <= runs; no++) {
    const sellerId = `bench-${no}`
    await server.register(sellerId, 'a', { language: 'en' })
    const opened = await openCase(server, sellerId)
    const { url } = await server.marketplace.link(opened.id)
    const watch = await watchProcessTree(server.pid())
    await playRun(
      actor,
      url,
      server.url,
      openStory(() => {}),
    )
    const used = await watch.stop()
    const { startedMs, endedMs, judgedMs } = await momentsOf(server, opened.id)
    const lengthS = (endedMs - startedMs) / 1000
    waits.push((judgedMs - endedMs) / 1000)
    lengths.push(lengthS)
    coreSeconds.push(used.coreSeconds / lengthS)
    peaks.push(used.peakRssMb)
  }
  return [
    row('last chunk durable to findings', waits, 's'),
    row('length of the recording', lengths, 's'),
    row('core-seconds per second of recording', coreSeconds, 'core-s/s'),
    row('memory at its highest', peaks, 'MB'),
  ]
}

const openCase = (server: RealServer, sellerId: string): Promise<CaseView> =>
  server.marketplace.openCase({ sellerId, program: 'aliexpress', noticedAt: null, note: null })

/** When the run began, was complete and was judged, by the evidence of the case. */
async function momentsOf(server: RealServer, caseId: string) {
  const events = await server.events(caseId)
  const atOf = (type: string): number => {
    const found = events.find((event) => event.type === type)
    if (!found) throw new Error(`the case knows of no ${type}`)
    return Date.parse(found.at)
  }
  return { startedMs: atOf('attempt-started'), endedMs: atOf('attempt-ended'), judgedMs: atOf('findings-recorded') }
}

async function oneRunInABrowser(server: RealServer): Promise<Cell[][]> {
  const browser = await openBrowser()
  try {
    await server.register('bench-browser', 'a')
    const { id } = await openCase(server, 'bench-browser')
    const seller = await openSeller(browser, { language: 'zh', puppet: { person: 'a' } })
    const foreign = watchForeignRequests(seller.context, server.url)
    const scripts = await watchScripts(await seller.context.newCDPSession(seller.page))
    await enter(seller, (await server.marketplace.link(id)).url)
    await followPopUp(seller)
    await prepare(seller)
    const scriptKb = scripts().bytes / 1000
    await startRun(seller)
    await goThroughRun(seller)
    const hints = await seller.page.evaluate(() => performance.getEntriesByName('hint').map(({ duration }) => duration))
    return [
      row('live hint, from the picture to the screen', hints, 'ms'),
      ['script before the camera is needed, gzipped', round(scriptKb), round(scriptKb), scripts().count, 'kB'],
      ['requests to other places', foreign.length, foreign.length, 1, 'requests'],
    ]
  } finally {
    await browser.close()
  }
}

/** Scripts as they come over the wire; the server sends them compressed. */
async function watchScripts(control: CDPSession): Promise<() => { bytes: number; count: number }> {
  const scripts = new Set<string>()
  let bytes = 0
  await control.send('Network.enable')
  control.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  control.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  return () => ({ bytes, count: scripts.size })
}

function row(what: string, samples: number[], unit: string): Cell[] {
  return [what, round(percentile(samples, 0.5)), round(percentile(samples, 0.95)), samples.length, unit]
}

const round = (value: number | null): number => Math.round((value ?? Number.NaN) * 100) / 100
