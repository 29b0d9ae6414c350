import type { CaseEventData } from '#domain/case/events.ts'
import type { StepSpan } from '#domain/run-plan.ts'
import type { App } from '../app.ts'
import type { InspectorRun } from '../ports/inspector.ts'
import { openChallenge } from './challenges.ts'

type Followed = { recordingId: string; tenantId: string; caseId: string }
type Told = Pick<InspectorRun, 'stepStarted' | 'stepEnded' | 'challengeShown' | 'challengeShownAgain'>
const told = [
  'attempt-started',
  'recording-restarted',
  'step-started',
  'step-ended',
  'challenge-shown',
  'challenge-shown-again',
] as const
type StepEvent = Extract<CaseEventData, { type: (typeof told)[number] }>
/** An attempt as far as its events were told: which recording goes on, and which step is open. */
type Course = { recordingId: string; kinds: Map<string, StepSpan['kind']>; openStep: string | null }

/**
 * Tells an inspection what the evidence says of its run: which steps began and ended and which challenges were shown, on
 * the recording's own time line. Each call tells what is new since the last. In a call that goes on in another recording, each
 * recording is told what happened in it; a step that was open when it began is open from its beginning.
 */
export const openStepTeller = (app: App, { recordingId, tenantId, caseId }: Followed, run: Told) => {
  let toldSeq = -1
  const courses = new Map<string, Course>()

  const tell = async (event: StepEvent): Promise<void> => {
    if (event.type === 'attempt-started') {
      const kinds = new Map(event.steps.map(({ id, kind }) => [id, kind]))
      courses.set(event.attemptId, { recordingId: event.recordingId, kinds, openStep: null })
      return
    }
    const course = courses.get(event.attemptId)
    if (!course) return
    const begin = (id: string, startMs: number) => {
      const kind = course.kinds.get(id)
      if (kind) run.stepStarted({ id, kind, startMs, endMs: null, action: null })
    }
    if (event.type === 'recording-restarted') {
      course.recordingId = event.recordingId
      if (event.recordingId === recordingId && course.openStep !== null) begin(course.openStep, 0)
      return
    }
    const { stepId, claimedMediaMs: atMs } = event
    if (event.type === 'step-started') course.openStep = stepId
    if (event.type === 'step-ended' && course.openStep === stepId) course.openStep = null
    if (course.recordingId !== recordingId || !course.kinds.has(stepId)) return
    if (event.type === 'step-started') begin(stepId, atMs)
    else if (event.type === 'step-ended') run.stepEnded(stepId, atMs)
    else if (event.type === 'challenge-shown-again') run.challengeShownAgain(stepId, event.index, atMs)
    else {
      const challenge = await openChallenge(app, event.challenge, event)
      if (challenge) run.challengeShown({ stepId, index: event.index, shownMs: atMs, challenge })
    }
  }

  return async (): Promise<void> => {
    const rows = await app.database.kysely
      .selectFrom('case_event')
      .select(['seq', 'data'])
      .where('case_id', '=', caseId)
      .where('tenant_id', '=', tenantId)
      .where('type', 'in', told)
      .where('seq', '>', toldSeq)
      .orderBy('seq')
      .execute()
    for (const { seq, data } of rows) {
      await tell(data as StepEvent)
      toldSeq = seq
    }
  }
}
