import type { Program } from '../program.ts'
import { accept, refuse } from '../refusal.ts'
import type { CaseCommand } from './commands.ts'
import { type DecideContext, type Decision, minuteMs } from './decision.ts'
import type { CaseState } from './state.ts'

type PreparationCommand = Extract<CaseCommand, { type: 'compare-registration' | 'confirm-phone' }>

/** [EL6] [DV6] What a seller gets ready besides device and consent. */
export const decidePreparation = (state: CaseState, command: PreparationCommand, context: DecideContext): Decision => {
  if (state.decidedAtMs !== null) return refuse('case-closed')
  switch (command.type) {
    case 'compare-registration':
      if (state.status !== 'awaiting-seller') return refuse('invalid-state', { status: state.status })
      // Each comparison is kept: what was mended since the last one is part of the story.
      return accept([
        { type: 'registration-compared', differing: [...new Set(command.differing)], details: command.details },
      ])
    case 'confirm-phone':
      if (state.phoneConfirmedFor === command.bookingId) return accept([])
      if (state.call?.bookingId !== command.bookingId || !isPhoneCodeDue(context.program, state, context.atMs))
        return refuse('phone-code-not-due')
      return accept([{ type: 'phone-confirmed', bookingId: command.bookingId }])
  }
}

/** [EL6] Whether the program wants registration and documents compared, and nobody has done it in this case yet. */
export const isStillToCompare = ({ eligibility }: Program, { registrationCompared }: CaseState): boolean =>
  eligibility.compareRegistration && registrationCompared === null

/** [DV6] So long before a call, and no longer, a code says who has the phone in the call. */
const phoneCodeLeadMs = 60 * minuteMs

/** [DV6] Whether a code has to be typed in now: for the appointment that is booked, and from an hour before it on. */
export const isPhoneCodeDue = ({ device }: Program, { call, phoneConfirmedFor }: CaseState, atMs: number): boolean =>
  device.phoneCode && call !== null && phoneConfirmedFor !== call.bookingId && atMs >= call.startMs - phoneCodeLeadMs
