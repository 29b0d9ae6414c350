import { withAttempt, withCall, withStep } from './attempt.ts'
import type { CaseEvent } from './events.ts'
import { evolveAftermath } from './evolve-aftermath.ts'
import { changeOfCall } from './evolve-call.ts'
import { agreed, isSameLook, lookerOf, withOpinion } from './looks.ts'
import { evolveRestrictions } from './restriction-state.ts'
import { type CaseState, emptyCase, findAttempt } from './state.ts'
import { evolveWaiting } from './waiting-list.ts'

/** The state after the event. Total: every event that was ever stored can be folded, whatever the state. */
export const evolve = (state: CaseState, event: CaseEvent): CaseState => ({
  ...state,
  ...change(state, event),
})

export const foldCase = (caseId: string, events: readonly CaseEvent[]): CaseState =>
  events.reduce(evolve, emptyCase(caseId))

const change = (state: CaseState, { data, atMs, actor }: CaseEvent): Partial<CaseState> => {
  switch (data.type) {
    case 'case-opened':
      return {
        status: 'awaiting-seller',
        sellerId: data.sellerId,
        site: data.site,
        program: data.program,
        programVersion: data.programVersion,
        openedAtMs: atMs,
        countedFromMs: data.countedFromMs,
        deadlineAtMs: data.deadlineAtMs,
        linkedToBan: data.way === 'linked-ban',
        risk: data.risk ?? null,
      }
    case 'eligibility-checked':
      return { eligibility: data.answers }
    case 'offline-lane-chosen':
      return { status: 'offline', offlineWay: data.way, offlineRefusal: null }
    case 'self-service-lane-chosen':
      return { status: 'awaiting-seller', offlineWay: null, offlineRefusal: null }
    case 'offline-refused':
      return { offlineRefusal: { atMs, reasons: data.reasons } }
    case 'device-checked':
      return { deviceCheck: { ok: data.ok, atMs, problems: data.problems, signals: data.signals ?? [] } }
    case 'registration-compared':
      return { registrationCompared: { atMs, differing: data.differing } }
    case 'phone-confirmed':
      return { phoneConfirmedFor: data.bookingId }
    case 'consent-given':
      return { consent: { textVersion: data.textVersion, language: data.language, atMs } }
    case 'face-comparison-agreed':
      return { faceComparison: { textVersion: data.textVersion, language: data.language, atMs } }
    case 'face-comparison-withdrawn':
      return { faceComparison: null }
    case 'attempt-started':
      return {
        status: 'in-run',
        lockedUntilMs: null,
        attempts: [
          ...state.attempts,
          {
            id: data.attemptId,
            recordingId: data.recordingId,
            no: data.no,
            startedAtMs: atMs,
            expiresAtMs: data.expiresAtMs,
            manual: data.manual,
            signals: state.deviceCheck?.signals ?? [],
            steps: data.steps.map((step) => ({
              ...step,
              startedAtMs: null,
              endedAtMs: null,
              challengesShown: 0,
              lastChallengeAtMs: null,
              judged: null,
            })),
            end: null,
            endedAtMs: null,
            outcome: 'running',
            voidReason: null,
            reasons: [],
            decidedAtMs: null,
            findingsRecorded: false,
            reviewed: null,
            earlierRecordings: [],
            call: null,
            mediaDeletedAtMs: null,
          },
        ],
      }
    case 'call-booked': {
      const { bookingId, startMs, endMs, language } = data
      const fresh = { remindedMinutesBefore: null, enteredAtMs: null, ringing: null, attemptId: null }
      const moves = movesWith(state, data)
      return { call: { bookingId, startMs, endMs, language, bookedAtMs: atMs, moves, ...fresh } }
    }
    case 'waiting-list-joined':
    case 'waiting-list-left':
    case 'call-offered':
    case 'call-offer-ended':
      return { waiting: evolveWaiting(state.waiting, data, atMs) }
    case 'call-reminded':
      return { call: state.call && { ...state.call, remindedMinutesBefore: data.minutesBefore } }
    case 'call-cancelled':
      return { call: null, ...(data.by === 'us' ? { letDownAtMs: atMs } : {}) }
    case 'call-missed': {
      const { bookingId, side } = data
      const missedCalls = [...state.missedCalls, { bookingId, side, atMs }]
      return { call: null, missedCalls, ...(side === 'us' ? { letDownAtMs: atMs } : {}) }
    }
    case 'step-started':
      return {
        // Opened again, it draws again: what was shown the first time is known by now.
        attempts: withStep(state.attempts, data.attemptId, data.stepId, () => ({
          startedAtMs: atMs,
          endedAtMs: null,
          challengesShown: 0,
        })),
      }
    case 'challenge-shown':
    case 'challenge-shown-again': {
      const shown = { challengesShown: data.index + 1, lastChallengeAtMs: atMs }
      return { attempts: withStep(state.attempts, data.attemptId, data.stepId, () => shown) }
    }
    case 'step-ended':
      return { attempts: withStep(state.attempts, data.attemptId, data.stepId, () => ({ endedAtMs: atMs })) }
    case 'attempt-ended':
      if (data.end.how === 'completed' && findAttempt(state, data.attemptId)?.call)
        return { attempts: withCall(state.attempts, data.attemptId, () => ({ recordingEnded: true })) }
      return {
        status: data.end.how === 'completed' ? 'inspecting' : 'awaiting-seller',
        attempts: withAttempt(state.attempts, data.attemptId, {
          end: data.end,
          endedAtMs: atMs,
          outcome: data.end.how === 'completed' ? 'inspecting' : 'voided',
          voidReason: data.end.how === 'voided' ? data.end.why : null,
        }),
      }
    case 'call-entered':
    case 'call-rung':
    case 'call-answered':
    case 'call-joined':
    case 'call-left':
    case 'call-handed-over':
    case 'call-paused':
    case 'call-continued':
    case 'call-interrupted':
    case 'call-resumed':
    case 'snapshot-taken':
    case 'step-judged':
    case 'suspicion-noted':
    case 'commitment-made':
    case 'call-said':
    case 'recording-restarted':
    case 'call-ended':
      return changeOfCall(state, data, actor, atMs)
    case 'findings-recorded':
      return { attempts: withAttempt(state.attempts, data.attemptId, { findingsRecorded: true }) }
    case 'attempt-failed':
      return {
        status: 'awaiting-seller',
        review: null,
        attempts: withAttempt(state.attempts, data.attemptId, {
          outcome: 'failed',
          reasons: data.reasons,
          decidedAtMs: atMs,
        }),
      }
    case 'attempt-voided':
      return {
        status: 'awaiting-seller',
        review: null,
        attempts: withAttempt(state.attempts, data.attemptId, {
          outcome: 'voided',
          voidReason: data.why,
          decidedAtMs: atMs,
        }),
      }
    case 'review-requested':
      return {
        status: 'in-review',
        review: { attemptId: data.attemptId, why: data.why, dueAtMs: data.dueAtMs, opinions: [] },
        attempts: withAttempt(state.attempts, data.attemptId, { outcome: 'in-review' }),
      }
    case 'opinion-given':
      return state.review
        ? withOpinion(state.review, state.opinions, {
            by: lookerOf(actor),
            outcome: data.outcome,
            reasons: data.reasons,
          })
        : {}
    case 'second-look-requested':
      return { secondLook: { attemptId: data.attemptId, dueAtMs: data.dueAtMs, given: null, settled: null } }
    case 'second-look-given': {
      if (!state.secondLook) return {}
      const given = { by: lookerOf(actor), outcome: data.outcome }
      return { secondLook: { ...state.secondLook, given, settled: data.agrees ? 'agreed' : null } }
    }
    case 'second-look-settled':
      return { secondLook: state.secondLook && { ...state.secondLook, settled: data.outcome } }
    case 'account-locked':
      return { lockedUntilMs: data.untilMs }
    case 'support-suggested':
      return { supportSuggested: true }
    case 'deadline-missed':
      return { deadlineMissedAtMs: atMs }
    case 'stage-reached':
      return { stagesApplied: data.stage + 1 }
    case 'deadline-moved':
      return { deadlineAtMs: data.deadlineAtMs, timeGivenBack: [...state.timeGivenBack, ...data.spans] }
    case 'restriction-applied':
    case 'restriction-lifted':
    case 'restriction-acknowledged':
    case 'restriction-sent-again':
    case 'restriction-drifted':
    case 'restriction-drift-cleared':
      return evolveRestrictions(state, data, atMs)
    case 'case-passed':
      return {
        status: 'passed',
        review: null,
        supportSuggested: false,
        lockedUntilMs: null,
        call: null,
        decidedAtMs: atMs,
        attempts: data.attemptId
          ? withAttempt(state.attempts, data.attemptId, { outcome: 'passed', decidedAtMs: atMs })
          : state.attempts,
      }
    case 'legal-hold-set':
    case 'legal-hold-lifted':
    case 'media-deleted':
    case 'recording-closed':
    case 'ban-proposed':
    case 'ban-refused':
    case 'case-banned':
    case 'appeal-made':
    case 'appeal-decided':
    case 'registration-confirmed':
    case 'registration-acknowledged':
    case 'badge-issued':
    case 'badge-revoked':
      return evolveAftermath(state, data, { atMs, actor })
    case 'case-restored':
      return { status: 'restored' }
    case 'case-withdrawn':
      return { status: 'withdrawn', decidedAtMs: atMs }
    case 'notice-sent':
      return { notices: [...state.notices, { id: data.noticeId, readAtMs: null }] }
    case 'notice-read':
      return {
        notices: state.notices.map((notice) => (notice.id === data.noticeId ? { ...notice, readAtMs: atMs } : notice)),
      }
    case 'reviewed': {
      const reviewed = { outcome: data.outcome, by: lookerOf(actor) }
      return { ...agreed(state), attempts: withAttempt(state.attempts, data.attemptId, { reviewed }) }
    }
    case 'evidence-viewed': {
      const look = { by: lookerOf(actor), what: data.what, attemptId: data.attemptId ?? null, atMs }
      return { looks: [...state.looks.filter((one) => !isSameLook(one, look)), look] }
    }
  }
}

/** [BK4] [AT6] A time that we offered is no move of the seller's. */
const movesWith = ({ call, waiting }: CaseState, booked: { bookingId: string; instead: string | null }): number => {
  if (!call || booked.instead === null) return 0
  return waiting?.offer?.bookingId === booked.bookingId ? call.moves : call.moves + 1
}
