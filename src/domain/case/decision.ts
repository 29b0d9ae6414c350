import type { Program } from '../program.ts'
import type { Result } from '../refusal.ts'
import type { Actor, CaseEventData } from './events.ts'
import { evolve } from './evolve.ts'
import type { CaseState } from './state.ts'

/** What a decision may look at besides the case: its program, the clock and who asks. */
export type DecideContext = { program: Program; atMs: number; actor: Actor }

export type Decision = Result<CaseEventData[]>

export const hourMs = 3_600_000
export const minuteMs = 60_000

/** The state after one more piece of event data, for decisions that depend on what they have just decided. */
export const withEvent = (state: CaseState, data: CaseEventData, atMs: number): CaseState =>
  evolve(state, { version: 1, atMs, actor: { kind: 'system' }, data })
