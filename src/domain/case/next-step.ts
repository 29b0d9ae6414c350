import { isDeviceCheckCurrent } from '../device-rules.ts'
import { barOf } from '../eligibility.ts'
import type { Program } from '../program.ts'
import { allowance } from './attempts.ts'
import type { EligibilityCheck } from './events.ts'
import type { CaseState } from './state.ts'

/** [NO4] The one thing to do next. Every open case has exactly one; a case never ends without an entry point. */
export type NextStep =
  | 'complete-registration'
  | 'confirm-phone'
  | 'contact-support'
  | 'book-call'
  | 'check-device'
  | 'give-consent'
  | 'start-run'
  | 'wait-for-call'
  | 'continue-run'
  | 'wait-for-findings'
  | 'wait-for-review'
  | 'wait-for-lock'
  | 'wait-for-tomorrow'
  | 'follow-offline-lane'
  | 'wait-for-restoration'
  | 'nothing'

export const nextStepOf = (program: Program, state: CaseState, atMs: number): NextStep => {
  switch (state.status) {
    case 'none':
    case 'restored':
    case 'withdrawn':
      return 'nothing'
    case 'passed':
      return 'wait-for-restoration'
    case 'in-run':
      return 'continue-run'
    case 'inspecting':
      return 'wait-for-findings'
    case 'in-review':
      return 'wait-for-review'
    case 'offline':
      return 'follow-offline-lane'
    case 'awaiting-seller': {
      const bar = barOf(state.eligibility)
      if (bar) return wayPast(bar.check, program)
      const allowed = allowance(program, state, atMs, 0)
      // A call is booked for a time behind the lock, so there is something to do while it lasts. [AT5]
      if (allowed.lockedUntilMs !== null && program.call === null) return 'wait-for-lock'
      if (allowed.leftToday === 0 && program.call === null) return 'wait-for-tomorrow'
      if (program.call && !state.call) return 'book-call'
      if (!state.deviceCheck?.ok || !isDeviceCheckCurrent(state.deviceCheck, program.device, atMs))
        return 'check-device'
      if (!state.consent) return 'give-consent'
      return program.call ? 'wait-for-call' : 'start-run'
    }
  }
}

/** What the seller can do about an answer that bars the self-service lane. */
const wayPast = (check: EligibilityCheck, program: Program): NextStep => {
  switch (check) {
    case 'identity-document':
      return program.lanes.offline ? 'follow-offline-lane' : 'contact-support'
    case 'phone-real-name':
    case 'carrier-real-name':
      return 'confirm-phone'
    case 'registration':
    case 'business-register':
      return 'complete-registration'
    case 'sanctions':
      return 'contact-support'
  }
}
