/**
 * Addresses as signals tell them, in the one form in which they are compared: 16 bytes of IPv6, or 4 of IPv4, which is also
 * what an IPv4-mapped address (`::ffff:192.0.2.7`) is. Source of the forms: RFC 4291, 2.2.
 */
export type IpAddress = { family: 4 | 6; bytes: readonly number[] }

/** Null for what is no address. A zone (`%eth0`) is none: nobody signs in over a link-local address. */
export const parseIpAddress = (text: string): IpAddress | null => {
  const four = ipv4Bytes(text)
  if (four) return { family: 4, bytes: four }
  const bytes = ipv6Bytes(text)
  if (!bytes) return null
  const isMapped = bytes.every((byte, i) => i >= 12 || byte === (i === 10 || i === 11 ? 255 : 0))
  return isMapped ? { family: 4, bytes: bytes.slice(12) } : { family: 6, bytes }
}

/** The same text for the same address, however it was written. */
export const plainIpAddress = ({ family, bytes }: IpAddress): string =>
  family === 4 ? bytes.join('.') : bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** The network that one subscriber or one office is given: /24 of IPv4, /48 of IPv6. */
export const networkOfIpAddress = ({ family, bytes }: IpAddress): string =>
  family === 4 ? `${bytes.slice(0, 3).join('.')}/24` : `${plainIpAddress({ family, bytes: bytes.slice(0, 6) })}/48`

const ipv4Form = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/

const ipv4Bytes = (text: string): number[] | null => {
  const match = ipv4Form.exec(text)
  if (!match) return null
  const parts = match.slice(1)
  // A leading zero is octal to some readers and decimal to others, so it is no address at all.
  return parts.every((part) => Number(part) <= 255 && (part === '0' || !part.startsWith('0')))
    ? parts.map(Number)
    : null
}

const ipv6Bytes = (text: string): number[] | null => {
  if (!text.includes(':') || text.length > 45) return null
  const halves = text.split('::')
  if (halves.length > 2) return null
  const [head, tail] = halves.map((half, i) => groupsOf(half, i === halves.length - 1))
  if (!head || (halves.length === 2 && !tail)) return null
  const known = head.length + (tail?.length ?? 0)
  if (halves.length === 1) return known === 16 ? head : null
  return known <= 14 ? [...head, ...new Array<number>(16 - known).fill(0), ...(tail ?? [])] : null
}

/** Two bytes of each group; the last may be written as IPv4. Null for what is no group. */
const groupsOf = (half: string, mayEndInIpv4: boolean): number[] | null => {
  if (half === '') return []
  const bytes: number[] = []
  const groups = half.split(':')
  for (const [i, group] of groups.entries()) {
    const four = mayEndInIpv4 && i === groups.length - 1 ? ipv4Bytes(group) : null
    if (four) {
      bytes.push(...four)
      continue
    }
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return null
    const value = Number.parseInt(group, 16)
    bytes.push(value >> 8, value & 255)
  }
  return bytes
}
