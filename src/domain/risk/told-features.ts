import type { FeatureName, FeatureValue, MissingWhy } from './features.ts'
import type { FeatureValues } from './rule-set.ts'

/** [TR2] The features of one seller at one moment: each has a value, or it is said why not. Filled in by one part after another. */
export type ToldFeatures = { values: FeatureValues; missing: Partial<Record<FeatureName, MissingWhy>> }

export const lack = (told: ToldFeatures, why: MissingWhy, ...names: FeatureName[]): void => {
  for (const name of names) told.missing[name] = why
}

/** The value, or why there is none where it is null. */
export const tell = (told: ToldFeatures, name: FeatureName, value: FeatureValue | null, elseWhy: MissingWhy): void => {
  if (value === null) told.missing[name] = elseWhy
  else told.values[name] = value
}

export const hourS = 3600
export const dayS = 86_400
export const hourOf = (atS: number): number => Math.floor(atS / hourS)
/** Days of UTC: a marketplace's sellers live in many zones, and the same signals have to give the same features. */
export const dayOf = (atS: number): number => Math.floor(atS / dayS)
