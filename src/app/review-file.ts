import { type IfItFails, ifItFails } from '#domain/case/consequences.ts'
import type { CaseEvent } from '#domain/case/events.ts'
import type { Finding } from '#domain/finding.ts'
import { accept, type Result, refuse } from '#domain/refusal.ts'
import type { Registration } from '#domain/registration.ts'
import type { App } from './app.ts'
import { readEvents } from './case-store.ts'
import { shownChallenges } from './challenges.ts'
import { readFindings } from './conclude-inspection.ts'
import type { LoadedCase } from './loaded-case.ts'
import { openClip } from './read-clip.ts'
import { lookAt, type StaffCaller } from './review.ts'
import { identityFailuresElsewhere } from './run-attempt.ts'
import { readSeller } from './seller-store.ts'

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
  findings: Finding[]
  fields: ComparedField[]
  steps: { id: string; kind: string; startMs: number; endMs: number | null }[]
  challenges: { stepId: string; value: string; mediaMs: number }[]
  clipBytes: number | null
  recordingId: string
  history: CaseEvent[]
  ifFailed: IfItFails | null
  /** [DE3] The verdict there is must not be shown to this person yet. */
  blind: boolean
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
  const { findings } = await readFindings(app, caller.tenantId, attempt.recordingId)
  const clip = await openClip(app, caller.tenantId, caseId, attempt.recordingId)
  const history = await app.database.transaction((tx) => readEvents(tx, caller.tenantId, caseId))
  return accept({
    loaded,
    registration: seller?.registration ?? null,
    findings,
    fields: comparedFields(findings),
    steps: stepSpans(history, attemptId, attempt.steps),
    challenges: await challengesOf(app, loaded, attemptId, history),
    clipBytes: clip && clip.sizeBytes > 0 ? clip.sizeBytes : null,
    recordingId: attempt.recordingId,
    blind: loaded.state.secondLook?.attemptId === attemptId && loaded.state.secondLook.given === null,
    history: history.filter(
      ({ data, actor }) => data.type !== 'opinion-given' || isOwn(actor, caller) || isDiffering(loaded),
    ),
    ifFailed: loaded.state.review?.attemptId === attemptId ? await ifFailedNow(app, caller, loaded, attemptId) : null,
  })
}

/** [DE3] Nobody sees what the other thinks before they have said what they think themselves. */
const isOwn = (actor: CaseEvent['actor'], caller: StaffCaller): boolean =>
  actor.kind === 'staff' && actor.id === caller.staffId
const isDiffering = ({ state }: LoadedCase): boolean => state.review === null || state.review.opinions.length > 1

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

const stepSpans = (
  history: CaseEvent[],
  attemptId: string,
  steps: { id: string; kind: string }[],
): ReviewFile['steps'] =>
  steps.flatMap((step) => {
    const at = (type: 'step-started' | 'step-ended') => {
      const event = history.find(
        ({ data }) => data.type === type && data.attemptId === attemptId && data.stepId === step.id,
      )
      return event?.data.type === type ? event.data.claimedMediaMs : null
    }
    const startMs = at('step-started')
    return startMs === null ? [] : [{ id: step.id, kind: step.kind, startMs, endMs: at('step-ended') }]
  })

/** What the server drew in this attempt and when it was shown, opened. */
export const challengesOf = async (
  app: App,
  loaded: LoadedCase,
  attemptId: string,
  history: readonly CaseEvent[],
): Promise<ReviewFile['challenges']> => {
  const shownAt = history.flatMap(({ data }) =>
    (data.type === 'challenge-shown' || data.type === 'challenge-shown-again') && data.attemptId === attemptId
      ? [data]
      : [],
  )
  const challenges: ReviewFile['challenges'] = []
  for (const stepId of new Set(shownAt.map((event) => event.stepId))) {
    const values = await app.database.transaction((tx) => shownChallenges(app, tx, loaded, attemptId, stepId))
    for (const [index, challenge] of values.entries()) {
      const event = shownAt.findLast((one) => one.stepId === stepId && one.index === index)
      challenges.push({ stepId, value: challenge.value, mediaMs: event?.claimedMediaMs ?? 0 })
    }
  }
  return challenges
}
