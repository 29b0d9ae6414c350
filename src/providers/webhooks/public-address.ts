import { BlockList, isIPv4, isIPv6 } from 'node:net'

/**
 * Which addresses a marketplace's endpoint may have: those that the public internet routes. Anything else would let an
 * endpoint's name lead the server to itself, to its neighbours, or to a cloud's metadata service (SSRF). The lists are
 * IANA's special-purpose registries (RFC 6890 and its updates).
 */
const special4 = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  special4.addSubnet(network, prefix, 'ipv4')
}

/** Global unicast; everything else of IPv6, mapped and translated IPv4 included, is special. */
const global6 = new BlockList()
global6.addSubnet('2000::', 3, 'ipv6')

/** Special parts of it: protocol assignments with Teredo, documentation, and 6to4, which tunnels to any IPv4 address. */
const special6 = new BlockList()
special6.addSubnet('2001::', 23, 'ipv6')
special6.addSubnet('2001:db8::', 32, 'ipv6')
special6.addSubnet('2002::', 16, 'ipv6')
special6.addSubnet('3fff::', 20, 'ipv6')

export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !special4.check(address, 'ipv4')
  // A zone (fe80::1%eth0) only belongs to link-local addresses.
  if (!isIPv6(address) || address.includes('%')) return false
  return global6.check(address, 'ipv6') && !special6.check(address, 'ipv6')
}
