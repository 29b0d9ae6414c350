import { accept, refuse } from '../refusal.ts'
import type { CaseCommand } from './commands.ts'
import { reasonRefusal } from './decide-review.ts'
import { type DecideContext, type Decision, minuteMs } from './decision.ts'
import type { CaseEventData } from './events.ts'
import type { CaseState } from './state.ts'

/**
 * [DE1] [DE3] A share of the runs that passed by rule is looked at again by a person who is not shown the verdict. It
 * measures the rules and takes nothing from the seller: the pass stands while anybody looks. Whoever would have failed
 * the run disagrees, and a lead settles it: upholds the pass, or overturns it, after which a new case may be opened.
 */
export type SecondLook = {
  attemptId: string
  dueAtMs: number
  given: { by: string; outcome: 'pass' | 'fail' } | null
  settled: 'agreed' | 'upheld' | 'overturned' | null
}

/** `drawn01` is drawn anew for every run, so that nobody can know which pass is looked at again. */
export const drawSecondLook = (
  attemptId: string,
  drawn01: number,
  { program, atMs }: Pick<DecideContext, 'program' | 'atMs'>,
): CaseEventData[] => (drawn01 < program.decision.secondLookShare01 ? [secondLookOf(attemptId, { program, atMs })] : [])

export const secondLookOf = (
  attemptId: string,
  { program, atMs }: Pick<DecideContext, 'program' | 'atMs'>,
): CaseEventData => ({
  type: 'second-look-requested',
  attemptId,
  dueAtMs: atMs + program.promises.secondLookWithinMinutes * minuteMs,
})

type SecondLookCommand = Extract<CaseCommand, { type: 'look-again' | 'settle-second-look' }>

export const decideSecondLook = (state: CaseState, command: SecondLookCommand, { actor }: DecideContext): Decision => {
  if (actor.kind !== 'staff') return refuse('reviewer-not-allowed')
  const look = state.secondLook
  if (look?.attemptId !== command.attemptId) return refuse('not-in-review')
  const { attemptId, note } = command
  if (command.type === 'look-again') {
    if (look.given?.by === actor.id && look.given.outcome === command.outcome) return accept([])
    if (look.given) return refuse('not-in-review')
    const wrong = reasonRefusal(command.outcome, command.reasons)
    if (wrong) return wrong
    const { outcome, reasons } = command
    return accept([{ type: 'second-look-given', attemptId, outcome, reasons, note, agrees: outcome === 'pass' }])
  }
  if (!command.lead) return refuse('lead-needed')
  if (look.settled === command.outcome) return accept([])
  if (look.given === null || look.settled !== null) return refuse('not-in-review')
  if (look.given.by === actor.id) return refuse('second-pair-of-eyes')
  return accept([{ type: 'second-look-settled', attemptId, outcome: command.outcome, note: command.note }])
}
