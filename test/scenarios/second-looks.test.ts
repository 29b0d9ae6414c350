import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Agreement, QueueView, ReviewView } from '#contracts/desk-api.ts'
import { passedRun as passesRun } from '../world/passed-run.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/** With chance at its least every automatic pass is drawn. */
let world: ServerWorld
let tenant: Awaited<ReturnType<ServerWorld['tenant']>>
let reviewer: Person
let lead: Person
beforeAll(async () => {
  world = await openServerWorld({ chance: () => 0 })
  tenant = await world.tenant('A marketplace')
  reviewer = await world.staff(tenant.tenantId, 'reviewer')
  lead = await world.staff(tenant.tenantId, 'supervisor')
})
afterAll(() => world.close())

const passedRun = (sellerId: string) => passesRun(world, tenant.marketplace, sellerId)

const queued = async (person: Person) =>
  (await person.call<QueueView>('GET', '/desk/api/queue')).body.items.map(({ caseId, why }) => ({ caseId, why }))
const decide = (person: Person, caseId: string, attemptId: string, outcome: string, reasons: string[] = []) =>
  person.call<{ status: string; code: string }>('POST', `/desk/api/cases/${caseId}/decision`, {
    attemptId,
    outcome,
    reasons,
    note: null,
  })
const agreement = async () => (await reviewer.call<Agreement>('GET', '/desk/api/agreement')).body.secondLooks
const statusOf = async (caseId: string) =>
  (await tenant.marketplace.call<{ status: string }>('GET', `/v1/cases/${caseId}`)).body.status

describe('[DE1] [DE3] a second look at an automatic pass', () => {
  it('is blind, agrees, and is counted', async () => {
    const { caseId, attemptId } = await passedRun('agreed')
    expect(await statusOf(caseId)).toBe('restored')
    expect(await queued(reviewer)).toEqual([{ caseId, why: 'second-look' }])
    const { body } = await reviewer.call<ReviewView>('GET', `/desk/api/cases/${caseId}/attempts/${attemptId}`)
    expect(body).toMatchObject({ blind: true, findings: [], fields: [], history: [], ifFailed: null })
    expect([body.case.status, body.attempt.outcome, body.case.restrictions]).toEqual(['in-review', 'in-review', []])
    expect(body.registration?.sellerId).toBe('agreed')
    expect(JSON.stringify(body)).not.toMatch(/"passed"|"restored"|case-passed/)
    expect((await decide(reviewer, caseId, attemptId, 'void')).body.code).toBe('invalid-state')
    expect((await decide(reviewer, caseId, attemptId, 'pass')).status).toBe(200)
    expect(await queued(reviewer)).toEqual([])
    expect(await agreement()).toMatchObject({ agreed: 1, doubted: 0, waiting: 0 })
    const after = await reviewer.call<ReviewView>('GET', `/desk/api/cases/${caseId}/attempts/${attemptId}`)
    expect(after.body).toMatchObject({ blind: false, attempt: { outcome: 'passed' } })
  })

  it('doubts, and only a lead settles it; overturned, the pass stands and a new case is opened', async () => {
    const { caseId, attemptId } = await passedRun('doubted')
    await decide(reviewer, caseId, attemptId, 'fail', ['not-live'])
    expect(await statusOf(caseId)).toBe('restored')
    expect(await queued(reviewer)).toEqual([])
    expect(await queued(lead)).toEqual([{ caseId, why: 'disagreement' }])
    expect(await agreement()).toMatchObject({ agreed: 1, doubted: 1 })
    const settle = (person: Person) =>
      person.call<{ newCaseId: string | null }>('POST', `/desk/api/cases/${caseId}/second-look`, {
        attemptId,
        outcome: 'overturned',
        note: 'The card was a print.',
      })
    expect((await settle(reviewer)).status).toBe(404)
    const { body } = await settle(lead)
    expect(body.newCaseId).not.toBeNull()
    expect(await statusOf(body.newCaseId ?? '')).toBe('awaiting-seller')
    expect(await statusOf(caseId)).toBe('restored')
    expect(await queued(lead)).toEqual([])
    expect(await agreement()).toMatchObject({ agreed: 1, doubted: 0, overturned: 1 })
    expect((await settle(lead)).body.newCaseId, 'asked again, because the answer was lost').toBeNull()
    expect(await agreement()).toMatchObject({ overturned: 1 })
  })

  it('overturned while another case is open already, it stands without one more', async () => {
    const { caseId, attemptId } = await passedRun('doubted-again')
    await decide(reviewer, caseId, attemptId, 'fail', ['not-live'])
    const asked = { sellerId: 'doubted-again', program: 'aliexpress', noticedAt: null }
    expect((await tenant.marketplace.call('POST', '/v1/cases', asked)).status).toBe(201)
    const settlement = { attemptId, outcome: 'overturned', note: 'The card was a print.' }
    const path = `/desk/api/cases/${caseId}/second-look`
    const { status, body } = await lead.call<{ newCaseId: string | null }>('POST', path, settlement)
    expect({ status, body }).toEqual({ status: 200, body: { newCaseId: null } })
    expect(await agreement()).toMatchObject({ doubted: 0, overturned: 2 })
  })
})
