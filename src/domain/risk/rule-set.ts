import type { FeatureName, FeatureValue } from './features.ts'

/**
 * [TR4] The rules by which signals open cases, as data: one set for each program of a marketplace. A version never changes;
 * whoever changes rules makes a draft, somebody else publishes it, and every decision names the version it was made by.
 */
export type RuleSet = {
  /** Whose procedure a case follows that these rules open. */
  program: string
  /** Sites whose shops these rules look at; null looks at all of them. */
  sites: string[] | null
  /** What is counted as one, and said in expressions as `lists.NAME`: categories, countries, … */
  lists: Record<string, string[]>
  thresholds: {
    /** The score at which a case is opened. */
    open: number
    /** The score at which a person decides its first run, too; null where no score asks for that. */
    person: number | null
  }
  rules: Rule[]
}

export type Rule = {
  /** Lower case, digits and dashes; unique within the set. It is the reason's code, too. */
  id: string
  /** A CEL expression over the features that is true or false. */
  when: string
  /** Added to the score when it is true; may be negative. */
  weight: number
  /** True: a case is opened whatever the score is. */
  hard: boolean
  /** In the words of staff, zh and en at least. */
  staff: Record<string, string>
  /** In words a seller is told, in the languages of the program; null where the seller is told only that risk was seen. */
  seller: Record<string, string> | null
}

/** What is wrong with a rule set: `field` is a path such as `rules.3.when`, `message` a sentence in English. */
export type RuleProblem = {
  field: string
  message: string
  code: RuleProblemCode
  /** Of an expression, which characters are wrong, from 0 and up to before `to`, so that an editor can mark them; absent where that is not known. */
  at?: { from: number; to: number }
}
export type RuleProblemCode =
  | 'not-a-rule-set'
  | 'syntax'
  | 'type'
  | 'unknown-name'
  | 'not-allowed'
  | 'too-large'
  | 'may-divide-by-zero'
  | 'always-true'
  | 'never-true'
  | 'duplicate'

/** What follows from one look at one seller; kept whole, so that it can be explained a year later. */
export type RiskDecision = {
  outcome: 'none' | 'open' | 'open-with-person'
  score: number
  /** The rules that were true, in the set's order. */
  contributions: { rule: string; weight: number; hard: boolean }[]
  /** The rules that could not be asked, and the features each wanted and did not have. */
  notAsked: { rule: string; missing: FeatureName[] }[]
}

/** The same decision, with rules that could not be asked by their places in the set, from 0. */
export type RiskVerdict = Omit<RiskDecision, 'notAsked'> & { notAsked: number[] }

export type FeatureValues = Partial<Record<FeatureName, FeatureValue>>
