import { readFile } from 'node:fs/promises'
import { BlockList, isIP } from 'node:net'
import type { Networks } from '#app/ports/networks.ts'

export type AddressBlocks = { has(address: string): boolean }

/**
 * Addresses and networks (`192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`) to look addresses up in. Throws an error that
 * names the first entry which is neither.
 */
export const openAddressBlocks = (entries: readonly string[]): AddressBlocks => {
  const blocks = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix, ...rest] = entry.split('/')
    const family = isIP(address)
    const bits = prefix === undefined ? null : Number(prefix)
    const isPrefix = bits === null || (/^\d+$/.test(prefix ?? '') && bits <= (family === 4 ? 32 : 128))
    if (family === 0 || !isPrefix || rest.length > 0)
      throw new Error(`"${entry}" is neither an address nor a network such as 192.0.2.0/24`)
    if (bits === null) blocks.addAddress(address, `ipv${family as 4 | 6}`)
    else blocks.addSubnet(address, bits, `ipv${family as 4 | 6}`)
  }
  return {
    has(address) {
      const plain = plainAddress(address)
      const family = isIP(plain)
      return family !== 0 && blocks.check(plain, `ipv${family as 4 | 6}`)
    },
  }
}

/** A socket that takes both families tells IPv4 as `::ffff:192.0.2.7`. */
const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '')

/** Reads the operator's list: one address or network a line, `#` begins a comment. Throws when it cannot be used. */
export const openNetworks = async (listFile: string | undefined): Promise<Networks> => {
  if (!listFile) return { hasList: false, isProxy: () => false }
  const lines = (await readFile(listFile, 'utf8')).split(/\r?\n/).map((line) => line.replace(/#.*/, '').trim())
  const listed = openAddressBlocks(lines.filter((line) => line !== ''))
  return { hasList: true, isProxy: (address) => address !== null && listed.has(address) }
}

/**
 * Whose address a request comes from. Proxies of the operator's own each append the address they were called from to
 * `X-Forwarded-For`, so the last one that is not theirs is the caller; what stands before it anybody may have made up.
 */
export const openCallers = (trustedProxies: readonly string[]) => {
  const trusted = openAddressBlocks(trustedProxies)
  return (connected: string | null, forwardedFor: string | null): string | null => {
    if (connected === null || !trusted.has(connected)) return connected
    const hops = (forwardedFor ?? '').split(',').map((hop) => hop.trim())
    const caller = hops.findLast((hop) => !trusted.has(hop))
    return caller !== undefined && isIP(caller) !== 0 ? caller : connected
  }
}
