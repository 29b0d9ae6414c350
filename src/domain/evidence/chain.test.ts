import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson } from './canonical-json.ts'
import { type ChainedEvent, chainStart, type EventContent, headOf, sealChain, verifyChain } from './chain.ts'

const content = (no: number): EventContent => ({
  type: 'step-started',
  version: 1,
  at: `2026-01-02T03:04:${String(no % 60).padStart(2, '0')}.000Z`,
  actor: { kind: 'seller' },
  data: { stepId: `step_${no}`, note: 'v1.k_x.y.z', values: [no, -0, null, { nested: '张' }] },
})
const chainOf = (count: number) =>
  sealChain(
    chainStart('case_1'),
    Array.from({ length: count }, (_, no) => content(no)),
  )

const aContent: fc.Arbitrary<EventContent> = fc.record({
  type: fc.string(),
  version: fc.nat(),
  at: fc.string(),
  actor: fc.jsonValue() as fc.Arbitrary<unknown>,
  data: fc.jsonValue() as fc.Arbitrary<unknown>,
})

describe('[EV1] hash chain of a case', () => {
  it('numbers events from 1 and links each to the one before, across several sealings', () => {
    const first = sealChain(chainStart('case_1'), [content(0), content(1)])
    const second = sealChain(headOf(first[1]!), [content(2)])
    expect([...first, ...second].map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(second[0]!.prevHash).toBe(first[1]!.hash)
    expect([...first, ...second]).toEqual(chainOf(3))
    expect(verifyChain(second, { from: headOf(first[1]!) })).toEqual({ ok: true, head: headOf(second[0]!) })
  })

  it('has a hash that other tools give as well: this one is of sha256sum over the canonical text', () => {
    const [event] = sealChain(chainStart('case_1'), [
      {
        type: 'case-opened',
        version: 1,
        at: '2026-01-02T03:04:05.000Z',
        actor: { kind: 'system' },
        data: { b: 1, a: '张' },
      },
    ])
    expect(event!.hash).toBe('14f79feaa658cf53632c889ad87f3c85a6533a7e6d8a965575f5b2e91c73f617')
  })

  it('finds nothing wrong with any sound chain that went through storage as JSON', () => {
    fc.assert(
      fc.property(fc.array(aContent, { minLength: 1, maxLength: 8 }), (contents) => {
        const events = sealChain(chainStart('case_1'), contents)
        const stored: unknown[] = JSON.parse(JSON.stringify(events))
        expect(verifyChain(stored, { signed: headOf(events.at(-1)!) })).toEqual({
          ok: true,
          head: headOf(events.at(-1)!),
        })
      }),
    )
  })

  it('finds any changed byte of any event', () => {
    const events = chainOf(3)
    const lines = events.map((event) => Buffer.from(canonicalJson(event)))
    fc.assert(
      fc.property(fc.nat(2), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, at, flip) => {
        const bytes = Buffer.from(lines[which]!)
        bytes[at % bytes.length]! ^= flip
        let changed: unknown
        try {
          changed = JSON.parse(bytes.toString('utf8'))
        } catch {
          return
        }
        // A changed byte that spells the same value (an escape, for example) has changed nothing.
        if (canonicalJsonOrNull(changed) === lines[which]!.toString('utf8')) return
        const tampered: unknown[] = events.map((event, index) => (index === which ? changed : event))
        expect(verifyChain(tampered)).toMatchObject({ ok: false })
      }),
      { numRuns: 2000 },
    )
  })

  it('finds a change even where every later hash was left as it was, and says where', () => {
    const events = chainOf(4)
    const tampered = events.map((event) => (event.seq === 2 ? { ...event, data: { stepId: 'other' } } : event))
    expect(verifyChain(tampered)).toEqual({ ok: false, atSeq: 2, why: 'hash-differs' })
  })

  it('finds a changed event whose own hash was made to fit', () => {
    const events = chainOf(4)
    const [forged] = sealChain(headOf(events[0]!), [{ ...content(1), data: 'forged' }])
    expect(verifyChain([events[0], forged, ...events.slice(2)])).toEqual({
      ok: false,
      atSeq: 3,
      why: 'prev-hash-differs',
    })
  })

  it('finds every reordering', () => {
    const events = chainOf(5)
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: 5 }), (shuffled) => {
        const same = shuffled.every((event, index) => event === events[index])
        expect(verifyChain(shuffled).ok).toBe(same)
      }),
    )
  })

  it('finds an event taken out, put in twice, or put in from another case', () => {
    const events = chainOf(4)
    expect(verifyChain([events[0], events[2], events[3]])).toEqual({ ok: false, atSeq: 2, why: 'out-of-sequence' })
    expect(verifyChain([events[0], events[0]])).toEqual({ ok: false, atSeq: 2, why: 'out-of-sequence' })
    const other = sealChain(chainStart('case_2'), [content(0), content(1)])
    expect(verifyChain([events[0], other[1]])).toEqual({ ok: false, atSeq: 2, why: 'other-case' })
  })

  it('finds the end cut off against a signed head, at every length', () => {
    const events = chainOf(6)
    const signed = headOf(events[5]!)
    for (let kept = 0; kept < events.length; kept++) {
      expect(verifyChain(events.slice(0, kept), { signed })).toEqual({
        ok: false,
        atSeq: kept + 1,
        why: 'shorter-than-head',
      })
    }
    expect(verifyChain(events, { signed })).toEqual({ ok: true, head: signed })
  })

  it('finds a wholly rewritten history against a signed head', () => {
    const signed = headOf(chainOf(3)[2]!)
    const rewritten = sealChain(chainStart('case_1'), [content(0), content(9), content(2)])
    expect(verifyChain(rewritten)).toMatchObject({ ok: true })
    expect(verifyChain(rewritten, { signed })).toEqual({ ok: false, atSeq: 3, why: 'head-differs' })
  })

  it('accepts what was appended after the head was signed', () => {
    const events = chainOf(4)
    expect(verifyChain(events, { signed: headOf(events[1]!) })).toEqual({ ok: true, head: headOf(events[3]!) })
  })

  it.each<[string, (event: ChainedEvent) => unknown]>([
    ['an unhashed extra member', (event) => ({ ...event, note: 'x' })],
    ['a missing member', ({ actor: _, ...rest }) => rest],
    ['a hash in capitals', (event) => ({ ...event, hash: event.hash.toUpperCase() })],
    ['a number as text', (event) => ({ ...event, seq: '1' })],
    ['null', () => null],
    ['a value JSON cannot carry', (event) => ({ ...event, data: 1n })],
  ])('refuses %s', (_, spoil) => {
    expect(verifyChain([spoil(chainOf(1)[0]!)])).toMatchObject({ ok: false, atSeq: 1 })
  })

  it('does not call an empty chain sound: there was nothing to check', () => {
    expect(verifyChain([])).toEqual({ ok: false, atSeq: 1, why: 'malformed' })
  })
})

function canonicalJsonOrNull(value: unknown): string | null {
  try {
    return canonicalJson(value)
  } catch {
    return null
  }
}
