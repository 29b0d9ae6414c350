import type { ComparisonAsked } from '#contracts/seller-preparation.ts'
import type { FieldOnFile } from '../api/preparation-queries.ts'

/** What was chosen for one field; `says` is kept while the choice goes back and forth. */
export type Answer = { same: boolean; says: string }
export type Answers = Partial<Record<FieldOnFile['field'], Answer>>

const isAnswered = (answer: Answer | undefined): boolean =>
  answer !== undefined && (answer.same || answer.says.trim() !== '')

export const answeredCount = (fields: readonly FieldOnFile[], answers: Answers): number =>
  fields.filter(({ field }) => isAnswered(answers[field])).length

/** [EL6] What is sent; null while a field has no answer. */
export const comparisonOf = (fields: readonly FieldOnFile[], answers: Answers): ComparisonAsked | null => {
  if (answeredCount(fields, answers) < fields.length) return null
  return {
    fields: fields.map(({ field }) => ({
      field,
      documentSays: answers[field]?.same ? null : (answers[field]?.says.trim() ?? ''),
    })),
  }
}

const keyOf = (caseId: string): string => `countersign.compare.${caseId}`

/** [EL6] Nothing that was typed is lost on reload; it stays in this window and goes with it. */
export const keepAnswers = (caseId: string, answers: Answers | null): void => {
  try {
    if (answers === null) sessionStorage.removeItem(keyOf(caseId))
    else sessionStorage.setItem(keyOf(caseId), JSON.stringify(answers))
  } catch {
    return
  }
}

export const keptAnswers = (caseId: string): Answers => {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(caseId)) ?? '{}') as Answers
  } catch {
    return {}
  }
}
