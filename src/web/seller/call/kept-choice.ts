import type { CallTime } from './call-days.ts'

/** What was chosen and is not booked yet. */
export type CallChoice = { language: string; day: string; picked: CallTime | null }

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const keyOf = (caseId: string): string => `countersign.call.${caseId}`

/** Storage may be switched off: then a choice lasts as long as the page. */
const tabStore = (): Store | null => {
  try {
    return window.sessionStorage
  } catch {
    return null
  }
}

/** A choice outlives a reload; it stays in this tab and goes with it. Null forgets it. */
export const keepChoice = (caseId: string, choice: CallChoice | null, store = tabStore()): void => {
  try {
    if (choice === null) store?.removeItem(keyOf(caseId))
    else store?.setItem(keyOf(caseId), JSON.stringify(choice))
  } catch {
    return
  }
}

/** Null for none, for one of another version of the page, and for a language in which no calls are held any more. */
export const keptChoice = (caseId: string, languages: readonly string[], store = tabStore()): CallChoice | null => {
  try {
    const kept: unknown = JSON.parse(store?.getItem(keyOf(caseId)) ?? 'null')
    return isChoice(kept) && languages.includes(kept.language) ? kept : null
  } catch {
    return null
  }
}

const isChoice = (kept: unknown): kept is CallChoice => {
  if (typeof kept !== 'object' || kept === null) return false
  const { language, day, picked } = kept as Partial<CallChoice>
  if (typeof language !== 'string' || typeof day !== 'string') return false
  return picked === null || [picked?.startAt, picked?.endAt].every((at) => Number.isFinite(Date.parse(at ?? '')))
}
