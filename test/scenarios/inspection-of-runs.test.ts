import sharp from 'sharp'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { ReviewView } from '#contracts/desk-api.ts'
import type { AttemptResult, SellerCase } from '#contracts/seller-api.ts'
import { gatesOf } from '#domain/verdict.ts'
import { startInspectionWorker } from '#jobs/inspection-worker.ts'
import type { RunChoice } from '#main/demo/media/whole-run.ts'
import { runChoices } from '../media/whole-runs.ts'
import { programAliexpress } from '../world/a-program.ts'
import { startTestEngine } from '../world/databases.ts'
import {
  type Filmed,
  filmed,
  filmedWithinMs,
  inspected,
  least,
  named,
  openFilmedWorld,
  outcomes,
  patience,
} from '../world/filmed-run.ts'
import { goThroughRun, openCaseOf, prepareToRun, rehearse } from '../world/seller-run.ts'
import { openServerWorld, type Person } from '../world/server-world.ts'

/** Whole runs from the first chunk to what the seller and the reviewer are shown. */
const untilFace = { without: ['digits', 'pan'] } satisfies Partial<RunChoice>
const framesOf = ({ findings }: AttemptResult) =>
  findings.flatMap(({ proofFrames }) => proofFrames.map(({ frameId }) => frameId))

const stage = openFilmedWorld()

describe('[CK1] [CK4] [CK9] an honest run', () => {
  let clean: Filmed
  let seller: Person
  let caseId: string
  let result: AttemptResult

  beforeAll(async () => {
    clean = await filmed(runChoices.clean)
    ;({ seller, caseId } = await stage.newSeller(clean))
    const run = await goThroughRun(stage.world, seller, caseId, clean)
    result = await inspected(stage.world.app, seller, run.attemptId)
  }, filmedWithinMs)

  it('[DE1] passes by itself: every gate of the program was answered, and each passed', async () => {
    expect(named(outcomes(result, 'fail'))).toEqual([])
    expect(result.attempt.outcome).toBe('passed')
    const outcomeOf = new Map(result.findings.map(({ check, outcome }) => [check, outcome]))
    for (const gate of gatesOf(programAliexpress().inspection)) expect(outcomeOf.get(gate), gate).toBe('pass')
    expect(result.findings.map(({ reason }) => reason)).not.toContain('not-built-yet')
  })

  it('[DE3] is shown to a second reviewer without what was found', async () => {
    // With chance held at its least every pass is drawn for a second look.
    const { body } = await stage.staff.call<ReviewView>(
      'GET',
      `/desk/api/cases/${caseId}/attempts/${result.attempt.id}`,
    )
    expect(body.why).toBe('second-look')
    expect({ fields: body.fields, findings: body.findings }).toEqual({ fields: [], findings: [] })
    expect(body.clip?.sizeBytes).toBe(clean.bytes.length)
  })

  it('[FA2] gives its proof frames to the seller and to staff, and to nobody else', async () => {
    const frames = framesOf(result)
    expect(frames.length).toBeGreaterThan(0)
    const elsewhere = await stage.world.tenant('A marketplace next door')
    const strangers = {
      'staff next door': [await stage.world.staff(elsewhere.tenantId, 'admin'), 'desk', 404],
      'another seller': [(await stage.newSeller(null)).seller, 's', 404],
      nobody: [stage.world.nobody, 's', 401],
      'nobody at the desk': [stage.world.nobody, 'desk', 401],
      'the seller at the desk': [seller, 'desk', 401],
    } as const
    for (const frame of new Set(frames)) {
      for (const [person, room] of [
        [seller, 's'],
        [stage.staff, 'desk'],
      ] as const) {
        const answer = await person.raw('GET', `/${room}/api/frames/${frame}`)
        expect(answer.status).toBe(200)
        expect(answer.headers.get('content-type')).toBe('image/jpeg')
        const picture = await sharp(await answer.arrayBuffer()).metadata()
        expect(picture).toMatchObject({ format: 'jpeg', width: expect.any(Number) })
      }
      for (const [who, [person, room, status]] of Object.entries(strangers))
        expect((await person.raw('GET', `/${room}/api/frames/${frame}`)).status, who).toBe(status)
    }
  })
})

it(
  '[EL6] an unsure run shows the reviewer the fields that were read, each equal to the registration',
  async () => {
    const { seller, caseId } = await stage.newSeller(stage.front)
    const run = await goThroughRun(stage.world, seller, caseId, stage.front)
    const result = await inspected(stage.world.app, seller, run.attemptId)
    const { body } = await stage.staff.call<ReviewView>(
      'GET',
      `/desk/api/cases/${caseId}/attempts/${result.attempt.id}`,
    )
    expect(body.why).toBe('unsure')
    const read = Object.fromEntries(body.fields.map(({ field, read: text }) => [field, text]))
    const person = stage.front.run.registration.legalRepresentative
    expect(read).toMatchObject({ name: person.name, number: person.idNumber })
    expect(body.fields.filter(({ differs }) => differs)).toEqual([])
    expect(body.clip?.sizeBytes).toBe(stage.front.bytes.length)
  },
  filmedWithinMs,
)

it(
  '[CK4] [FA2] another person’s card fails with the face named, its limit and its proof',
  async () => {
    const other = await filmed({ ...runChoices.otherPersonsCard, ...untilFace })
    const { seller, caseId } = await stage.newSeller(other)
    const run = await goThroughRun(stage.world, seller, caseId, other)
    const result = await inspected(stage.world.app, seller, run.attemptId)
    expect(named(outcomes(result, 'fail'))).toEqual(['face.portrait-match: person-document-mismatch'])
    expect(result.attempt).toMatchObject({
      outcome: 'failed',
      counted: true,
      failures: [{ code: 'person-document-mismatch', originalCode: 'VER-403' }],
    })
    const [mismatch] = outcomes(result, 'fail')
    expect(mismatch?.value).toBeLessThan(mismatch?.limit ?? 0)
    expect(mismatch?.proofFrames.length).toBeGreaterThan(0)
    for (const { frameId } of mismatch?.proofFrames ?? [])
      expect((await seller.raw('GET', `/s/api/frames/${frameId}`)).status).toBe(200)
  },
  filmedWithinMs,
)

type Rehearsal = { state: string; findings: AttemptResult['findings'] }

it(
  '[DV7] a rehearsal gives the findings of a real run and uses no attempt',
  async () => {
    const { seller, caseId } = await stage.newSeller(stage.front)
    const rehearsalId = await rehearse(stage.world, seller, caseId, stage.front.chunks.slice(0, 6))
    const worker = await startInspectionWorker(stage.world.app, 1)
    const rehearsal = await vi
      .waitFor(async () => {
        const { body } = await seller.call<Rehearsal>('GET', `/s/api/rehearsals/${rehearsalId}`)
        if (body.state !== 'done') throw new Error(`the rehearsal is ${body.state}`)
        return body
      }, patience)
      .finally(() => worker.stop())
    expect(outcomes(rehearsal, 'pass').map(({ check }) => check)).toContain('id-card.number')
    expect(named(outcomes(rehearsal, 'fail'))).toEqual([])
    const { body } = await seller.call<SellerCase>('GET', `/s/api/cases/${caseId}`)
    expect(body.attempts).toEqual([])
    expect(body.allowance.leftToday).toBe(4)
    expect(await stage.recordedEvents(caseId, 'findings-recorded')).toBe(0)
    const clip = await seller.raw('GET', `/s/api/rehearsals/${rehearsalId}/clip`)
    expect((await clip.arrayBuffer()).byteLength).toBe(
      stage.front.chunks.slice(0, 6).reduce((sum, one) => sum + one.bytes.length, 0),
    )
  },
  filmedWithinMs,
)

it(
  '[RE2] from a notice after the deadline to an account that is restored, on PostgreSQL',
  async () => {
    const engine = await startTestEngine('postgres')
    const { settings } = await engine.open()
    const onPostgres = await openServerWorld({ databaseUrl: settings.url ?? '', chance: least })
    try {
      const { tenantId, marketplace } = await onPostgres.tenant('A marketplace on PostgreSQL')
      const caseId = await openCaseOf(marketplace, 'seller-1', {
        noticedAt: new Date(onPostgres.nowMs() - 80 * 3_600_000).toISOString(),
        registration: { ...stage.front.run.registration, sellerId: 'seller-1' },
      })
      const restricted = await marketplace.call<{ restrictions: { id: string; state: string }[] }>(
        'GET',
        '/v1/sellers/seller-1/restrictions',
      )
      expect(restricted.body.restrictions.map((one) => one.state)).toEqual(['applying', 'applying'])
      const seller = await onPostgres.sellerOf(marketplace, caseId)
      await prepareToRun(seller, caseId)
      const run = await goThroughRun(onPostgres, seller, caseId, stage.front)
      expect((await inspected(onPostgres.app, seller, run.attemptId)).attempt.outcome).toBe('in-review')
      const reviewer = await onPostgres.staff(tenantId, 'reviewer')
      const decision = { attemptId: run.attemptId, outcome: 'pass', reasons: [], note: 'looks right' }
      expect((await reviewer.call('POST', `/desk/api/cases/${caseId}/decision`, decision)).status).toBe(200)
      for (const { id } of restricted.body.restrictions)
        expect((await marketplace.call('POST', `/v1/restrictions/${id}/ack`, { change: 'lifted' })).status).toBe(200)
      const after = await seller.call<SellerCase>('GET', `/s/api/cases/${caseId}`)
      expect(after.body.status).toBe('restored')
      expect(after.body.restrictions.every((one) => one.state === 'lifted')).toBe(true)
    } finally {
      await onPostgres.close()
      await engine.stop()
    }
  },
  filmedWithinMs,
)
