import type { SellerCase, SellerHome } from '#contracts/seller-api.ts'
import { allowance, dayIn } from '#domain/case/attempts.ts'
import { movesLeft, siteZone } from '#domain/case/booked-call.ts'
import type { CaseEventData } from '#domain/case/events.ts'
import { nextStepOf } from '#domain/case/next-step.ts'
import type { BookedCall, CaseState } from '#domain/case/state.ts'
import { isDeviceCheckCurrent } from '#domain/device-rules.ts'
import { readingLanguages } from '#domain/language.ts'
import type { CaptureStep, Program } from '#domain/program.ts'
import type { App } from '../app.ts'
import { consentTextVersion } from '../runs/prepare-run.ts'
import type { SellerCaseFile, SellerHomeFile } from '../sellers/seller-home.ts'
import { badgeOf } from './badge-views.ts'
import { sellerBanOf } from './ban-views.ts'
import { attemptView, clockViews, failureViews, restrictionViews, statusOf } from './case-views.ts'
import { faceComparisonOf } from './face-views.ts'
import { iso, isoOrNull } from './instants.ts'

export const captureStepView = (step: CaptureStep) => ({
  id: step.id,
  kind: step.kind,
  minSeconds: step.minSeconds,
  maxSeconds: step.maxSeconds,
  challenge: step.challenge.kind,
  challengeCount: step.challenge.kind === 'none' ? 0 : step.challenge.count,
})

const inLanguage = (texts: Record<string, string>, language: string): string =>
  texts[language] ?? texts.en ?? Object.values(texts)[0] ?? ''

export const sellerCaseView = (app: App, file: SellerCaseFile): SellerCase => {
  const { state, program } = file.loaded
  const nowMs = app.clock.nowMs()
  const allowed = allowance(program, state, nowMs, file.identityFailuresElsewhere)
  return {
    id: state.caseId,
    program: {
      name: program.name,
      version: program.version,
      title: inLanguage(program.title, file.language),
      marketplace: inLanguage(program.marketplace, file.language),
      legalBasis: inLanguage(program.legalBasis, file.language),
      languages: readingLanguages.filter((one) => program.languages.includes(one)),
    },
    because: file.because.map((texts) => inLanguage(texts, file.language)),
    status: statusOf(state),
    nextStep: nextStepOf(program, state, nowMs),
    openedAt: iso(state.openedAtMs),
    clocks: clockViews(program, state),
    eligibility: state.eligibility,
    missingRegistration: file.missingRegistration,
    licence:
      program.eligibility.licenceMinDaysLeft === null
        ? null
        : { validTo: file.licenceValidTo, minDaysLeft: program.eligibility.licenceMinDaysLeft },
    suggestedLane: file.suggestedLane,
    offlineLane: program.lanes.offline && {
      chosen: state.offlineWay,
      refused: state.offlineRefusal && {
        at: iso(state.offlineRefusal.atMs),
        failures: failureViews(program, state.offlineRefusal.reasons),
      },
      ways: program.lanes.offline.ways,
    },
    device: {
      desktopOnly: program.device.desktopOnly,
      browsers: program.device.browsers,
      cameraMinWidthPx: program.device.cameraMinWidthPx,
      cameraMinHeightPx: program.device.cameraMinHeightPx,
      microphoneRequired: program.device.microphoneRequired,
      minUplinkMbps: program.device.minUplinkMbps,
      maxLatencyMs: program.device.maxLatencyMs,
      lastCheck: state.deviceCheck && {
        ok: state.deviceCheck.ok,
        at: iso(state.deviceCheck.atMs),
        problems: state.deviceCheck.problems,
        current: isDeviceCheckCurrent(state.deviceCheck, program.device, nowMs, state.call),
      },
    },
    documents: file.documents,
    comparison: state.registrationCompared && {
      at: iso(state.registrationCompared.atMs),
      differing: state.registrationCompared.differing,
    },
    consent: state.consent && { textVersion: state.consent.textVersion, at: iso(state.consent.atMs) },
    consentTextVersion,
    faceComparison: faceComparisonOf(file),
    ban: sellerBanOf(state),
    badge: file.badge && badgeOf(app, file.badge),
    mediaHours: program.retention.mediaHours,
    reviewWait: file.reviewWait && {
      ahead: file.reviewWait.ahead,
      onDuty: file.reviewWait.onDuty,
      nextOnDutyAt: isoOrNull(file.reviewWait.nextOnDutyMs),
      expectedAt: isoOrNull(file.reviewWait.expectedMs),
    },
    call: callView(program, state, file.placeInLine),
    capture: {
      steps: program.capture.steps.map(captureStepView),
      maxRunMinutes: program.capture.maxRunMinutes,
      rehearsalSeconds: program.capture.rehearsalSeconds,
    },
    attempts: state.attempts.map((attempt) => attemptView(program, attempt)),
    allowance: {
      leftToday: allowed.leftToday,
      failuresUntilLock: allowed.failuresUntilLock,
      lockHours: allowed.lockHours,
      lockedUntil: isoOrNull(allowed.lockedUntilMs),
      nextIsManual: allowed.nextIsManual,
    },
    supportSuggested: state.supportSuggested,
    restrictions: restrictionViews(state),
    history: file.history.flatMap((event) => {
      const params = historyParams(event.data, program.zone)
      return params ? [{ at: iso(event.atMs), type: event.data.type, params }] : []
    }),
  }
}

const callView = (program: Program, state: CaseState, place: number | null): SellerCase['call'] => {
  if (program.call === null) return null
  const { languages, onRequest, leadMinutes, holdOfferMinutes } = program.call.booking
  const { waiting } = state
  return {
    zone: siteZone(program, state.site),
    languages: [...languages.map((language) => ({ language, leadMinutes })), ...onRequest],
    booked: state.call && {
      id: state.call.bookingId,
      startAt: iso(state.call.startMs),
      endAt: iso(state.call.endMs),
      language: state.call.language,
      moves: movesView(program, state.call),
    },
    holdOfferMinutes,
    waiting: waiting && {
      language: waiting.language,
      before: isoOrNull(waiting.beforeMs),
      since: iso(waiting.sinceMs),
      place: place ?? 1,
      offer: waiting.offer && {
        startAt: iso(waiting.offer.startMs),
        endAt: iso(waiting.offer.endMs),
        heldUntil: iso(waiting.offer.untilMs),
      },
    },
    missed: state.missedCalls.map(({ atMs, side }) => ({ at: iso(atMs), side })),
  }
}

const movesView = (program: Program, call: BookedCall) => {
  const moves = movesLeft(program, call)
  return moves && { left: moves.left, until: iso(moves.untilMs) }
}

/** What a seller's history shows: the turns of the case, not every keystroke of it; null leaves an event out. */
const historyParams = (data: CaseEventData, zone: string): Record<string, string | number> | null => {
  switch (data.type) {
    case 'attempt-started':
    case 'case-restored':
    case 'case-withdrawn':
    case 'self-service-lane-chosen':
    case 'consent-given':
    case 'face-comparison-agreed':
    case 'face-comparison-withdrawn':
    case 'registration-acknowledged':
    case 'appeal-made':
    case 'media-deleted':
    case 'phone-confirmed':
      return {}
    case 'registration-compared':
      return { differing: data.differing.length }
    case 'case-opened':
    case 'case-passed':
      return data.from ? { fromSite: data.from.site } : {}
    case 'case-banned':
      return { banReason: data.reason }
    case 'appeal-decided':
      return { appeal: data.outcome }
    case 'badge-issued':
      return data.untilMs === null ? {} : { badgeUntil: dayIn(zone, data.untilMs - 1) }
    case 'badge-revoked':
      return { badgeEnd: data.why }
    case 'registration-confirmed':
      return { fields: data.fields.join(',') }
    case 'offline-lane-chosen':
      return { way: data.way }
    case 'device-checked':
      return { ok: String(data.ok) }
    case 'attempt-ended':
      return data.end.how === 'completed'
        ? {}
        : { how: data.end.how, why: data.end.how === 'voided' ? data.end.why : '' }
    case 'attempt-failed':
    case 'offline-refused':
      return { reasons: data.reasons.join(',') }
    case 'attempt-voided':
      return { why: data.why }
    case 'review-requested':
      return { dueAt: iso(data.dueAtMs) }
    case 'reviewed':
      return { outcome: data.outcome }
    case 'call-booked':
      return { startAt: iso(data.startMs), moved: String(data.instead !== null) }
    case 'call-cancelled':
      return { by: data.by }
    case 'waiting-list-joined':
      return {}
    case 'waiting-list-left':
      return { left: data.why }
    case 'call-offered':
      return { startAt: iso(data.startMs) }
    case 'call-missed':
      return { side: data.side }
    case 'account-locked':
      return { badgeUntil: iso(data.untilMs) }
    case 'deadline-moved':
      return { deadlineAt: iso(data.deadlineAtMs), why: data.why }
    case 'restriction-applied':
    case 'restriction-lifted':
      return { capability: data.capability }
    case 'restriction-acknowledged':
      return { change: data.change, capability: data.restrictionId.split('.').at(-1) ?? '' }
    case 'restriction-drifted':
      return { drift: data.drift, capability: data.capability }
    case 'restriction-drift-cleared':
      return { capability: data.capability }
    default:
      return null
  }
}

export const sellerHomeView = (app: App, home: SellerHomeFile): SellerHome => ({
  seller: {
    id: home.registration.sellerId,
    shopName: home.registration.companyName ?? home.registration.sellerId,
    language: home.language,
    site: home.registration.site,
  },
  marketplace: home.caseFile ? inLanguage(home.caseFile.loaded.program.marketplace, home.language) : '',
  demo: app.settings.demo,
  serverTime: iso(app.clock.nowMs()),
  notices: home.notices.map((notice) => ({
    id: notice.id,
    kind: notice.kind as SellerHome['notices'][number]['kind'],
    channels: notice.channels as SellerHome['notices'][number]['channels'],
    title: notice.title,
    body: notice.body,
    createdAt: iso(notice.createdAtMs),
    readAt: isoOrNull(notice.readAtMs),
    caseId: notice.caseId,
  })),
  restrictions: home.caseFile ? restrictionViews(home.caseFile.loaded.state) : [],
  case: home.caseFile && sellerCaseView(app, home.caseFile),
})
