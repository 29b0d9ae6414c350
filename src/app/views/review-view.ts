import { type ReviewView, reviewWhySchema } from '#contracts/desk-api.ts'
import type { DeviceSignal } from '#domain/device-signals.ts'
import { failureCatalogue, reasonCodes } from '#domain/failure-catalogue.ts'
import type { ReviewFile } from '../review/review-file.ts'
import { callRecordView } from './call-record-view.ts'
import { attemptView, clockViews, restrictionViews, statusOf } from './case-views.ts'
import { findingView, inOrder } from './finding-views.ts'
import { historyLines } from './history-view.ts'
import { iso, isoOrNull } from './instants.ts'

/** What was kept before hints said what they stand on says nothing of it. */
export const signalViews = (signals: readonly DeviceSignal[] = []): ReviewView['deviceSignals'] =>
  signals.map(({ signal, confidence01, told = null }) => ({ signal, confidence01, told }))

export const reviewFileView = (file: ReviewFile, attemptId: string): ReviewView =>
  file.blind ? blindly(wholeView(file, attemptId), attemptId) : wholeView(file, attemptId)

/** [DE3] The recording, what was asked and what is on file; nothing of what anybody, or any software, made of it. */
const blindly = (view: ReviewView, attemptId: string): ReviewView => ({
  ...view,
  blind: true,
  case: { ...view.case, status: 'in-review', clocks: [], restrictions: [] },
  attempt: { ...view.attempt, outcome: 'in-review', failures: [] },
  attempts: view.attempts.filter((one) => one.id !== attemptId),
  why: 'second-look',
  fields: [],
  findings: [],
  ifFailed: null,
  history: [],
})

/** [FA1] What a person may give as a reason. */
export const reviewerReasons = reasonCodes.filter((code) => failureCatalogue[code].forReviewers)

export const ifFailedView = (ifFailed: ReviewFile['ifFailed']): ReviewView['ifFailed'] =>
  ifFailed && {
    leftToday: ifFailed.leftToday,
    lockedUntil: isoOrNull(ifFailed.lockedUntilMs),
    supportSuggested: ifFailed.supportSuggested,
    nextIsManual: ifFailed.nextIsManual,
  }

const whyOf = ({ loaded: { state } }: ReviewFile, attemptId: string): ReviewView['why'] => {
  if (state.review?.attemptId === attemptId) {
    const { opinions, why } = state.review
    return opinions.length > 1 ? 'disagreement' : opinions.length === 1 ? 'second-look' : reviewWhySchema.parse(why)
  }
  const look = state.secondLook
  return look?.attemptId === attemptId && look.given !== null && look.settled === null ? 'disagreement' : null
}

const wholeView = (file: ReviewFile, attemptId: string): ReviewView => {
  const { state, program } = file.loaded
  const attempts = state.attempts.map((one) => attemptView(program, one))
  const attempt = attempts.find((one) => one.id === attemptId)
  if (!attempt) throw new Error('a review was opened of an attempt that is not there')
  const due = state.review?.attemptId === attemptId ? state.review : null
  return {
    case: {
      id: state.caseId,
      status: statusOf(state),
      sellerId: state.sellerId,
      program: state.program,
      programVersion: state.programVersion,
      openedAt: iso(state.openedAtMs),
      clocks: clockViews(program, state),
      restrictions: restrictionViews(state),
      eligibility: state.eligibility,
    },
    attempt,
    attempts,
    blind: false,
    why: whyOf(file, attemptId),
    dueAt: due ? iso(due.dueAtMs) : isoOrNull(state.secondLook?.given ? null : (state.secondLook?.dueAtMs ?? null)),
    registration: file.registration,
    deviceSignals: signalViews(state.attempts.find((one) => one.id === attemptId)?.signals),
    fields: file.fields,
    findings: inOrder(program, file.findings).map((finding) => ({
      ...findingView(program, finding, true, attempt.mediaDeletedAt === null),
      recordingId: finding.recordingId,
    })),
    steps: file.steps,
    challenges: file.challenges,
    call: file.call && callRecordView(program, state.caseId, file.call),
    clip:
      file.clipBytes === null
        ? null
        : {
            url: `/desk/api/cases/${state.caseId}/attempts/${attemptId}/clip`,
            sizeBytes: file.clipBytes,
            type: 'video/webm',
          },
    reasons: reviewerReasons,
    ifFailed: ifFailedView(file.ifFailed),
    history: historyLines(file.history, file.names),
  }
}
