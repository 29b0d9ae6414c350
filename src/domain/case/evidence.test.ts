import { describe, expect, test } from 'vitest'
import { aCase, hours, reviewer } from '#test/world/a-case.ts'
import { chainStart, sealChain, verifyChain } from '../evidence/chain.ts'
import { foldCase } from './evolve.ts'

/** A whole case: restricted, one failure, one run left, one passed by a person, restored. */
const wholeCase = () => {
  const story = aCase().passes(hours(72)).missesDeadline().marketplaceAcknowledges()
  story.fails('card-glare').starts().leavesPage().completesRun().isFound([])
  story.does({ type: 'view-evidence', what: 'clip', attemptId: null }, reviewer)
  return story.isReviewed('pass').marketplaceAcknowledges()
}

const chained = (story: ReturnType<typeof aCase>) =>
  sealChain(
    chainStart('case-1'),
    story.events.map((event) => ({
      type: event.data.type,
      version: event.version,
      at: new Date(event.atMs).toISOString(),
      actor: event.actor,
      data: event.data,
    })),
  )

describe('[EV1] every step leaves an event', () => {
  test('a whole case reads as what happened, in order', () => {
    const types = wholeCase().events.map((event) => event.data.type)
    const milestones = types.filter((type) => !/^(step|challenge)-/.test(type))
    expect(milestones).toEqual([
      'case-opened',
      'eligibility-checked',
      'deadline-missed',
      'stage-reached',
      'restriction-applied',
      'restriction-applied',
      'restriction-acknowledged',
      'restriction-acknowledged',
      'device-checked',
      'consent-given',
      'attempt-started',
      'attempt-ended',
      'findings-recorded',
      'attempt-failed',
      'device-checked',
      'attempt-started',
      'attempt-ended',
      'attempt-failed',
      'support-suggested',
      'device-checked',
      'attempt-started',
      'attempt-ended',
      'findings-recorded',
      'review-requested',
      'evidence-viewed',
      'reviewed',
      'case-passed',
      'restriction-lifted',
      'restriction-lifted',
      'restriction-acknowledged',
      'restriction-acknowledged',
      'case-restored',
    ])
    expect(types.filter((type) => type === 'challenge-shown')).toHaveLength(2 * (3 + 4))
  })

  test('[EV4] consent comes before the first run, and every look of staff is there with who looked', () => {
    const { events } = wholeCase()
    const first = (type: string) => events.findIndex((event) => event.data.type === type)
    expect(first('consent-given')).toBeLessThan(first('attempt-started'))
    expect(events.find((event) => event.data.type === 'evidence-viewed')?.actor).toEqual(reviewer)
  })

  test('the chain over them holds, and one changed word anywhere breaks it where it was changed', () => {
    const events = chained(wholeCase())
    expect(verifyChain(events).ok).toBe(true)
    for (const index of events.keys()) {
      const forged = structuredClone(events)
      const event = forged[index]
      if (event) event.data = { ...(event.data as object), type: 'case-passed' }
      if (JSON.stringify(forged[index]) === JSON.stringify(events[index])) continue
      expect(verifyChain(forged)).toMatchObject({ ok: false, atSeq: index + 1 })
    }
  })

  test('events that went through storage as JSON fold to the same case', () => {
    const story = wholeCase()
    expect(foldCase('case-1', JSON.parse(JSON.stringify(story.events)))).toEqual(story.state)
  })
})
