import type { BlockedPart } from '#domain/device-rules.ts'

export type BlockerPorts = {
  /** Whether the page was served in a way that gives it a camera at all. */
  isSecure: boolean
  hasVideoApi: boolean
  /** Loads the parts that a run or a call needs beside this page; rejects with the browser's error when one does not come. */
  loadParts: () => Promise<unknown>
  /** Fetches one of them by its address; resolves with any answer of the server, rejects when none comes. */
  fetchPart: (address: string) => Promise<unknown>
  /** Asks our server for nothing; rejects when no answer comes. */
  ping: () => Promise<unknown>
  /** Shows what ad blockers take away and nobody else does, and says whether it is gone. */
  isBaitGone: () => Promise<boolean>
}

/**
 * [DV5] What something in this browser keeps from the page. Each is told only where nothing else can be the cause: a page that was
 * not served securely has no camera anyway, and a part that does not come while our server is away says nothing.
 */
export const findBlockers = async (ports: BlockerPorts): Promise<BlockedPart[]> => {
  const [ourScript, bait] = await Promise.all([isOurScriptBlocked(ports), ports.isBaitGone().catch(() => false)])
  return [
    ...(ports.isSecure && !ports.hasVideoApi ? (['video-api'] as const) : []),
    ...(ourScript ? (['our-script'] as const) : []),
    ...(bait ? (['bait'] as const) : []),
  ]
}

const isOurScriptBlocked = async ({ loadParts, ...ports }: BlockerPorts): Promise<boolean> => {
  const failure = await loadParts().then(
    () => null,
    (cause: unknown) => cause,
  )
  return isPartBlocked(failure, ports)
}

/**
 * Whether a part of the page failed because something in the browser keeps it away. Browsers remember that a part did not come, so
 * it is fetched by its address, which they name in their error: what comes then was only late, and without an address
 * nobody is accused.
 */
export const isPartBlocked = async (
  failure: unknown,
  { fetchPart, ping }: Pick<BlockerPorts, 'fetchPart' | 'ping'>,
): Promise<boolean> => {
  const [address] = /https?:\/\/\S+/.exec(failure instanceof Error ? failure.message : '') ?? []
  if (!address) return false
  return (await comes(ping)) && !(await comes(() => fetchPart(address))) && (await comes(ping))
}

const comes = (what: () => Promise<unknown>): Promise<boolean> =>
  what().then(
    () => true,
    () => false,
  )

/** Names that every list of advertisements hides, on an element that nothing else could hide. */
const baitClass = 'ad ads adsbox ad-banner ad-placement doubleclick pub_300x250 text-ad banner_ad'

/** The bait of this page: outside of what is seen, and gone again at once. */
export const isBaitGone = async (): Promise<boolean> => {
  const bait = document.createElement('div')
  bait.className = baitClass
  bait.setAttribute('aria-hidden', 'true')
  Object.assign(bait.style, { position: 'absolute', left: '-9999px', top: '0', width: '10px', height: '10px' })
  document.body.append(bait)
  // Style sheets of extensions come with the next picture of the page; a page in the background draws none.
  await Promise.race([
    new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    new Promise((resolve) => setTimeout(resolve, 500)),
  ])
  const gone = !bait.isConnected || bait.offsetHeight === 0 || getComputedStyle(bait).visibility === 'hidden'
  bait.remove()
  return gone
}
