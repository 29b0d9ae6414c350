import { networkOfIpAddress, parseIpAddress, plainIpAddress } from './ip-address.ts'
import type { KeyedHash, SignalData, SignalFacts } from './signal.ts'

/** What a keyed hash is of, so that an address and a device that read the same are never taken for the same. */
export type HashPurpose = 'ip' | 'ip-network' | 'device'

/**
 * [TR1] What is left of a signal for rules: nothing in it names anybody. Addresses and devices become keyed hashes, the place of
 * an address is kept to a tenth of a degree (a city, not a house), and the browser's own words and the numbers of violations
 * are left out. `hash` is keyed by the marketplace; `isProxy` answers null where the operator has no list [DV4].
 */
export const factsOf = (
  data: SignalData,
  hash: (purpose: HashPurpose, value: string) => KeyedHash,
  isProxy: (ip: string) => boolean | null,
): SignalFacts => {
  if (data.type === 'violation') return { type: 'violation' }
  if (data.type !== 'login') return data
  // What is no address was refused at the door; taken as text here, it would only ever equal itself.
  const address = parseIpAddress(data.ip)
  const ip = address ? plainIpAddress(address) : data.ip
  return {
    type: 'login',
    ip: hash('ip', ip),
    ipNetwork: hash('ip-network', address ? networkOfIpAddress(address) : data.ip),
    device: data.device === null ? null : hash('device', data.device),
    place: data.place && {
      country: data.place.country,
      latitudeDeg: toTenth(data.place.latitudeDeg),
      longitudeDeg: toTenth(data.place.longitudeDeg),
    },
    network: data.network,
    isProxy: isProxy(address?.family === 4 ? ip : data.ip),
  }
}

/** Adding 0 turns −0 into 0, which JSON would change anyway. */
const toTenth = (degrees: number): number => Math.round(degrees * 10) / 10 + 0
