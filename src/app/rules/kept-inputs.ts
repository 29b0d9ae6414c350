import { createHash } from 'node:crypto'
import {
  type FeatureName,
  type FeatureValue,
  featureNames,
  featureTypes,
  type MissingWhy,
  toldOtherwise,
} from '#domain/risk/features.ts'
import type { ToldFeatures } from '#domain/risk/told-features.ts'
import type { Database } from '../ports/database.ts'
import type { PublishedRuleSet } from './rule-sets.ts'

/**
 * [TR4] What rules read is kept with every signal, tens of millions of times, so the names are kept once: a layout says which
 * feature stands at which place. A layout never changes; other rules make another one.
 */
export type InputLayout = { no: number; features: readonly FeatureName[] }

/** Values by place, null where there was none, and for each place a letter that says why. */
export type KeptInputs = { values: (FeatureValue | null)[]; missing: string }

/** Letters of rows that are kept for years: none is ever given to another reason. */
const letters: Record<MissingWhy, string> = {
  'no-such-signal': 's',
  'not-told': 't',
  'not-on-file': 'f',
  'no-source': 'n',
  'too-little-history': 'h',
  'does-not-apply': 'a',
}
const notMissing = '-'
const whys = new Map(Object.entries(letters).map(([why, letter]) => [letter, why as MissingWhy]))

/**
 * What the rules of a marketplace read, and what no replay of the signals would tell again: other rules may read that. The rest
 * is not kept, since it follows from the signals.
 */
export const featuresWorthKeeping = (
  rules: readonly { rules: Pick<PublishedRuleSet['rules'], 'reads'> }[],
): FeatureName[] => {
  const worth = new Set<FeatureName>([...toldOtherwise, ...rules.flatMap(({ rules: { reads } }) => reads)])
  return featureNames.filter((name) => worth.has(name))
}

export const packInputs = (features: readonly FeatureName[], told: ToldFeatures): KeptInputs => {
  const values: KeptInputs['values'] = []
  let missing = ''
  for (const name of features) {
    values.push(told.values[name] ?? null)
    const why = told.missing[name]
    missing += why === undefined ? notMissing : letters[why]
  }
  return { values, missing }
}

/** Of a row, by the names of its layout. Features that this release does not know any more are left out. */
export const unpackInputs = (features: readonly string[], { values, missing }: KeptInputs): ToldFeatures => {
  const told: ToldFeatures = { values: {}, missing: {} }
  features.forEach((name, place) => {
    if (!isFeature(name)) return
    const value = values[place] ?? null
    const why = whys.get(missing[place] ?? notMissing)
    if (value !== null) Object.assign(told.values, { [name]: value })
    else if (why !== undefined) told.missing[name] = why
  })
  return told
}

const isFeature = (name: string): name is FeatureName => Object.hasOwn(featureTypes, name)

type Known = { byFeatures: Map<string, Promise<InputLayout>>; byNo: Map<number, readonly string[]> }
const known = new WeakMap<Database, Known>()

const knownOf = (database: Database): Known => {
  const before = known.get(database)
  if (before) return before
  const made: Known = { byFeatures: new Map(), byNo: new Map() }
  known.set(database, made)
  return made
}

/** The layout of these features, made where there is none yet. Not to be asked inside a transaction. */
export const layoutFor = (database: Database, features: readonly FeatureName[]): Promise<InputLayout> => {
  const { byFeatures } = knownOf(database)
  const key = JSON.stringify(features)
  const before = byFeatures.get(key)
  if (before) return before
  const made = makeLayout(database, key).then((no) => ({ no, features }))
  byFeatures.set(key, made)
  // What failed is asked again.
  made.catch(() => byFeatures.delete(key))
  return made
}

const makeLayout = async ({ kysely }: Database, features: string): Promise<number> => {
  const sha256 = createHash('sha256').update(features).digest('hex')
  const find = () => kysely.selectFrom('signal_layout').select('no').where('sha256', '=', sha256).executeTakeFirst()
  const before = await find()
  if (before) return before.no
  await kysely
    .insertInto('signal_layout')
    .values({ sha256, features })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const made = await find()
  if (!made) throw new Error('a layout of inputs was made and is not there')
  return made.no
}

/** The names that these layouts have, by their numbers. */
export const readLayouts = async (
  database: Database,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, readonly string[]>> => {
  const { byNo } = knownOf(database)
  const unknown = [...new Set(numbers)].filter((no) => !byNo.has(no))
  if (unknown.length > 0) {
    const rows = await database.kysely
      .selectFrom('signal_layout')
      .select(['no', 'features'])
      .where('no', 'in', unknown)
      .execute()
    for (const { no, features } of rows) byNo.set(no, features as string[])
  }
  return byNo
}
