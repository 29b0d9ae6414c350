import { accept, refuse } from '../refusal.ts'
import type { AftermathCommand } from './aftermath-commands.ts'
import type { DecideContext, Decision } from './decision.ts'
import type { CaseState } from './state.ts'

type RegistrationCommand = Extract<AftermathCommand, { type: 'confirm-registration' | 'acknowledge-registration' }>

/**
 * [RE4] With a pass, and after it, the person who saw the originals confirms what has changed since the registration; the
 * marketplace says when it has taken that over. Once for a case: more belongs to another verification.
 */
export const decideRegistration = (
  state: CaseState,
  command: RegistrationCommand,
  { actor }: DecideContext,
): Decision => {
  const { confirmed } = state
  if (command.type === 'acknowledge-registration') {
    if (!confirmed) return refuse('not-found')
    return accept(confirmed.acknowledgedAtMs === null ? [{ type: 'registration-acknowledged' }] : [])
  }
  if (actor.kind !== 'staff') return refuse('reviewer-not-allowed')
  if (state.status !== 'passed' && state.status !== 'restored') return refuse('invalid-state', { status: state.status })
  if (confirmed) return refuse('conflict')
  if (command.fields.length === 0) return accept([])
  return accept([{ type: 'registration-confirmed', fields: command.fields, values: command.values }])
}
