import { isDeviceCheckCurrent } from '../device-rules.ts'
import type { Program } from '../program.ts'
import { allowance } from './attempts.ts'
import type { CaseState } from './state.ts'

/** [NO4] The one thing to do next. Every open case has exactly one; a case never ends without an entry point. */
export type NextStep =
  | 'complete-registration'
  | 'confirm-phone'
  | 'check-device'
  | 'give-consent'
  | 'start-run'
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
      const barred = state.eligibility.find((one) => one.answer === 'failed')
      if (barred) return barred.check === 'phone-real-name' ? 'confirm-phone' : 'complete-registration'
      const allowed = allowance(program, state, atMs, 0)
      if (allowed.lockedUntilMs !== null) return 'wait-for-lock'
      if (allowed.leftToday === 0) return 'wait-for-tomorrow'
      if (!state.deviceCheck?.ok || !isDeviceCheckCurrent(state.deviceCheck, program.device, atMs))
        return 'check-device'
      return state.consent ? 'start-run' : 'give-consent'
    }
  }
}
