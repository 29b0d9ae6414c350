import { describe, expect, test } from 'vitest'
import { aCase } from '#test/world/a-case.ts'
import { programWith } from '#test/world/a-program.ts'

const asking = programWith({ links: { faces: { keepDays: 30, alike01: 0.6, shownMost: 3 } } })
const agree = { type: 'agree-to-face-comparison', textVersion: '1', language: 'zh' } as const
const seller = { kind: 'seller' } as const

describe('[SC3] [EV4] agreeing that a face is compared', () => {
  test('is an event of its own, with its words, once; taking it back is another', () => {
    const story = aCase({ program: asking })
    story.does(agree, seller)
    story.does(agree, seller)
    expect(story.eventsOf('face-comparison-agreed')).toHaveLength(1)
    expect(story.state.faceComparison).toMatchObject({ textVersion: '1', language: 'zh' })
    story.does({ type: 'withdraw-face-comparison' }, seller)
    story.does({ type: 'withdraw-face-comparison' }, seller)
    expect(story.eventsOf('face-comparison-withdrawn')).toHaveLength(1)
    expect(story.state.faceComparison).toBeNull()
  })

  test('is never needed: whoever does not agree goes the same way', () => {
    const without = aCase({ program: asking }).succeeds()
    const agreed = aCase({ program: asking })
    agreed.does(agree, seller)
    agreed.succeeds()
    expect(without.state.status).toBe(agreed.state.status)
    expect(without.state.faceComparison).toBeNull()
  })

  test('is asked of nobody where the program compares no faces', () => {
    const story = aCase({ program: programWith({ links: { faces: null } }) })
    expect(story.tried(agree, seller)).toMatchObject({ ok: false, refusal: { code: 'not-found' } })
  })

  test('nobody agrees for the seller', () => {
    const story = aCase({ program: asking })
    for (const actor of [{ kind: 'staff', id: 'x' }, { kind: 'system' }, { kind: 'api', keyId: 'k' }] as const)
      expect(story.tried(agree, actor).ok).toBe(false)
  })

  test('is over with the case, but can still be taken back', () => {
    const story = aCase({ program: asking })
    story.does(agree, seller)
    story.succeeds()
    expect(story.tried({ ...agree, textVersion: '2' }, seller)).toMatchObject({ refusal: { code: 'case-closed' } })
    story.does({ type: 'withdraw-face-comparison' }, seller)
    expect(story.state.faceComparison).toBeNull()
  })
})
