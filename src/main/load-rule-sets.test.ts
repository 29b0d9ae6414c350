import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ruleSetJsonSchema } from '#contracts/rule-set.ts'
import type { FeatureValues } from '#domain/risk/rule-set.ts'
import { loadTranslate } from '#locales/translate.ts'
import { temporaryFolder } from '#test/ports/temporary-folder.ts'
import { ruleSetWith, ruleWith } from '#test/world/a-rule-set.ts'
import { calmSeller } from '#test/world/calm-seller.ts'
import { describeRuleSet } from './describe-rule-set.ts'
import { loadPrograms } from './load-programs.ts'
import { loadRuleSets, problemLine, readRuleSetFile, shippedRuleSetsFolder } from './load-rule-sets.ts'

const programs = loadPrograms()
const ruleSets = loadRuleSets(programs)

/** What makes each rule true of a seller of whom it is false otherwise. */
const whatItTakes: Record<string, FeatureValues> = {
  'new-shop': { 'shop.age_days': 3 },
  'real-name-failed': { 'shop.real_name_check_failed': true },
  'legal-representative-changed': { 'change.legal_representative_30d': true },
  'operator-changed': { 'change.operator_30d': true },
  'change-not-in-register': { 'change.not_in_register': true },
  'ip-jump': { 'login.ip_is_new': true, 'login.networks_7d': 5 },
  'impossible-travel': { 'login.impossible_travel': true },
  'new-device': { 'login.device_is_new': true },
  proxy: { 'login.proxy': true },
  'public-wifi': { 'login.network': 'public-wifi' },
  'hosting-network': { 'login.network': 'hosting' },
  'device-churn': { 'login.devices_30d': 6 },
  'ip-churn': { 'login.ips_7d': 20 },
  'cross-region-ip': { 'login.countries_7d': 3 },
  'contradictory-registration': { 'shop.contradictions': ['identity-number'] },
  'differs-from-register': { 'shop.differs_from_register': true },
  'email-domain-mismatch': { 'shop.email_domain_mismatch': true },
  'personal-email': { 'shop.personal_email': true },
  'large-order': { 'orders.ratio_to_usual': 40, 'orders.largest_24h': 5_000 },
  'large-withdrawal': { 'withdrawals.ratio_to_usual': 40 },
  'mass-listing': { 'listings.count_24h': 900, 'listings.ratio_to_usual': 50 },
  'category-change': { 'listings.new_category_share_7d': 0.9 },
  'sensitive-category': { 'shop.main_category': 'medical-devices' },
  'lists-sensitive-category': { 'listings.categories_7d': ['toys', 'e-cigarettes'] },
  violations: { 'violations.count_90d': 1 },
  'many-violations': { 'violations.count_90d': 4 },
  'counterfeit-or-ip': { 'violations.counterfeit_or_ip_90d': 2 },
  'sole-trader': { 'shop.kind': 'sole-trader' },
  'linked-shops': { 'standing.linked_shops': 2 },
  'linked-failure': { 'standing.linked_failures': 1 },
  'shared-network': { 'standing.shops_on_network': 4 },
  'failed-before': { 'standing.failed_verifications': 1 },
  'weak-phone': { 'shop.phone_real_name_level': 1 },
  'phone-and-card-changed': { 'change.phone_30d': true, 'change.bank_card_30d': true },
  'withdraws-from-new-device': { 'login.device_is_new': true, 'withdrawals.count_24h': 1 },
  'licence-ends': { 'shop.licence_days_left': 10 },
  'open-commitments': { 'standing.open_commitments': 1 },
  'no-shows': { 'standing.call_no_shows': 2 },
  'proven-shop': { 'shop.age_days': 1_000 },
}

/** Every signal that the procedures name, and the rules that weigh it. X is AliExpress, L Lazada. */
const namedSignals: [signal: string, whose: ('aliexpress' | 'lazada')[], rules: string[]][] = [
  ['new shop', ['aliexpress', 'lazada'], ['new-shop']],
  ['first real-name check failed', ['aliexpress', 'lazada'], ['real-name-failed']],
  ['IP jump', ['aliexpress', 'lazada'], ['ip-jump']],
  ['impossible travel', ['aliexpress', 'lazada'], ['impossible-travel']],
  ['new device fingerprint', ['aliexpress', 'lazada'], ['new-device']],
  ['proxy, VPN, public Wi-Fi', ['aliexpress', 'lazada'], ['proxy', 'public-wifi']],
  ['frequent change of device or IP', ['aliexpress', 'lazada'], ['device-churn', 'ip-churn']],
  ['cross-region IP', ['aliexpress', 'lazada'], ['cross-region-ip']],
  ['contradictory registration data', ['aliexpress', 'lazada'], ['contradictory-registration']],
  ['change of legal representative or operator', ['aliexpress'], ['legal-representative-changed', 'operator-changed']],
  ['the kind of network of proxies that is rented', ['aliexpress', 'lazada'], ['hosting-network']],
  ['association of several accounts', ['aliexpress', 'lazada'], ['linked-shops', 'linked-failure']],
  ['shared company network', ['lazada'], ['shared-network']],
  ['personal e-mail for a company shop', ['lazada'], ['personal-email']],
  ['registration differs from the business register', ['aliexpress', 'lazada'], ['differs-from-register']],
  ['licence address against e-mail domain', ['lazada'], ['email-domain-mismatch']],
  ['unsynchronised change of legal representative or shareholder', ['lazada'], ['change-not-in-register']],
  ['large transaction', ['aliexpress', 'lazada'], ['large-order', 'large-withdrawal']],
  ['sudden mass listing', ['aliexpress', 'lazada'], ['mass-listing']],
  ['aggressive category change', ['aliexpress', 'lazada'], ['category-change']],
  ['sensitive category', ['aliexpress', 'lazada'], ['sensitive-category']],
  ['violations in the last 90 days, more weigh more', ['aliexpress', 'lazada'], ['violations', 'many-violations']],
  ['sole traders weigh more than companies', ['aliexpress', 'lazada'], ['sole-trader']],
  ['two or more counterfeit or IP violations', ['aliexpress', 'lazada'], ['counterfeit-or-ip']],
  ['[TR5] a phone whose real name the carrier has not confirmed', ['aliexpress'], ['weak-phone']],
  ['[EL4] a licence that ends within 30 days', ['lazada'], ['licence-ends']],
  ['verifications that failed before', ['aliexpress', 'lazada'], ['failed-before']],
  ['[RE4] commitments that were not kept', ['lazada'], ['open-commitments']],
  ['[BK4] repeated no-shows', ['lazada'], ['no-shows']],
]

const sensitive = {
  aliexpress: ['consumer-electronics', 'beauty', 'car-parts', 'adult', 'medical-devices', 'e-cigarettes'],
  lazada: ['beauty', 'food', 'health-supplements', 'e-cigarettes', 'prescription-drugs', 'medical-devices'],
}

describe('the rule sets that ship', () => {
  test('there is one for each program, right, for its sites, in its languages', () => {
    expect([...ruleSets.keys()]).toEqual([...programs.keys()])
    expect(ruleSets.get('lazada')?.set.sites).toEqual(
      Object.keys(programs.get('lazada')?.call?.booking.siteZones ?? {}),
    )
    expect(ruleSets.get('amazon')?.set.sites).toEqual(
      Object.keys(programs.get('amazon')?.call?.booking.siteZones ?? {}),
    )
    expect(ruleSets.get('aliexpress')?.set.sites).toHaveLength(18)
    const sites = [...ruleSets.values()].flatMap(({ set }) => set.sites ?? [])
    expect(new Set(sites).size).toBe(sites.length)
  })

  test.each(namedSignals)('[TR2] %s', (_signal, whose, rules) => {
    for (const name of whose) {
      const ids = ruleSets.get(name)?.set.rules.map(({ id }) => id)
      expect(ids).toEqual(expect.arrayContaining(rules))
    }
  })

  test('[TR2] sensitive categories are those of each program', () => {
    for (const [name, categories] of Object.entries(sensitive))
      expect(ruleSets.get(name)?.set.lists).toEqual({ sensitive_categories: categories })
  })

  test.each([...ruleSets].flatMap(([name, { set }]) => set.rules.map(({ id }) => [name, id] as const)))(
    '[TR2] %s: %s is true of some and false of others, and never asked of nothing',
    (name, id) => {
      const holds = (values: FeatureValues) => {
        const { contributions, notAsked } = ruleSets.get(name)?.decide(values) ?? { contributions: [], notAsked: [] }
        if (notAsked.some(({ rule }) => rule === id)) return 'not asked'
        return contributions.some(({ rule }) => rule === id)
      }
      expect(holds(calmSeller)).toBe(false)
      expect(holds({ ...calmSeller, ...whatItTakes[id] })).toBe(true)
      expect(holds({})).not.toBe(true)
    },
  )

  test('[TR2] a calm seller is left alone by all of them; a counterfeiter of two findings and a new shop is not', () => {
    for (const rules of ruleSets.values()) {
      expect(rules.decide(calmSeller)).toEqual({ outcome: 'none', score: 0, contributions: [], notAsked: [] })
      const worse = { ...calmSeller, 'violations.counterfeit_or_ip_90d': 2, 'shop.age_days': 5 }
      expect(rules.decide(worse)).toMatchObject({ outcome: 'open', score: 10 })
    }
  })

  test('[TR2] the failed first real-name check and a new operator open a case at AliExpress by themselves', () => {
    const rules = ruleSets.get('aliexpress')
    for (const id of ['real-name-failed', 'legal-representative-changed', 'operator-changed'])
      expect(rules?.decide({ ...calmSeller, ...whatItTakes[id] }).outcome).toBe('open')
  })

  test('the schema beside them is the one of the contract', async () => {
    const kept = await readFile(path.join(shippedRuleSetsFolder, 'rule-set.schema.json'), 'utf8')
    expect(JSON.parse(kept)).toEqual(ruleSetJsonSchema())
  })
})

describe('a rule set file', () => {
  const problemsOf = async (content: unknown) => {
    const file = path.join(await temporaryFolder(), 'aliexpress.json')
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
    const read = readRuleSetFile(file, programs)
    return read.ok ? [] : read.problems
  }

  test('is read with the link to its schema', async () => {
    expect(await problemsOf({ $schema: './rule-set.schema.json', ...ruleSetWith() })).toEqual([])
  })

  test('names what is no field, what is no rule, and what sellers could not read, each by field', async () => {
    const lines = async (content: unknown) => (await problemsOf(content)).map(problemLine)
    expect(await lines({ ...ruleSetWith(), surprise: true })).toEqual(['surprise is no field of a rule set'])
    expect(await lines({ ...ruleSetWith(), program: 'nobody' })).toEqual(['program there is no program nobody'])
    expect(await lines(ruleSetWith({ rules: [ruleWith({ seller: { en: 'You used a proxy.' } })] }))).toEqual([
      'rules.0.seller lacks words in zh, which sellers of aliexpress read',
    ])
    expect(await lines(ruleSetWith({ rules: [ruleWith({ when: 'login.proxy || login.porxy' })] }))).toEqual([
      'rules.0.when (character 22) no such key: porxy',
    ])
    expect((await problemsOf('{')).map(({ code }) => code)).toEqual(['unreadable'])
  })

  test('one that is wrong keeps a server from starting, and the error names file and field', async () => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, 'aliexpress.json'), JSON.stringify(ruleSetWith()))
    expect([...loadRuleSets(programs, folder).keys()]).toEqual(['aliexpress'])
    await writeFile(path.join(folder, 'other.json'), JSON.stringify(ruleSetWith()))
    expect(() => loadRuleSets(programs, folder)).toThrow('other.json: program must be the name of the file, other')
    await writeFile(
      path.join(folder, 'other.json'),
      JSON.stringify(ruleSetWith({ rules: [ruleWith({ when: 'true' })] })),
    )
    expect(() => loadRuleSets(programs, folder)).toThrow('other.json: rules.0.when reads no feature')
  })

  test('is said in words, in either language', async () => {
    const translate = await loadTranslate(['risk'])
    const lazada = ruleSets.get('lazada')
    if (!lazada) throw new Error('there is no rule set of lazada')
    const english = describeRuleSet(lazada, 'en', translate)
    expect(english).toContain('A case opens from 10 points on.')
    expect(english).toContain('+4  no-shows: Did not come to at least two calls')
    expect(describeRuleSet(lazada, 'zh', translate)).toContain('达到 10 分即开启案件。')
  })
})
