import type { BrowserContext, Page } from 'playwright-core'

/** What a page of the product did with its media, by the browser's own word: told apart from what the page says of itself. */
export type MediaSent = { connected: number; bytes: number; packets: number; senders: number }

type Watched = {
  connections: RTCPeerConnection[]
  clickedAtMs: number | null
  picturesAtMs: number[]
}

/**
 * Keeps every peer connection that this page, or pages of this context, make within reach of a test. With `relayOnly` a relay is the only
 * way they may take, as where a network lets nothing else through.
 */
export const watchMedia = (where: BrowserContext | Page, { relayOnly = false } = {}): Promise<unknown> =>
  where.addInitScript((isRelayOnly) => {
    const watched: Watched = { connections: [], clickedAtMs: null, picturesAtMs: [] }
    Object.assign(globalThis, { watched })
    const Browsers = RTCPeerConnection
    globalThis.RTCPeerConnection = class extends Browsers {
      constructor(configuration: RTCConfiguration = {}) {
        super(isRelayOnly ? { ...configuration, iceTransportPolicy: 'relay' } : configuration)
        watched.connections.push(this)
      }
      override setConfiguration(configuration: RTCConfiguration) {
        super.setConfiguration(isRelayOnly ? { ...configuration, iceTransportPolicy: 'relay' } : configuration)
      }
    }
  }, relayOnly)

/** Of picture and sound, what has left this page, over how many connections that stand, and how many senders have a track. */
export const mediaSent = ({ page }: { page: Page }): Promise<MediaSent> =>
  page.evaluate(async () => {
    const { connections } = (globalThis as unknown as { watched: Watched }).watched
    const open = connections.filter(({ connectionState }) => connectionState === 'connected')
    const reports = await Promise.all(open.map((connection) => connection.getStats()))
    const sent = reports.flatMap((report) => [...report.values()]).filter(({ type }) => type === 'outbound-rtp')
    const sum = (member: 'bytesSent' | 'packetsSent') => sent.reduce((total, stat) => total + (stat[member] ?? 0), 0)
    return {
      connected: open.length,
      bytes: sum('bytesSent'),
      packets: sum('packetsSent'),
      senders: open.flatMap((connection) => connection.getSenders()).filter(({ track }) => track !== null).length,
    }
  })

/** From now on notes when pictures come before the eye in the element, which may be made later, and when the page is clicked. */
export const watchPictures = ({ page }: { page: Page }, selector: string): Promise<void> =>
  page.evaluate((wanted) => {
    const { watched } = globalThis as unknown as { watched: Watched }
    watched.picturesAtMs = []
    const seen = new WeakSet<Element>()
    const watch = () => {
      for (const video of document.querySelectorAll<HTMLVideoElement>(wanted)) {
        if (seen.has(video)) continue
        seen.add(video)
        const next = () => {
          watched.picturesAtMs.push(performance.timeOrigin + performance.now())
          if (watched.picturesAtMs.length < 10) video.requestVideoFrameCallback(next)
        }
        video.requestVideoFrameCallback(next)
      }
    }
    new MutationObserver(watch).observe(document.body, { childList: true, subtree: true })
    watch()
    const click = (event: Event) => {
      watched.clickedAtMs = performance.timeOrigin + event.timeStamp
    }
    document.addEventListener('click', click, { capture: true, once: true })
  }, selector)

/** When the page was clicked, by the clock that all browsers of one machine share. */
export const clickedAt = ({ page }: { page: Page }): Promise<number | null> =>
  page.evaluate(() => (globalThis as unknown as { watched: Watched }).watched.clickedAtMs)

/** When the first picture since `watchPictures` was shown, by the same clock. */
export const firstPictureAt = async ({ page }: { page: Page }): Promise<number> => {
  const found = await page.waitForFunction(
    () => (globalThis as unknown as { watched: Watched }).watched.picturesAtMs[0],
    undefined,
    { polling: 50, timeout: 60_000 },
  )
  return (await found.jsonValue()) as number
}
