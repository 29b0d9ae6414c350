import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openAddressBlocks, openCallers, openNetworks } from './networks.ts'

const listed = async (text: string) => {
  const file = path.join(await mkdtemp(path.join(tmpdir(), 'countersign-networks-')), 'proxies.txt')
  await writeFile(file, text)
  return openNetworks(file)
}

describe('[DV4] the operator’s list of proxies and VPNs', () => {
  test('knows addresses and networks of both families, and lets comments be', async () => {
    const networks = await listed('# seen in May\n198.51.100.0/24\r\n203.0.113.9 # one of them\n\n2001:db8:7::/48\n')
    const on = ['198.51.100.7', '203.0.113.9', '2001:db8:7::1', '::ffff:198.51.100.7']
    const off = ['198.51.101.7', '203.0.113.8', '2001:db8:8::1', 'unknown', '']
    expect(on.filter((address) => !networks.isProxy(address))).toEqual([])
    expect(off.filter((address) => networks.isProxy(address))).toEqual([])
    expect([networks.hasList, networks.isProxy(null)]).toEqual([true, false])
  })

  test('without a list nobody is on it', async () => {
    const without = await openNetworks(undefined)
    expect([without.hasList, without.isProxy('198.51.100.7')]).toEqual([false, false])
  })

  test.each(['198.51.100.0/33', '198.51.100', 'proxy.example', '2001:db8::/129', '192.0.2.0/24/8', '192.0.2.0/'])(
    'names the entry that is neither: %s',
    (entry) => {
      expect(() => openAddressBlocks(['192.0.2.1', entry])).toThrow(`"${entry}"`)
    },
  )
})

describe('whose address a request comes from', () => {
  const callerOf = openCallers(['10.0.0.0/8', '2001:db8::1'])

  test('is who is connected, whatever a header says, unless that is a proxy of the operator', () => {
    expect(callerOf('203.0.113.9', '198.51.100.7')).toBe('203.0.113.9')
    expect(callerOf('10.0.0.5', '198.51.100.7')).toBe('198.51.100.7')
    expect(callerOf('::ffff:10.0.0.5', '198.51.100.7')).toBe('198.51.100.7')
    expect(openCallers([])('10.0.0.5', '198.51.100.7')).toBe('10.0.0.5')
  })

  test('is the last that is not a proxy of the operator: those before it anybody may have made up', () => {
    expect(callerOf('10.0.0.5', '1.2.3.4, 198.51.100.7, 10.0.0.9')).toBe('198.51.100.7')
  })

  test('is the proxy itself where it says nothing that can be used', () => {
    for (const header of [null, '', 'unknown', '10.0.0.9']) expect(callerOf('10.0.0.5', header)).toBe('10.0.0.5')
    expect(callerOf(null, '198.51.100.7')).toBe(null)
  })
})
