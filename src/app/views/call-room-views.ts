import type { CallStep, DeskCallRoom, HeldCallView, SellerCallRoom } from '#contracts/held-call.ts'
import { siteZone } from '#domain/case/booked-call.ts'
import { stillToPrepare } from '#domain/case/next-step.ts'
import type { AttemptStep } from '#domain/case/state.ts'
import { barOf } from '#domain/eligibility.ts'
import type { CaptureStep } from '#domain/program.ts'
import type { App } from '../app.ts'
import { mayTouch } from '../calls/give-up-call.ts'
import type { HeldAttempt } from '../held-call/find-call.ts'
import type { DeskRoomFile, RoomFile } from '../held-call/read-room.ts'
import type { StaffCaller } from '../review/review.ts'
import { comparedFields } from '../review/review-file.ts'
import { commitmentViews, interruptionViews, overView, questionViews, snapshotViews } from './call-record-view.ts'
import { restrictionViews } from './case-views.ts'
import { findingViews } from './finding-views.ts'
import { iso, isoOrNull } from './instants.ts'
import { ifFailedView, reviewerReasons, signalViews } from './review-view.ts'
import { captureStepView } from './seller-views.ts'

const minuteMs = 60_000
/** Credentials of the relay outlast the appointment by this: a call is over with it, its clock may be late. */
const relayAfterEndMs = 10 * minuteMs
/** A picture that was asked for and has not come for so long is asked for again by a person, or not at all. */
const snapshotWaitsMs = 2 * minuteMs

const opensAtMs = ({ loaded, booking }: RoomFile): number =>
  booking.starts_at.getTime() - (loaded.program.call?.conduct.enterMinutesAhead ?? 0) * minuteMs

const ringingUntilMs = ({ loaded, booking, nowMs }: RoomFile): number | null => {
  const { call } = loaded.state
  const untilMs = call?.bookingId === booking.id && call.attemptId === null ? call.ringing?.untilMs : undefined
  return untilMs !== undefined && nowMs <= untilMs ? untilMs : null
}

const phaseOf = (file: RoomFile): SellerCallRoom['phase'] => {
  const { attempt, booking, nowMs } = file
  if (attempt) return attempt.call.over ? 'over' : 'held'
  if (booking.state !== 'booked') return 'over'
  if (ringingUntilMs(file) !== null) return 'ringing'
  return nowMs < opensAtMs(file) ? 'closed' : 'waiting'
}

const roomView = (app: App, file: RoomFile, participantId: string) => {
  const { booking, loaded } = file
  const endMs = booking.ends_at.getTime()
  const phase = phaseOf(file)
  const needsServers = phase === 'waiting' || phase === 'ringing' || phase === 'held'
  return {
    bookingId: booking.id,
    meetingId: booking.meeting_id,
    caseId: booking.case_id,
    phase,
    opensAt: iso(opensAtMs(file)),
    startAt: booking.starts_at.toISOString(),
    endAt: iso(endMs),
    zone: siteZone(loaded.program, booking.site),
    language: booking.language,
    ringingUntil: isoOrNull(ringingUntilMs(file)),
    answerWithinSeconds: loaded.program.call?.conduct.answerWithinSeconds ?? 0,
    participants: file.participants,
    iceServers: needsServers ? app.calls.iceServers(participantId, endMs + relayAfterEndMs) : [],
    chat: file.told.chat.map(({ atMs, ...line }) => ({ at: iso(atMs), ...line })),
    serverTime: iso(file.nowMs),
  }
}

const stepView = (rule: CaptureStep, step: AttemptStep): CallStep => ({
  ...captureStepView(rule),
  name: rule.name,
  state: step.startedAtMs === null ? 'due' : step.endedAtMs === null ? 'open' : 'done',
  openedAt: isoOrNull(step.startedAtMs),
})

/** The attempt's steps with their rules; a program's version never loses a step. */
const stepsOf = ({ loaded }: RoomFile, attempt: HeldAttempt) =>
  attempt.steps.flatMap((step) => {
    const rule = loaded.program.capture.steps.find(({ id }) => id === step.id)
    return rule ? [{ step, rule }] : []
  })

const heldView = (file: RoomFile, attempt: HeldAttempt): HeldCallView => {
  const { call } = attempt
  return {
    attemptId: attempt.id,
    recordingId: attempt.recordingId,
    startedAt: iso(attempt.startedAtMs),
    endsAt: iso(call.endsAtMs),
    paused: call.paused,
    steps: stepsOf(file, attempt).map(({ rule, step }) => stepView(rule, step)),
    ...interruptionViews(file.loaded.program, attempt),
    over: overView(attempt),
  }
}

const leaderOf = ({ attempt, loaded, booking }: RoomFile): string =>
  attempt?.call.leader ?? loaded.state.call?.ringing?.by ?? booking.reviewer_id

const pendingSnapshot = ({ attempt, snapshots, nowMs }: RoomFile) => {
  if (attempt?.outcome !== 'running') return null
  return snapshots.find((one) => one.taken_at === null && nowMs - one.asked_at.getTime() < snapshotWaitsMs) ?? null
}

/** The question shown, in the language of the call where the program has it. */
const shownQuestion = ({ loaded, booking, attempt }: RoomFile): string | null => {
  if (attempt?.outcome !== 'running' || booking.question_shown === null) return null
  const asked = loaded.program.call?.conduct.questions.from.find(({ id }) => id === booking.question_shown)
  return asked ? (asked.text[booking.language] ?? asked.text.en ?? Object.values(asked.text)[0] ?? null) : null
}

export const sellerRoomView = (app: App, file: RoomFile): SellerCallRoom => {
  const asked = pendingSnapshot(file)
  return {
    ...roomView(app, file, 'seller'),
    reviewerName: file.names.get(leaderOf(file)) ?? '',
    place: file.place,
    held: file.attempt && heldView(file, file.attempt),
    snapshotAsked: asked && { askId: asked.id, stepId: asked.step_id },
    question: shownQuestion(file),
  }
}

const notReady = ({ loaded, attempt, nowMs }: RoomFile): string | null => {
  const { state, program } = loaded
  if (attempt || state.status !== 'awaiting-seller') return null
  return barOf(state.eligibility)?.check ?? stillToPrepare(program, state, nowMs)
}

export const deskRoomView = (app: App, file: DeskRoomFile, caller: StaffCaller): DeskCallRoom => {
  const { loaded, booking, attempt } = file
  const { state, program } = loaded
  const leader = leaderOf(file)
  return {
    ...roomView(app, file, caller.staffId),
    program: program.name,
    programTitle: program.title,
    sellerId: booking.seller_id,
    shopName: file.shopName,
    site: booking.site,
    me: {
      id: caller.staffId,
      leads: leader === caller.staffId,
      mayLead: attempt ? caller.lead || leader === caller.staffId : mayTouch(caller, booking),
    },
    leader: { id: leader, name: file.names.get(leader) ?? '' },
    notReady: notReady(file),
    place: file.place,
    registration: file.registration,
    differing: state.registrationCompared?.differing ?? [],
    deviceSignals: signalViews(attempt?.signals ?? state.deviceCheck?.signals),
    colleagues: file.colleagues,
    held: attempt && deskHeldView(file, attempt),
  }
}

const deskHeldView = (file: DeskRoomFile, attempt: HeldAttempt): NonNullable<DeskCallRoom['held']> => {
  const { program } = file.loaded
  const asked = pendingSnapshot(file)
  return {
    ...heldView(file, attempt),
    steps: stepsOf(file, attempt).map(({ rule, step }) => ({
      ...stepView(rule, step),
      judgement: file.hidden.opinions ? null : step.judged,
      challenges: file.challenges.flatMap(({ stepId, value }) => (stepId === step.id ? [value] : [])),
      snapshots: file.snapshots.flatMap((one) => (one.step_id === step.id ? snapshotViews(one) : [])),
      note: file.hidden.opinions ? null : (file.told.notes.get(step.id) ?? null),
    })),
    kept: attempt.call.kept,
    questions: questionViews(program, attempt),
    commitments: commitmentViews(file.told.commitments),
    questionShown: attempt.outcome === 'running' ? file.booking.question_shown : null,
    suspicions: file.hidden.opinions
      ? []
      : file.told.suspicions.map(({ atMs, what, note }) => ({ at: iso(atMs), what, note })),
    findings: file.hidden.findings ? [] : findingViews(program, file.findings, true),
    fields: file.hidden.findings ? [] : comparedFields(file.findings),
    snapshotAsked: asked && { askId: asked.id, stepId: asked.step_id, at: asked.asked_at.toISOString() },
    witnessRecordingId: file.witnessRecordingId,
    verdictAtEnd: program.call?.conduct.verdictAtEnd ?? false,
    verdict: {
      reasons: reviewerReasons,
      ifFailed: ifFailedView(file.ifFailed),
      restrictions: restrictionViews(file.loaded.state),
    },
    recordedBehindMs: file.recordedBehindMs,
  }
}
