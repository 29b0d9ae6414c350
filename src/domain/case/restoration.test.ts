import { describe, expect, test } from 'vitest'
import { aCase, hours, marketplace, minutes } from '#test/world/a-case.ts'

const acknowledge = (restrictionId: string, change: 'applied' | 'lifted') => ({
  type: 'acknowledge-restriction' as const,
  restrictionId,
  change,
})

const passedAfterRestriction = () => aCase().passes(hours(72)).missesDeadline().marketplaceAcknowledges().succeeds()

describe('[RE2] on a pass all is restored, and proved restored', () => {
  test('every capability is lifted at once and each is acknowledged by the marketplace', () => {
    const story = passedAfterRestriction()
    expect(story.state.status).toBe('passed')
    expect(story.nextStep()).toBe('wait-for-restoration')
    expect(story.state.restrictions.map((one) => one.state)).toEqual(['lifting', 'lifting'])
    story.does(acknowledge('case-1.product_listing', 'lifted'), marketplace)
    expect(story.state.status).toBe('passed')
    story.does(acknowledge('case-1.withdrawal', 'lifted'), marketplace)
    expect(story.state.status).toBe('restored')
    expect(story.events.at(-1)?.data.type).toBe('case-restored')
    expect(story.nextStep()).toBe('nothing')
  })

  test('[DE4] within a promise that is ours to see, the marketplace’s to keep', () => {
    const story = passedAfterRestriction()
    expect(story.clock('restore-promise')).toEqual({
      kind: 'restore-promise',
      owner: 'marketplace',
      dueAtMs: story.nowMs + minutes(120),
      onDue: 'escalate',
    })
    expect(story.marketplaceAcknowledges().clock('restore-promise')).toBeUndefined()
  })

  test('a pass with nothing to give back is restored at once', () => {
    expect(aCase().succeeds().state.status).toBe('restored')
  })

  test('what was being applied when the pass came is lifted too, whichever acknowledgement arrives first', () => {
    const story = aCase().passes(hours(72)).missesDeadline().succeeds()
    expect(story.does(acknowledge('case-1.withdrawal', 'applied'), marketplace)).toEqual([])
    expect(story.state.restrictions.map((one) => one.state)).toEqual(['lifting', 'lifting'])
    story.marketplaceAcknowledges()
    expect(story.state.status).toBe('restored')
  })
})

describe('[RE1] acknowledgements', () => {
  test('a capability is applied when the marketplace says so', () => {
    const story = aCase().passes(hours(72)).missesDeadline()
    story.does(acknowledge('case-1.withdrawal', 'applied'), marketplace)
    expect(story.state.restrictions.map((one) => one.state)).toEqual(['applying', 'applied'])
  })

  test('twice is once', () => {
    const story = passedAfterRestriction()
    story.does(acknowledge('case-1.withdrawal', 'lifted'), marketplace)
    expect(story.does(acknowledge('case-1.withdrawal', 'lifted'), marketplace)).toEqual([])
  })

  test('nobody can acknowledge a lift that was not asked for, or a restriction that is not there', () => {
    const story = aCase().passes(hours(72)).missesDeadline()
    expect(story.refused(acknowledge('case-1.withdrawal', 'lifted'), marketplace).code).toBe('invalid-state')
    expect(story.refused(acknowledge('case-1.orders', 'applied'), marketplace).code).toBe('restriction-unknown')
  })
})
