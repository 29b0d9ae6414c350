/**
 * What bounds the rules of a marketplace in time and memory, whatever is written in them. The reasons for these numbers are in
 * docs/decisions/0021.
 */
export const ruleLimits = {
  rules: 500,
  /** Of one expression. */
  characters: 1_000,
  nodes: 200,
  depth: 32,
  listLiteral: 100,
  lists: 50,
  listEntries: 1_000,
  listEntryCharacters: 80,
  /** Steps that one rule may take at worst, and all rules of a set together; a step takes some nanoseconds. */
  stepsOfRule: 50_000,
  stepsOfSet: 500_000,
  weight: 1_000,
  /** Within these a whole number is exact in JavaScript, and a double is finite. */
  wholeNumber: Number.MAX_SAFE_INTEGER,
  double: 1e300,
  /** A list that is a feature holds no more; contracts see to it. */
  featureListEntries: 200,
  featureCharacters: 200,
} as const
