import { request } from '../kit/request.ts'
import { type NetworkPorts, probeTimeoutMs } from './measure-network.ts'

const address = '/s/api/probe'
/** As many bytes as the browser gives by chance at once. */
const chanceBytesMax = 65_536

const chanceBytes = (count: number): Blob => {
  const part = crypto.getRandomValues(new Uint8Array(Math.min(count, chanceBytesMax)))
  return new Blob(Array.from({ length: Math.ceil(count / part.length) }, () => part)).slice(0, count)
}

/** The line to our own server. */
export const networkProbe: NetworkPorts = {
  ping: () => request(address, { timeoutMs: probeTimeoutMs }),
  send: (bytes) => request(address, { method: 'POST', bytes: chanceBytes(bytes), timeoutMs: probeTimeoutMs }),
  nowMs: () => performance.now(),
}
