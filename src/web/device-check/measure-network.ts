import type { NetworkReport } from '#domain/device-rules.ts'

export type NetworkPorts = {
  /** Asks our server for nothing; rejects when no answer comes in time. */
  ping: () => Promise<unknown>
  /** Sends so many bytes that nothing on the way can make smaller; rejects when they were not taken in time. */
  send: (bytes: number) => Promise<unknown>
  nowMs: () => number
}

const pings = 5
const partsBytes = [64, 256, 1024, 2048].map((kibibytes) => kibibytes * 1024)
/** A part that took so long was carried at the line's own pace, and a larger one would only take longer. */
const longPartMs = 2500
const wholeMs = 6000
/** How long a port waits for one answer. A line that takes longer for the smallest part cannot hold a call. */
export const probeTimeoutMs = 8000

/**
 * [DV3] What the line to our own server carries, and how long an answer takes: the middle of five answers once a connection
 * stands, and the best pace of parts of growing size, since a connection begins slowly. A part that was not taken in time
 * says that the line is slower than that. Null when our server cannot be reached.
 */
export const measureNetwork = async ({ ping, send, nowMs }: NetworkPorts): Promise<NetworkReport | null> => {
  try {
    await ping()
    const answersMs: number[] = []
    for (let no = 0; no < pings; no += 1) answersMs.push(await took(ping, nowMs))
    const latencyMs = [...answersMs].sort((one, other) => one - other)[Math.floor(pings / 2)] ?? 0
    return { uplinkMbps: await uplink(send, nowMs, latencyMs), latencyMs: Math.round(latencyMs) }
  } catch {
    return null
  }
}

const uplink = async (send: NetworkPorts['send'], nowMs: () => number, latencyMs: number): Promise<number> => {
  const beganMs = nowMs()
  let best = 0
  for (const bytes of partsBytes) {
    try {
      const partMs = await took(() => send(bytes), nowMs)
      best = Math.max(best, paceMbps(bytes, Math.max(1, partMs - latencyMs)))
      if (partMs > longPartMs || nowMs() - beganMs > wholeMs) break
    } catch (cause) {
      const partMs = nowMs() - beganMs
      // Nothing was taken at all: at most this pace. Something was: the line is as fast as it was then.
      if (best === 0 && partMs < probeTimeoutMs) throw cause
      if (best === 0) best = paceMbps(bytes, partMs)
      break
    }
  }
  return Math.round(best * 10) / 10
}

const paceMbps = (bytes: number, ms: number): number => (bytes * 8) / ms / 1000

const took = async (what: () => Promise<unknown>, nowMs: () => number): Promise<number> => {
  const beganMs = nowMs()
  await what()
  return nowMs() - beganMs
}
