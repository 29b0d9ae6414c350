import { type IfItFails, ifItFails } from '#domain/case/consequences.ts'
import type { CaseEvent } from '#domain/case/events.ts'
import type { Attempt } from '#domain/case/state.ts'
import type { Finding } from '#domain/finding.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { Registration } from '#domain/registration.ts'
import type { App } from '../app.ts'
import { readEvents } from '../cases/case-store.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import { type CallRecordFile, readCallRecord } from '../held-call/call-record.ts'
import { isHeld } from '../held-call/find-call.ts'
import { openChallenge } from '../runs/challenges.ts'
import { readFindings } from '../runs/conclude-inspection.ts'
import { openClip } from '../runs/read-clip.ts'
import { identityFailuresElsewhere } from '../runs/run-attempt.ts'
import { readSeller } from '../sellers/seller-store.ts'
import { staffNamesIn } from '../staff/staff-names.ts'
import { lookAt, type StaffCaller } from './review.ts'

export type ComparedField = {
  field: string
  registered: string | null
  read: string | null
  differs: boolean | null
  score01: number | null
}

export type ReviewFile = {
  loaded: LoadedCase
  registration: Registration | null
  findings: FoundIn[]
  fields: ComparedField[]
  steps: { id: string; kind: string; startMs: number; endMs: number | null; recordingId: string }[]
  challenges: { stepId: string; value: string; mediaMs: number; recordingId: string }[]
  clipBytes: number | null
  recordingId: string
  history: CaseEvent[]
  /** Of staff, by their ids. */
  names: Map<string, string>
  ifFailed: IfItFails | null
  /** [DE3] The verdict there is must not be shown to this person yet. */
  blind: boolean
  /** What happened in the call; null where there was none. */
  call: CallRecordFile | null
}

/** [EV4] Everything a reviewer sees of one run. Looking is itself recorded in the evidence. */
export const openReview = async (
  app: App,
  caller: StaffCaller,
  caseId: string,
  attemptId: string,
): Promise<Result<ReviewFile>> => {
  const looked = await lookAt(app, caller, caseId, 'review', attemptId)
  if (!looked.ok) return looked
  const loaded = looked.value
  const attempt = loaded.state.attempts.find((one) => one.id === attemptId)
  if (!attempt) return refuse('not-found')
  const seller = await readSeller(app, app.database.kysely, caller.tenantId, loaded.state.sellerId)
  const findings = await findingsOf(app, caller.tenantId, attempt)
  const clip = await openClip(app, caller.tenantId, caseId, attempt.recordingId)
  const history = await app.database.transaction((tx) => readEvents(tx, caller.tenantId, caseId))
  const blind = isBlindLook(loaded, attemptId)
  const opinionsHidden = areOpinionsHidden(loaded, attemptId, caller)
  const sellerName = seller?.registration.companyName ?? loaded.state.sellerId
  return accept({
    loaded,
    registration: seller?.registration ?? null,
    findings,
    fields: comparedFields(findings),
    steps: stepSpans(history, attempt),
    challenges: await challengesOf(app, attemptId, history),
    clipBytes: clip && clip.sizeBytes > 0 ? clip.sizeBytes : null,
    recordingId: attempt.recordingId,
    blind,
    history: shownTo(caller, loaded, history),
    names: await staffNamesIn(app, caller.tenantId, history),
    call: isHeld(attempt)
      ? await readCallRecord(app, caller, loaded, { attempt, events: history, sellerName, opinionsHidden })
      : null,
    ifFailed: loaded.state.review?.attemptId === attemptId ? await ifFailedNow(app, caller, loaded, attemptId) : null,
  })
}

/** [DE3] Nobody sees what the other thinks before they have said what they think themselves. */
const isOwn = (actor: CaseEvent['actor'], caller: StaffCaller): boolean =>
  actor.kind === 'staff' && actor.id === caller.staffId
const isDiffering = ({ state }: LoadedCase): boolean => state.review === null || state.review.opinions.length > 1

const isOpinion = ({ type }: CaseEvent['data']): boolean => type === 'step-judged' || type === 'suspicion-noted'

/** [DE3] The second of four eyes, who has not said yet what they think. */
const isToThinkFirst = ({ state, program }: LoadedCase, attemptId: string, { staffId }: StaffCaller): boolean => {
  const { review } = state
  if (review?.attemptId !== attemptId || !program.decision.fourEyes.includes(review.why)) return false
  return review.opinions.length === 1 && review.opinions.every(({ by }) => by !== staffId)
}

/** [DE3] A pass that was drawn, or doubted by later findings, is looked at without being shown what was found and thought. */
export const isBlindLook = ({ state }: LoadedCase, attemptId: string): boolean =>
  state.secondLook?.attemptId === attemptId && state.secondLook.given === null

/** [DE3] What others thought of this run is kept back from this person for now. */
export const areOpinionsHidden = (loaded: LoadedCase, attemptId: string, caller: StaffCaller): boolean =>
  isBlindLook(loaded, attemptId) || isToThinkFirst(loaded, attemptId, caller)

/** [DE3] What of a history this person may read now. */
export const shownTo = (caller: StaffCaller, loaded: LoadedCase, history: readonly CaseEvent[]): CaseEvent[] => {
  const thinksFirst = loaded.state.review !== null && isToThinkFirst(loaded, loaded.state.review.attemptId, caller)
  return history.filter(
    ({ data, actor }) =>
      isOwn(actor, caller) ||
      ((data.type !== 'opinion-given' || isDiffering(loaded)) && !(thinksFirst && isOpinion(data))),
  )
}

/** What one more failure, decided by this person now, would leave the seller with. */
export const ifFailedNow = async (
  app: App,
  caller: StaffCaller,
  loaded: LoadedCase,
  attemptId: string,
): Promise<IfItFails> =>
  ifItFails(loaded.state, attemptId, await identityFailuresElsewhere(app.database.kysely, loaded), {
    program: loaded.program,
    atMs: app.clock.nowMs(),
    actor: { kind: 'staff', id: caller.staffId },
  })

/** One line per field, from the finding that read it best. A comparison the check made is kept, none is made up here. */
export const comparedFields = (findings: Finding[]): ComparedField[] => {
  const best = new Map<string, ComparedField>()
  for (const finding of findings)
    for (const { field, read, registered, score01 } of finding.fields) {
      const known = best.get(field)
      if (known && (known.score01 ?? 0) >= (score01 ?? 0) && known.read !== null) continue
      const differs = read === null || registered === null ? null : finding.outcome === 'fail' || read !== registered
      best.set(field, { field, registered, read, differs, score01 })
    }
  return [...best.values()]
}

/** Where each step lay in which recording. A step that was open when the seller's page was loaded anew goes on in the next. */
const stepSpans = (history: CaseEvent[], { id, steps }: Attempt): ReviewFile['steps'] => {
  const kinds = new Map(steps.map((step) => [step.id, step.kind]))
  const spans: ReviewFile['steps'] = []
  let open: string | null = null
  const begin = (stepId: string, startMs: number, recordingId: string) => {
    const kind = kinds.get(stepId)
    if (kind) spans.push({ id: stepId, kind, startMs, endMs: null, recordingId })
  }
  for (const { data, recordingId } of withRecording(history, id)) {
    if (data.type === 'step-started') begin(data.stepId, data.claimedMediaMs, recordingId)
    if (data.type === 'step-started') open = data.stepId
    else if (data.type === 'recording-restarted' && open !== null) begin(open, 0, recordingId)
    else if (data.type === 'step-ended') {
      const span = spans.findLast((one) => one.id === data.stepId)
      if (span && span.endMs === null) span.endMs = data.claimedMediaMs
      open = null
    }
  }
  return spans
}

/** What happened in an attempt, each with the recording that went on then. */
const withRecording = (history: readonly CaseEvent[], attemptId: string) => {
  let recordingId = ''
  return history.flatMap(({ data }) => {
    if (!('attemptId' in data) || data.attemptId !== attemptId) return []
    if (data.type === 'attempt-started' || data.type === 'recording-restarted') recordingId = data.recordingId
    return [{ data, recordingId }]
  })
}

/** What the server drew in this attempt and when it was shown, opened. */
export const challengesOf = async (
  app: App,
  attemptId: string,
  history: readonly CaseEvent[],
): Promise<ReviewFile['challenges']> => {
  const challenges: (ReviewFile['challenges'][number] & { index: number })[] = []
  for (const { data, recordingId } of withRecording(history, attemptId)) {
    if (data.type === 'challenge-shown-again') {
      const shown = challenges.findLast((one) => one.stepId === data.stepId && one.index === data.index)
      if (shown) Object.assign(shown, { mediaMs: data.claimedMediaMs, recordingId })
    }
    if (data.type !== 'challenge-shown') continue
    const { stepId, index, claimedMediaMs: mediaMs } = data
    const challenge = await openChallenge(app, data.challenge, data)
    if (challenge) challenges.push({ stepId, index, value: challenge.value, mediaMs, recordingId })
  }
  return challenges.map(({ index: _, ...shown }) => shown)
}

/** A finding and the recording on whose time line its times are. */
export type FoundIn = Finding & { recordingId: string }

/** What the recording that goes on, or went on last, shows, and of earlier ones of the attempt what it says nothing of. */
export const findingsOf = async (
  app: App,
  tenantId: string,
  { earlierRecordings, recordingId: last }: Attempt,
): Promise<FoundIn[]> => {
  const merged = new Map<string, FoundIn>()
  for (const recordingId of [...earlierRecordings, last]) {
    const { state, findings } = await readFindings(app, tenantId, recordingId)
    for (const finding of findings) {
      if (finding.outcome === 'not-applicable' && merged.has(finding.check)) continue
      // The stills that prove a finding are kept when the whole recording has been looked at, not before.
      merged.set(finding.check, { ...finding, recordingId, proofFrames: state === 'done' ? finding.proofFrames : [] })
    }
  }
  return [...merged.values()]
}
