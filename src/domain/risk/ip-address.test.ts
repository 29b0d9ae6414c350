import { isIP } from 'node:net'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { networkOfIpAddress, parseIpAddress, plainIpAddress } from './ip-address.ts'

const plain = (text: string) => {
  const address = parseIpAddress(text)
  return address && plainIpAddress(address)
}
const network = (text: string) => {
  const address = parseIpAddress(text)
  return address && networkOfIpAddress(address)
}

describe('[TR1] addresses', () => {
  test('however it is written, an address is the same one', () => {
    expect(plain('2001:DB8::1')).toBe(plain('2001:0db8:0:0:0:0:0:1'))
    expect(plain('::ffff:192.0.2.7')).toBe('192.0.2.7')
    expect(plain('::ffff:c000:207')).toBe('192.0.2.7')
    expect(plain('2001:db8::192.0.2.7')).toBe(plain('2001:db8::c000:207'))
    expect(plain('::')).toBe('0'.repeat(32))
  })

  test('its network is /24, or /48 of IPv6', () => {
    expect(network('192.0.2.7')).toBe(network('192.0.2.250'))
    expect(network('::ffff:192.0.2.7')).toBe(network('192.0.2.250'))
    expect(network('192.0.3.7')).not.toBe(network('192.0.2.7'))
    expect(network('2001:db8:7:1::1')).toBe(network('2001:db8:7:ffff::9'))
    expect(network('2001:db8:8::1')).not.toBe(network('2001:db8:7::1'))
  })

  test('what is no address is none', () => {
    const wrong = ['', '1.2.3', '1.2.3.256', '01.2.3.4', '1.2.3.4.5', ':::', '1::2::3', '1:2:3:4:5:6:7', 'fe80::1%eth0']
    expect(wrong.filter((text) => parseIpAddress(text) !== null)).toEqual([])
    expect(parseIpAddress('1:2:3:4:5:6:7:8:9')).toBeNull()
    expect(parseIpAddress('1:2:3:4:5:6:7::8')).toBeNull()
    expect(parseIpAddress('12345::')).toBeNull()
    expect(parseIpAddress('1.2.3.4::')).toBeNull()
  })

  test('Node takes the same texts for addresses', () => {
    const part = fc.oneof(
      fc.constantFrom('', ':', '::', '.', 'g', '0', '255', '256', 'ffff'),
      fc.stringMatching(/^[0-9a-f]{1,5}$/),
    )
    const anything = fc.oneof(
      fc.ipV4(),
      fc.ipV6(),
      fc.array(part, { maxLength: 16 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(anything, (text) => {
        expect(parseIpAddress(text) !== null).toBe(isIP(text) !== 0)
      }),
    )
  })
})
