import { isDeviceCheckCurrent } from '../device-rules.ts'
import { barOf } from '../eligibility.ts'
import type { Program } from '../program.ts'
import { allowance } from './attempts.ts'
import { isBanProposed } from './ban-state.ts'
import { isPhoneCodeDue, isStillToCompare } from './decide-preparation.ts'
import { minuteMs } from './decision.ts'
import type { EligibilityCheck } from './events.ts'
import { isAllBack } from './restriction-state.ts'
import type { CaseState } from './state.ts'

/** [NO4] The one thing to do next. Every open case has exactly one; a case never ends without an entry point. */
export type NextStep =
  | 'complete-registration'
  | 'renew-licence'
  | 'confirm-phone'
  | 'contact-support'
  | 'book-call'
  | 'compare-registration'
  | 'check-device'
  | 'give-consent'
  | 'confirm-phone-code'
  | 'start-run'
  | 'wait-for-call'
  | 'enter-call'
  | 'continue-run'
  | 'wait-for-findings'
  | 'wait-for-review'
  | 'wait-for-lock'
  | 'wait-for-tomorrow'
  | 'follow-offline-lane'
  | 'wait-for-restoration'
  | 'appeal'
  | 'wait-for-appeal'
  | 'nothing'

export const nextStepOf = (program: Program, state: CaseState, atMs: number): NextStep => {
  if (isBanProposed(state)) return 'wait-for-review'
  switch (state.status) {
    case 'none':
    case 'restored':
      return 'nothing'
    case 'withdrawn':
      return isAllBack(state) ? 'nothing' : 'wait-for-restoration'
    case 'banned':
      if (!state.ban?.appeal) return 'appeal'
      return state.ban.appeal.outcome === null ? 'wait-for-appeal' : 'nothing'
    case 'passed':
      return 'wait-for-restoration'
    case 'in-run':
      return program.call ? 'enter-call' : 'continue-run'
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
      if (isStillToCompare(program, state)) return 'compare-registration'
      if (program.call && !state.call) return 'book-call'
      return stillToPrepare(program, state, atMs) ?? whenReady(program, state, atMs)
    }
  }
}

/**
 * [DV1] [EV4] [DV6] What is still to be done before a run or a call can begin, most fundamental first; null when nothing is. The phone
 * is confirmed in the last hour before a call, for that call: earlier it would say nothing of who is there then.
 */
export const stillToPrepare = (
  program: Program,
  state: CaseState,
  atMs: number,
): 'check-device' | 'give-consent' | 'confirm-phone-code' | null => {
  const { deviceCheck, consent, call } = state
  if (!deviceCheck?.ok || !isDeviceCheckCurrent(deviceCheck, program.device, atMs, call)) return 'check-device'
  if (!consent) return 'give-consent'
  return isPhoneCodeDue(program, state, atMs) ? 'confirm-phone-code' : null
}
/** [LC1] The waiting room of a booked call opens before its time. */
const whenReady = ({ call: rules }: Program, { call }: CaseState, atMs: number): NextStep => {
  if (rules === null || call === null) return 'start-run'
  return atMs >= call.startMs - rules.conduct.enterMinutesAhead * minuteMs ? 'enter-call' : 'wait-for-call'
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
    case 'tax-number':
    case 'dti-registration':
      return 'complete-registration'
    case 'licence-ends-soon':
      return 'renew-licence'
    case 'sanctions':
      return 'contact-support'
  }
}
