import { describe, expect, test } from 'vitest'
import { aCase, hours, marketplace, minutes, reviewer, seconds, system } from '#test/world/a-case.ts'

const orders = 'case-1.withdrawal'
const acknowledge = (change: 'applied' | 'lifted') => ({
  type: 'acknowledge-restriction' as const,
  restrictionId: orders,
  change,
})
const restricted = () => aCase().passes(hours(72)).missesDeadline()
const again = { type: 'send-restrictions-again' } as const
const now = { type: 'send-restriction-now', restrictionId: orders } as const

type Story = ReturnType<typeof aCase>
const says = (story: Story, really: 'taken' | 'free', asOfMs = story.nowMs) =>
  story.does({ type: 'report-restriction', restrictionId: orders, really, asOfMs }, marketplace)
const one = (story: Story) => story.state.restrictions.find(({ id }) => id === orders)
/** Taken, passed, given back and acknowledged: the seller is told that all is restored. */
const restored = () => restricted().marketplaceAcknowledges().succeeds().marketplaceAcknowledges()
const types = (events: readonly { data: { type: string } }[]) => events.map(({ data }) => data.type)

describe('[RE2] told again until acknowledged', () => {
  test('a clock is running for what nobody acknowledged, and each sending is counted', () => {
    const story = restricted()
    expect(story.clock('restriction-resend')).toMatchObject({
      dueAtMs: story.nowMs + minutes(2),
      onDue: 'send-again',
    })
    expect(story.does(again, system)).toEqual([])
    story.passes(minutes(2)).does(again, system)
    expect(story.eventsOf('restriction-sent-again')).toMatchObject([
      { capability: 'product_listing', change: 'applied', try: 2, why: 'not-acknowledged' },
      { capability: 'withdrawal', change: 'applied', try: 2, why: 'not-acknowledged' },
    ])
    expect(story.clock('restriction-resend')?.dueAtMs).toBe(story.nowMs + minutes(10))
    // Twice at the same moment is once.
    expect(story.does(again, system)).toEqual([])
  })

  test('the acknowledgement ends it, each capability for itself', () => {
    const story = restricted()
    story.does(acknowledge('applied'), marketplace)
    story.passes(minutes(2)).does(again, system)
    expect(story.eventsOf('restriction-sent-again').map(({ capability }) => capability)).toEqual(['product_listing'])
    story.marketplaceAcknowledges()
    expect(story.clock('restriction-resend')).toBeUndefined()
  })

  test('what is to be given back is told again, and never that it should be taken', () => {
    const story = restricted().succeeds()
    for (let count = 0; count < 8; count += 1) story.passes(hours(6)).does(again, system)
    const sent = story.eventsOf('restriction-sent-again')
    expect(sent).toHaveLength(16)
    expect(new Set(sent.map(({ change }) => change))).toEqual(new Set(['lifted']))
    expect(one(story)).toMatchObject({ state: 'lifting', sends: 9 })
  })

  test('a case that the marketplace closed itself waits for everything to come back, too [NO4]', () => {
    const story = restricted().marketplaceAcknowledges()
    story.does({ type: 'withdraw', why: 'sealed' }, marketplace)
    expect(story.nextStep()).toBe('wait-for-restoration')
    story.passes(minutes(2)).does(again, system)
    expect(story.marketplaceAcknowledges().nextStep()).toBe('nothing')
  })

  test('by hand at once, by staff only, and two clicks are one', () => {
    const story = restricted().passes(minutes(1))
    expect(story.refused(now).code).toBe('not-allowed')
    expect(types(story.does(now, reviewer))).toEqual(['restriction-sent-again'])
    expect(story.passes(seconds(2)).does(now, reviewer)).toEqual([])
    expect(story.eventsOf('restriction-sent-again')).toMatchObject([{ why: 'by-hand', try: 2 }])
    story.marketplaceAcknowledges().passes(minutes(1))
    expect(story.refused(now, reviewer).code).toBe('invalid-state')
  })
})

describe('[RE2] what the marketplace reports', () => {
  test('left behind after a pass: not restored any more, told again at once, and the promise is overdue', () => {
    const story = restored().passes(hours(5))
    expect(story.state.status).toBe('restored')
    expect(types(says(story, 'taken'))).toEqual(['restriction-drifted', 'restriction-sent-again'])
    expect(story.state.status).toBe('passed')
    expect(story.nextStep()).toBe('wait-for-restoration')
    expect(one(story)).toMatchObject({ state: 'lifting', sends: 2, drift: { kind: 'left-behind' } })
    expect(story.clock('restore-promise')?.dueAtMs).toBeLessThan(story.nowMs)
  })

  test('an acknowledgement alone is not believed then; a later report that agrees is', () => {
    const story = restored().passes(hours(5))
    says(story, 'taken')
    story.passes(seconds(1)).does(acknowledge('lifted'), marketplace)
    expect(one(story)).toMatchObject({ state: 'lifted', drift: { kind: 'left-behind' } })
    expect(story.state.status).toBe('passed')
    expect(types(says(story.passes(seconds(30)), 'free'))).toEqual(['restriction-drift-cleared', 'case-restored'])
    expect(story.state.status).toBe('restored')
    expect(one(story)?.drift).toBeNull()
  })

  test('reports that go on saying so do not flood the marketplace', () => {
    const story = restored().passes(hours(5))
    says(story, 'taken')
    let sendings = 0
    for (let count = 0; count < 120; count += 1) {
      story.passes(seconds(30)).marketplaceAcknowledges()
      sendings += types(says(story, 'taken')).filter((type) => type === 'restriction-sent-again').length
    }
    // An hour of reports each half a minute, each sending acknowledged and not carried out.
    expect(sendings).toBe(2)
  })

  test('taken away by us and free there: told again', () => {
    const story = restricted().marketplaceAcknowledges().passes(hours(1))
    says(story, 'free')
    expect(one(story)).toMatchObject({ state: 'applying', drift: { kind: 'not-taken' } })
    story.marketplaceAcknowledges()
    says(story.passes(seconds(1)), 'taken')
    expect(one(story)).toMatchObject({ state: 'applied', drift: null })
  })

  test('a report from before the last change says nothing of it', () => {
    const story = restored()
    expect(says(story, 'taken', story.nowMs - 1)).toEqual([])
    expect(story.state.status).toBe('restored')
  })

  test('what was told a moment ago is on its way; later it is left behind', () => {
    const story = restricted().marketplaceAcknowledges().succeeds().passes(minutes(1))
    expect(says(story, 'taken')).toEqual([])
    story.passes(minutes(5))
    expect(types(says(story, 'taken'))).toEqual(['restriction-drifted', 'restriction-sent-again'])
    // The next sending has its time already.
    expect(says(story.passes(seconds(30)), 'taken')).toEqual([])
  })

  test('how it should be is acknowledged by a report, too', () => {
    const story = restricted().succeeds().passes(seconds(10))
    expect(says(story, 'free')[0]?.data).toMatchObject({ type: 'restriction-acknowledged', by: 'report' })
    story.marketplaceAcknowledges()
    expect(story.state.status).toBe('restored')
    expect(says(story.passes(1), 'free')).toEqual([])
  })

  test('a pass takes the drift of what was not taken with it', () => {
    const story = restricted().marketplaceAcknowledges().passes(hours(1))
    says(story, 'free')
    story.succeeds()
    expect(one(story)).toMatchObject({ state: 'lifting', sends: 1, drift: null })
  })
})
