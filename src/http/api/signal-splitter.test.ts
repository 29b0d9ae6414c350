import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitSignals } from './signal-splitter.ts'

const utf8 = new TextEncoder()

/** What comes out of a body that arrives cut at these places. */
const split = (body: string, cuts: readonly number[] = []) => {
  const bytes = utf8.encode(body)
  const splitter = splitSignals()
  const ends = [...new Set([...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b)
  const elements: string[] = []
  let from = 0
  for (const end of ends) {
    for (const element of splitter.push(bytes.subarray(from, end))) elements.push(new TextDecoder().decode(element))
    from = end
  }
  return { elements, ...splitter.end() }
}

describe('[TR1] a body of many signals, taken apart', () => {
  test('is the list that its JSON holds, however it is written and wherever it is cut', () => {
    const body = fc.record({ signals: fc.array(fc.jsonValue()) })
    fc.assert(
      fc.property(body, fc.nat({ max: 3 }), fc.array(fc.nat()), (value, spaces, cuts) => {
        const found = split(JSON.stringify(value, null, spaces), cuts)
        expect(found.elements.map((one) => JSON.parse(one))).toEqual(JSON.parse(JSON.stringify(value.signals)))
        expect([found.isBatch, found.isWhole, JSON.parse(found.envelope)]).toEqual([true, true, { signals: [] }])
      }),
    )
  })

  test('brackets, commas and quotes within texts are no others', () => {
    const signals = ['a]b', '{"', '\\"],', '\\', '中文，]']
    expect(split(JSON.stringify({ signals })).elements.map((one) => JSON.parse(one))).toEqual(signals)
  })

  test('one signal comes back whole, as the envelope', () => {
    const one = { id: 'a', data: { signals: [1, 2] } }
    expect(split(JSON.stringify(one))).toMatchObject({ elements: [], isBatch: false, envelope: JSON.stringify(one) })
  })

  test.each(['{"signals":[1,2', '{"signals":[1,,2]}', '{"signals":[1,]}', '{"signals":[,1]}', '{"signals":["a'])(
    'says that it is not whole: %s',
    (body) => expect(split(body).isWhole).toBe(false),
  )

  test('what stands beside the list stays in the envelope, for the schema to refuse', () => {
    expect(split('{"signals":[1],"more":2}')).toMatchObject({ elements: ['1'], envelope: '{"signals":[],"more":2}' })
    expect(split('{"sig nals":[1]}').envelope).toBe('{"sig nals":[]}')
  })
})
