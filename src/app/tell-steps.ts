import type { CaseEventData } from '#domain/case/events.ts'
import type { StepSpan } from '#domain/run-plan.ts'
import type { App } from './app.ts'
import { openChallenge } from './challenges.ts'
import type { InspectorRun } from './ports/inspector.ts'

type Followed = { recordingId: string; tenantId: string; caseId: string }
type Told = Pick<InspectorRun, 'stepStarted' | 'stepEnded' | 'challengeShown' | 'challengeShownAgain'>
const told = ['attempt-started', 'step-started', 'step-ended', 'challenge-shown', 'challenge-shown-again'] as const
type StepEvent = Extract<CaseEventData, { type: (typeof told)[number] }>

/**
 * Tells an inspection what the evidence says of its run: which steps began and ended and which challenges were shown, on
 * the recording's own time line. Each call tells what is new since the last.
 */
export const openStepTeller = (app: App, { recordingId, tenantId, caseId }: Followed, run: Told) => {
  let toldSeq = -1
  let attemptId: string | null = null
  let kinds = new Map<string, StepSpan['kind']>()

  const tell = async (event: StepEvent): Promise<void> => {
    if (event.type === 'attempt-started') {
      if (event.recordingId !== recordingId) return
      attemptId = event.attemptId
      kinds = new Map(event.steps.map(({ id, kind }) => [id, kind]))
      return
    }
    const kind = kinds.get(event.stepId)
    if (event.attemptId !== attemptId || !kind) return
    const { stepId, claimedMediaMs: atMs } = event
    if (event.type === 'step-started') run.stepStarted({ id: stepId, kind, startMs: atMs, endMs: null, action: null })
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
