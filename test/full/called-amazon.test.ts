import { expect, test } from 'vitest'
import { lookAtPage } from '#test/e2e/pages/look-at-page.ts'
import { patientInCall } from '#test/e2e/world/browser.ts'
import { happened, inCall } from '#test/e2e/world/call-journey.ts'
import { endsCall, judges, opensStep } from '#test/e2e/world/called-reviewer.ts'
import { calledPerson, goesThroughStep } from '#test/e2e/world/called-steps.ts'
import { atDesk, openHeldStage } from '#test/e2e/world/held-stage.ts'
import { openFromQueue, passRun } from '#test/e2e/world/reviewer-person.ts'

const stage = openHeldStage()

test(
  '[CP3] [DE2] [RE2] Amazon’s call: documents one by one, questions, reviewed afterwards, restored',
  patientInCall,
  async () => {
    const lead = await atDesk(stage, 'supervisor')
    const of = { sellerId: 'harbour-books', program: 'amazon', kind: 'individual' } as const
    const { id, seller, reviewer } = await inCall(stage, lead, of)
    for (const [stepId, kind, challenges] of [
      ['id-front', 'id-front', 0],
      ['id-back', 'id-back', 0],
      ['face', 'face', 2],
      ['address-proof', 'document', 0],
      ['questions', 'statement', 0],
    ] as const)
      await goesThroughStep({ seller: calledPerson(seller), reviewer }, { id: stepId, kind, challenges })
    await opensStep(reviewer, 'bank-proof')
    await judges(reviewer, 'bank-proof', 'not-needed')
    await endsCall(reviewer, null)
    await expect.poll(() => happened(stage, id), { timeout: 240_000, interval: 2000 }).toContain('findings-recorded')
    // The reviewer decides in the review, with the findings of the whole recording.
    await reviewer.page.goto(`${stage.server.url}/desk`)
    await openFromQueue(reviewer, of.sellerId)
    const wrong = await lookAtPage(reviewer.page, 'desk-review-of-call')
    await passRun(reviewer, of.sellerId)
    await expect.poll(() => happened(stage, id), { timeout: 60_000 }).toContain('case-restored')
    expect(wrong).toEqual([])
    expect([...seller.complaints, ...reviewer.complaints]).toEqual([])
  },
)
