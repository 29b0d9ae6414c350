import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aCase, hours, marketplace, minutes, seconds, system } from '#test/world/a-case.ts'
import { heldAgainst } from './drift.ts'

/**
 * [RE2] A simulated marketplace between which and us anything is lost, doubled or comes in another order, and whose back office
 * is worked on by hand. When the faults end, its table is ours.
 */
type Message = { restrictionId: string; capability: Capability; change: 'applied' | 'lifted' }
type Capability = ReturnType<typeof aCase>['state']['restrictions'][number]['capability']
type Fault =
  | { what: 'arrives'; from: number; acknowledged: boolean; carriedOut: boolean; twice: boolean }
  | { what: 'is lost' | 'acknowledgement of something older' | 'a report' | 'passes' | 'our clock' }
  | { what: 'by hand'; capability: 'product_listing' | 'withdrawal'; taken: boolean }
  | { what: 'time'; ms: number }

const play = (faults: readonly Fault[]) => {
  const story = aCase().passes(hours(72)).missesDeadline()
  const table = new Set<Capability>()
  let seen = 0
  let outbox: Message[] = []
  const told: Message[] = []
  const collect = () => {
    for (const { data } of story.events.slice(seen)) {
      if (data.type === 'restriction-applied') outbox.push({ ...data, change: 'applied' })
      if (data.type === 'restriction-lifted') outbox.push({ ...data, change: 'lifted' })
      if (data.type === 'restriction-sent-again') outbox.push(data)
    }
    seen = story.events.length
  }
  /** A late or doubled acknowledgement may be refused; it must never harm. */
  const acknowledge = ({ restrictionId, change }: Message) =>
    story.tried({ type: 'acknowledge-restriction', restrictionId, change }, marketplace)
  const carryOut = ({ capability, change }: Message) => {
    if (change === 'applied') table.add(capability)
    else table.delete(capability)
  }
  const report = () => {
    const asOfMs = story.nowMs
    const { reported } = heldAgainst(story.state.restrictions, { asOfMs, restricted: [...table], ownReasons: [] })
    for (const one of reported) story.does({ type: 'report-restriction', ...one, asOfMs }, marketplace)
  }
  const ourClock = () => story.does({ type: 'send-restrictions-again' }, system)
  for (const fault of faults) {
    collect()
    if (fault.what === 'arrives') {
      const message = outbox[fault.from % Math.max(1, outbox.length)]
      if (!message) continue
      if (!fault.twice) outbox = outbox.filter((one) => one !== message)
      told.push(message)
      if (fault.carriedOut) carryOut(message)
      if (fault.acknowledged) acknowledge(message)
    }
    if (fault.what === 'is lost') outbox.shift()
    if (fault.what === 'acknowledgement of something older' && told[0]) acknowledge(told[0])
    if (fault.what === 'a report') report()
    if (fault.what === 'passes' && story.state.decidedAtMs === null) story.succeeds()
    if (fault.what === 'our clock') ourClock()
    if (fault.what === 'time') story.passes(fault.ms)
    if (fault.what === 'by hand' && fault.taken) table.add(fault.capability)
    if (fault.what === 'by hand' && !fault.taken) table.delete(fault.capability)
  }
  // The faults are over: what is told arrives in order and is done, and reports come in.
  for (let round = 0; round < 4; round += 1) {
    story.passes(hours(7))
    report()
    ourClock()
    collect()
    for (const message of outbox.splice(0)) {
      carryOut(message)
      acknowledge(message)
    }
    story.passes(minutes(1))
    report()
  }
  return { story, table }
}

const fault: fc.Arbitrary<Fault> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      what: fc.constant('arrives' as const),
      from: fc.nat(5),
      acknowledged: fc.boolean(),
      carriedOut: fc.boolean(),
      twice: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.constantFrom<Fault>(
      { what: 'is lost' },
      { what: 'acknowledgement of something older' },
      { what: 'a report' },
      { what: 'our clock' },
      { what: 'passes' },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('by hand' as const),
      capability: fc.constantFrom('product_listing' as const, 'withdrawal' as const),
      taken: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('time' as const),
      ms: fc.constantFrom(seconds(1), minutes(1), minutes(5), hours(3)),
    }),
  },
)

test('[RE2] whatever is lost, doubled, late or done by hand: in the end the marketplace’s table is ours', () => {
  fc.assert(
    fc.property(fc.array(fault, { maxLength: 40, size: 'max' }), (faults) => {
      const { story, table } = play(faults)
      const { restrictions, status } = story.state
      const wanted = restrictions.filter((one) => one.state === 'applying' || one.state === 'applied')
      expect([...table].sort()).toEqual(wanted.map((one) => one.capability).sort())
      expect(restrictions.map((one) => one.drift)).toEqual(restrictions.map(() => null))
      expect(restrictions.every((one) => one.state === 'applied' || one.state === 'lifted')).toBe(true)
      if (story.state.decidedAtMs !== null) expect(status).toBe('restored')
    }),
    { numRuns: 200 },
  )
})

test('[RE2] a pass is never called restored while the last report says otherwise', () => {
  fc.assert(
    fc.property(fc.array(fault, { maxLength: 40, size: 'max' }), (faults) => {
      const { story } = play([...faults, { what: 'passes' }, { what: 'time', ms: hours(3) }])
      let behind = new Set<string>()
      for (const { data } of story.events) {
        if (data.type === 'restriction-drifted' && data.drift === 'left-behind') behind.add(data.restrictionId)
        if (data.type === 'restriction-drift-cleared') behind.delete(data.restrictionId)
        if (data.type === 'restriction-lifted') behind = new Set([...behind].filter((id) => id !== data.restrictionId))
        if (data.type === 'case-restored') expect([...behind]).toEqual([])
      }
    }),
    { numRuns: 100 },
  )
})
