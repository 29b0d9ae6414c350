import { accept, refuse } from '../refusal.ts'
import type { CaseCommand } from './commands.ts'
import type { DecideContext, Decision } from './decision.ts'
import type { CaseState } from './state.ts'

type FaceCommand = Extract<CaseCommand, { type: 'agree-to-face-comparison' | 'withdraw-face-comparison' }>

/**
 * [SC3] [EV4] The seller agrees that their face is compared with other shops', or takes it back. Nothing of the course of a
 * case asks for it, and it may be taken back after the end, too.
 */
export const decideFaceComparison = (
  state: CaseState,
  command: FaceCommand,
  { program, actor }: DecideContext,
): Decision => {
  // Nobody agrees for somebody else.
  if (actor.kind !== 'seller') return refuse('not-allowed')
  if (command.type === 'withdraw-face-comparison')
    return accept(state.faceComparison === null ? [] : [{ type: 'face-comparison-withdrawn' }])
  if (program.links.faces === null) return refuse('not-found', { what: 'face-comparison' })
  if (state.decidedAtMs !== null) return refuse('case-closed')
  const { textVersion, language } = command
  const known = state.faceComparison
  if (known?.textVersion === textVersion && known.language === language) return accept([])
  return accept([{ type: 'face-comparison-agreed', textVersion, language }])
}
