import type { Meaning } from '../../kit/status.tsx'
import type { Board, BoardFilter, BoardRow } from './board-queries.ts'

/** How a restriction stands, in one word: the worst that is true of it. */
export type Standing = keyof Board['counts'] | 'lifted'

export const standingOf = ({ state, drift, overdue }: Pick<BoardRow, 'state' | 'drift' | 'overdue'>): Standing => {
  if (drift?.kind === 'left-behind') return 'leftBehind'
  if (overdue) return 'overdue'
  if (drift) return 'notTaken'
  return state
}

export const standingMeaning: Record<Standing, Meaning> = {
  leftBehind: 'blocked',
  overdue: 'blocked',
  notTaken: 'needs-you',
  lifting: 'needs-you',
  applying: 'needs-you',
  applied: 'neutral',
  lifted: 'good',
}

/** In the order of the chart: the worst first. */
export const standings = ['leftBehind', 'overdue', 'notTaken', 'lifting', 'applying', 'applied'] as const

export const boardStates = [
  'drift',
  'overdue',
  'waiting',
  'in-force',
  'given-back',
] as const satisfies readonly NonNullable<BoardFilter['state']>[]
export const capabilities = [
  'product_listing',
  'withdrawal',
  'orders',
  'finance',
  'product_visibility',
  'funds',
  'search_ranking',
] as const satisfies readonly BoardRow['capability'][]

/** What of an address is a filter of the board; anything else is left out. */
export const boardFilterOf = (search: Record<string, unknown>): BoardFilter => {
  const state = boardStates.find((one) => one === search.state)
  const capability = capabilities.find((one) => one === search.capability)
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
  return {
    ...(state ? { state } : {}),
    ...(capability ? { capability } : {}),
    ...(text(search.program) ? { program: text(search.program) } : {}),
    ...(text(search.seller) ? { seller: text(search.seller) } : {}),
    ...(text(search.after) ? { after: text(search.after) } : {}),
  }
}
