import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publishedRuleSets } from '#app/rules/rule-sets.ts'
import { tellRulePerson } from '#app/rules/tell-rule-people.ts'
import type { RuleProgramView, RuleVersionView, TriedRules } from '#contracts/desk-rules.ts'
import type { Rule, RuleSet } from '#domain/risk/rule-set.ts'
import { programAliexpress } from '../world/a-program.ts'
import { ruleSetWith, ruleWith } from '../world/a-rule-set.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/** [TR4] Rules from the first draft to the roll-back, with the people who must agree, and what they cannot do to each other. */
let world: ServerWorld
let here: Awaited<ReturnType<typeof open>>
const open = async (name: string) => {
  const tenant = await world.tenant(name)
  const ada = await world.staff(tenant.tenantId, 'compliance')
  return { ...tenant, ada }
}
let ada: Person
let bo: Person
beforeAll(async () => {
  world = await openServerWorld()
  here = await open('Here')
  ada = here.ada
  bo = await world.staff(here.tenantId, 'admin')
})
afterAll(() => world.close())

type Drafted = { version: number; revision: number }
type Problem = { code: string; details?: Record<string, unknown>; errors?: { field: string }[] }

/** A rule that holds for a shop younger than so many days. */
const aRule = (id = 'new-shop', changes: Partial<Rule> = {}): Rule =>
  ruleWith({ id, when: 'shop.age_days < 30.0', weight: 20, ...changes })

/** A program of its own for each story, so that none sees the rules of another. */
let programs = 0
const newProgram = () => {
  programs += 1
  const program = `program-${programs}`
  world.app.programs.set(program, { ...programAliexpress(), name: program })
  return {
    program,
    /** The address of a version, or of something that is done to the program. */
    at: (what: number | string) => `/desk/api/rules/${program}/${what}`,
    rules: (changes: Partial<RuleSet> = {}) =>
      ruleSetWith({ program, thresholds: { open: 20, person: null }, rules: [aRule()], ...changes }),
    published: async (tenantId = here.tenantId) =>
      (await publishedRuleSets(world.app, tenantId)).flatMap((one) => (one.program === program ? [one.version] : [])),
  }
}
type Place = ReturnType<typeof newProgram>
const why = 'too many new shops open cases'
const draft = async ({ at }: Place, by: Person, rules: RuleSet): Promise<Drafted> => {
  const begun = await by.call<Drafted>('POST', at('drafts'), { from: 'nothing' })
  expect(begun.status).toBe(201)
  const { version, revision } = begun.body
  const saved = await by.call<Drafted>('PUT', at(version), { revision, rules })
  expect(saved.status).toBe(200)
  return saved.body
}

/** Drafts, proposes and publishes with two people; answers with the version. */
const bring = async (place: Place, one: Person, other: Person, rules: RuleSet, publishedVersion: number | null) => {
  const { at } = place
  const { version, revision } = await draft(place, one, rules)
  expect((await one.call('POST', `${at(version)}/propose`, { revision, why })).status).toBe(200)
  const done = await other.call('POST', `${at(version)}/publish`, { revision, publishedVersion, why })
  expect(done.status).toBe(200)
  return version
}

describe('[TR4] four eyes', () => {
  it('whoever drafted, edited or proposed does not publish; somebody else does, and it decides at once', async () => {
    const place = newProgram()
    const { at, rules, published } = place
    expect(await published()).toEqual([])
    const { version, revision } = await draft(place, ada, rules())
    const publish = { revision, publishedVersion: null, why }
    expect((await bo.call('POST', `${at(version)}/publish`, publish)).status).toBe(409)
    await ada.call('POST', `${at(version)}/propose`, { revision, why })
    const own = await ada.call<Problem>('POST', `${at(version)}/publish`, publish)
    expect([own.status, own.body.code]).toEqual([409, 'second-pair-of-eyes'])
    expect((await bo.call('POST', `${at(version)}/publish`, { ...publish, why: '' })).status).toBe(422)
    expect((await bo.call('POST', `${at(version)}/publish`, publish)).status).toBe(200)
    expect(await published()).toEqual([1])

    const { body } = await ada.call<RuleProgramView>('GET', `/desk/api/rules/${place.program}`)
    expect(body.published).toMatchObject({ version, published: { by: { kind: 'staff', name: 'admin' } } })
    expect(body.history.map(({ what }) => what)).toEqual(['published', 'proposed', 'edited', 'drafted'])
    expect(body.history[0]?.why).toBe(why)
  })

  it('reviewers and supervisors read and change nothing', async () => {
    const place = newProgram()
    const { at, rules } = place
    const { version, revision } = await draft(place, ada, rules())
    for (const role of ['reviewer', 'supervisor'] as const) {
      const reader = await world.staff(here.tenantId, role)
      expect((await reader.call('GET', at(version))).status).toBe(200)
      expect((await reader.call('PUT', at(version), { revision, rules: rules() })).status).toBe(404)
      expect((await reader.call('POST', `${at(version)}/propose`, { revision, why })).status).toBe(404)
    }
  })

  it('a proposal stands still until it is taken back, and rules that cannot be run are not proposed', async () => {
    const place = newProgram()
    const { at, rules } = place
    const wrong = rules({ rules: [aRule('odd', { when: 'shop.age_day < 3.0' })] })
    const { version, revision } = await draft(place, ada, wrong)
    const seen = await bo.call<RuleVersionView>('GET', at(version))
    expect(seen.body.problems).toMatchObject([{ field: 'rules.0.when', code: 'unknown-name' }])
    const refused = await ada.call<Problem>('POST', `${at(version)}/propose`, { revision, why })
    expect([refused.status, refused.body.details?.what]).toEqual([409, 'rules'])
    const mended = await ada.call<Drafted>('PUT', at(version), { revision, rules: rules() })
    await ada.call('POST', `${at(version)}/propose`, { revision: mended.body.revision, why })
    const change = { revision: mended.body.revision, rules: rules({ rules: [] }) }
    expect((await bo.call('PUT', at(version), change)).status).toBe(409)
    expect((await bo.call('POST', `${at(version)}/take-back`, { revision: change.revision })).status).toBe(200)
    expect((await bo.call('PUT', at(version), change)).status).toBe(200)
  })
})

describe('[TR4] two people at one draft', () => {
  it('the second who saves is told, and neither loses anything', async () => {
    const place = newProgram()
    const { at, rules } = place
    const { version, revision } = await draft(place, ada, rules())
    const [one, other] = await Promise.all([
      ada.call<Drafted & Problem>('PUT', at(version), { revision, rules: rules({ rules: [aRule('by-ada')] }) }),
      bo.call<Drafted & Problem>('PUT', at(version), { revision, rules: rules({ rules: [aRule('by-bo')] }) }),
    ])
    expect([one.status, other.status].sort()).toEqual([200, 409])
    const lost = one.status === 409 ? one : other
    expect(lost.body).toMatchObject({ code: 'conflict', details: { what: 'revision', revision: revision + 1 } })
    const kept = await ada.call<RuleVersionView>('GET', at(version))
    expect(kept.body.rules.rules[0]?.id).toBe(one.status === 200 ? 'by-ada' : 'by-bo')
  })

  it('there is one draft, however many begin one', async () => {
    const { at } = newProgram()
    const begin = (by: Person) => by.call('POST', at('drafts'), { from: 'nothing' })
    const begun = await Promise.all([begin(ada), begin(bo), begin(ada), begin(bo)])
    expect(begun.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
  })

  it('whoever agreed to a change of other rules than those that decide now is told', async () => {
    const place = newProgram()
    const { at, rules } = place
    await bring(place, ada, bo, rules(), null)
    const { version, revision } = await draft(place, ada, rules({ rules: [aRule('next')] }))
    await ada.call('POST', `${at(version)}/propose`, { revision, why })
    await bo.call('POST', at('retire'), { version: 1, why })
    const late = await bo.call<Problem>('POST', `${at(version)}/publish`, { revision, publishedVersion: 1, why })
    expect([late.status, late.body.details?.what]).toEqual([409, 'published'])
    const now = await bo.call('POST', `${at(version)}/publish`, { revision, publishedVersion: null, why })
    expect(now.status).toBe(200)
  })
})

describe('[TR4] what is published', () => {
  it('never changes, not even by hand in the database', async () => {
    const place = newProgram()
    const { rules } = place
    await bring(place, ada, bo, rules(), null)
    const { kysely } = world.app.database
    const change = kysely.updateTable('rule_set_version').set({ body: '{}' }).where('tenant_id', '=', here.tenantId)
    await expect(change.execute()).rejects.toThrow('does not change')
    const forget = kysely.deleteFrom('rule_set_event').where('tenant_id', '=', here.tenantId)
    await expect(forget.execute()).rejects.toThrow('does not change')
  })

  it('is rolled back by one person at once; the others are mailed, and one of them looks at it', async () => {
    const place = newProgram()
    const { at, rules, published } = place
    const first = await bring(place, ada, bo, rules(), null)
    const second = await bring(place, bo, ada, rules({ rules: [aRule('worse')] }), first)
    const never = await draft(place, ada, rules({ rules: [] }))
    const back = (to: number) =>
      ada.call<{ version: number }>('POST', at('roll-back'), {
        to,
        publishedVersion: second,
        why: 'it stops honest sellers',
      })
    expect((await back(never.version)).status).toBe(409)
    const done = await back(first)
    expect(done.status).toBe(200)
    const { version } = done.body
    expect(version).toBeGreaterThan(second)
    expect(await published()).toEqual([version])
    const seen = await bo.call<RuleVersionView>('GET', at(version))
    expect(seen.body).toMatchObject({ rules: rules(), row: { restoresVersion: first, toBeLookedAt: true } })

    const { id } = await world.app.database.kysely
      .selectFrom('staff')
      .select('id')
      .where('tenantId', '=', here.tenantId)
      .where('role', '=', 'admin')
      .executeTakeFirstOrThrow()
    const news = { tenantId: here.tenantId, program: place.program, version, news: 'rolled-back', staffId: id } as const
    await tellRulePerson(world.app, news)
    const mails = (await world.built.mailbox?.list()) ?? []
    expect(mails.find(({ id }) => id.startsWith('rules-'))?.subject).toContain('rolled back')

    expect((await ada.call('POST', `${at(version)}/look-at`)).status).toBe(409)
    expect((await bo.call('POST', `${at(version)}/look-at`)).status).toBe(200)
    expect((await bo.call<RuleVersionView>('GET', at(version))).body.row.toBeLookedAt).toBe(false)
  })

  it('decides on another node within two seconds, and until it is retired', async () => {
    const place = newProgram()
    const { at, rules, published } = place
    const version = await bring(place, ada, bo, rules(), null)
    expect(await published()).toEqual([version])
    // What another node does is seen in the database alone.
    const elsewhere = (state: 'retired' | 'published') =>
      world.app.database.kysely
        .updateTable('rule_set_version')
        .set({ state })
        .where('tenant_id', '=', here.tenantId)
        .where('program', '=', place.program)
        .execute()
    await elsewhere('retired')
    expect(await published()).toEqual([version])
    world.passes(2_000)
    expect(await published()).toEqual([])
    await elsewhere('published')
    world.passes(2_000)
    expect(await published()).toEqual([version])
    expect((await ada.call('POST', at('retire'), { version, why })).status).toBe(200)
    expect(await published()).toEqual([])
  })
})

describe('[TR4] rules over the API', () => {
  it('are drafted and never published, and problems are named by field', async () => {
    const place = newProgram()
    const { at, rules, published } = place
    const put = (rules: unknown, query = '') =>
      here.marketplace.call<Drafted & Problem>('PUT', `/v1/rules${query}`, rules)
    const wrong = await put(rules({ rules: [aRule('a', { when: 'shop.age_days <' }), aRule('a')] }))
    expect(wrong.status).toBe(422)
    expect(wrong.body.errors?.map(({ field }) => field)).toContain('rules.0.when')
    expect((await put(rules({ program: 'elsewhere' }))).status).toBe(422)
    const made = await put(rules())
    expect([made.status, made.body]).toMatchObject([200, { version: 1, revision: 1, state: 'draft' }])
    expect((await put(rules({ rules: [aRule('b')] }))).body).toMatchObject({ version: 1, revision: 2 })
    expect(await published()).toEqual([])

    // What a person has edited is not written over by a system that has not read it.
    await ada.call('PUT', at(1), { revision: 2, rules: rules({ rules: [aRule('c')] }) })
    const blind = await put(rules())
    expect([blind.status, blind.body.details]).toMatchObject([409, { what: 'revision', revision: 3 }])
    expect((await put(rules(), '?revision=3')).body).toMatchObject({ revision: 4 })
    await ada.call('POST', `${at(1)}/propose`, { revision: 4, why })
    expect((await put(rules(), '?revision=4')).status).toBe(409)
    await bo.call('POST', `${at(1)}/publish`, { revision: 4, publishedVersion: null, why })
    const told = await here.marketplace.call('GET', '/v1/rules')
    expect(told.body).toMatchObject({
      programs: expect.arrayContaining([
        expect.objectContaining({ program: place.program, published: expect.objectContaining({ version: 1 }) }),
      ]),
    })
  })

  it('need a key for rules, and no marketplace sees another’s', async () => {
    const place = newProgram()
    const { rules, published } = place
    const there = await open('There')
    await bring(place, ada, bo, rules({ rules: [aRule('secret-of-here')] }), null)
    const other = await here.keyWith(['cases', 'programs'])
    expect((await other.call('GET', '/v1/rules')).status).toBe(404)
    for (const [somebody, path] of [
      [there.marketplace, '/v1/rules'],
      [there.ada, '/desk/api/rules'],
      [there.ada, `/desk/api/rules/${place.program}`],
    ] as const)
      expect(JSON.stringify((await somebody.call('GET', path)).body)).not.toContain('secret-of-here')
    expect((await there.ada.call('GET', place.at(1))).status).toBe(404)
    expect(await published(there.tenantId)).toEqual([])
  })
})

describe('[TR4] rules that are being written', () => {
  it('are checked and tried without being stored', async () => {
    const { rules } = newProgram()
    const check = await ada.call<TriedRules>('POST', '/desk/api/rules/check', {
      rules: rules({ rules: [aRule('odd', { when: 'shop.age_days < "x"' })] }),
    })
    expect(check.body.problems).toMatchObject([{ field: 'rules.0.when', code: 'type' }])
    const tried = await ada.call<TriedRules>('POST', '/desk/api/rules/try', {
      rules: rules({
        rules: [aRule(), aRule('fast', { when: 'login.impossible_travel', weight: 50 })],
        thresholds: { open: 60, person: null },
      }),
      values: { 'shop.age_days': 3 },
    })
    expect(tried.body.decision).toEqual({
      outcome: 'none',
      score: 20,
      contributions: [{ rule: 'new-shop', weight: 20, hard: false }],
      notAsked: [{ rule: 'fast', missing: ['login.impossible_travel'] }],
    })
  })
})
