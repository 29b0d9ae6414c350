import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts'

describe('[EV1] canonical JSON (RFC 8785)', () => {
  it('orders members by UTF-16 code units, as the example of RFC 8785 section 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      '\ufb33': 'Hebrew Letter Dalet With Dagesh',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    const order = Object.values(JSON.parse(canonicalJson(value)) as Record<string, string>)
    expect(order).toEqual([
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  it('writes literals, strings and numbers as the example of RFC 8785 section 3.2.2', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  it.each([
    [-0, '0'],
    [0, '0'],
    [5e-324, '5e-324'],
    [Number.MAX_VALUE, '1.7976931348623157e+308'],
    [9007199254740992, '9007199254740992'],
    [1e21, '1e+21'],
    [1e20, '100000000000000000000'],
    [-1.5, '-1.5'],
  ])('writes the number %s as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it.each([
    ['张三', '"张三"'],
    ['\u2028', '"\u2028"'],
    ['\u007f', '"\u007f"'],
    ['\u0000\b\f', '"\\u0000\\b\\f"'],
    ['😀', '"😀"'],
  ])('writes the string %j', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })

  it('keeps the two spellings of one accented letter apart: nothing is normalised', () => {
    expect(canonicalJson('\u00e9')).not.toBe(canonicalJson('e\u0301'))
  })

  it('handles keys that JavaScript treats specially', () => {
    const value: unknown = JSON.parse('{"__proto__":1,"constructor":2,"10":3,"9":4,"":5}')
    expect(canonicalJson(value)).toBe('{"":5,"10":3,"9":4,"__proto__":1,"constructor":2}')
    expect(canonicalJson(Object.assign(Object.create(null), { b: 1, a: [{}, []] }))).toBe('{"a":[{},[]],"b":1}')
  })

  it.each([
    ['undefined member', { a: undefined }],
    ['undefined', undefined],
    ['not a number', { a: [Number.NaN] }],
    ['infinity', Number.POSITIVE_INFINITY],
    ['bigint', 1n],
    ['function', { toJSON: () => 1 }],
    ['symbol', Symbol('a')],
    ['symbol key', { [Symbol('a')]: 1 }],
    ['hole', new Array(1)],
    ['date', new Date(0)],
    ['bytes', new Uint8Array(1)],
    ['map', new Map()],
    ['lone surrogate', '\ud800'],
    ['lone surrogate key', { '\udc00': 1 }],
  ])('refuses what JSON cannot carry: %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError)
  })

  it('refuses bottomless and circular values instead of exhausting the stack', () => {
    const circular: Record<string, unknown> = {}
    circular.self = circular
    expect(() => canonicalJson(circular)).toThrow(/nested deeper than 64/)
  })

  it('does not depend on the order in which members were added, and reads back as the same value', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse())
        const text = canonicalJson(value)
        expect(canonicalJson(reversed)).toBe(text)
        expect(parseCanonicalJson(text)).not.toBeNull()
        // -0 has no form of its own in JSON, so the comparison is of the texts.
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
  })

  it.each(['{"b":1,"a":2}', '{ }', '[1 ]', '1.0', '-0', '"\\u0041"', '{"a":1,"a":1}', '', '{'])(
    'does not take %j for canonical',
    (text) => {
      expect(parseCanonicalJson(text)).toBeNull()
    },
  )
})
