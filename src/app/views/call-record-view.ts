import type { CallRecord } from '#contracts/call-record.ts'
import { countedInterruptions } from '#domain/case/held-call.ts'
import type { Program } from '#domain/program.ts'
import type { CallRecordFile } from '../held-call/call-record.ts'
import type { HeldAttempt } from '../held-call/find-call.ts'
import type { Told } from '../held-call/sealed-words.ts'
import type { SnapshotRow } from '../held-call/snapshots.ts'
import { iso, isoOrNull } from './instants.ts'

/** [LC4] A picture that came. */
export const snapshotViews = (row: SnapshotRow) =>
  row.taken_at
    ? [
        {
          id: row.id,
          stepId: row.step_id,
          at: row.taken_at.toISOString(),
          widthPx: row.width_px ?? 0,
          heightPx: row.height_px ?? 0,
        },
      ]
    : []

export const questionViews = (program: Program, { call }: HeldAttempt): CallRecord['questions'] =>
  call.questions.flatMap((id) => {
    const question = program.call?.conduct.questions.from.find((one) => one.id === id)
    return question ? [{ id, text: question.text }] : []
  })

export const interruptionViews = (
  program: Program,
  { call }: HeldAttempt,
): Pick<CallRecord, 'interruptions' | 'counted' | 'borne'> => ({
  interruptions: call.interruptions.map(({ what, side, atMs, endedAtMs }) => ({
    what,
    side,
    at: iso(atMs),
    endedAt: isoOrNull(endedAtMs),
  })),
  counted: countedInterruptions(call).length,
  borne: program.call?.conduct.interruptionsBorne ?? null,
})

export const commitmentViews = (told: Told['commitments']): CallRecord['commitments'] =>
  told.map(({ atMs, ...one }) => ({ at: iso(atMs), ...one }))

export const overView = ({ call }: HeldAttempt): CallRecord['over'] =>
  call.over && { at: iso(call.over.atMs), why: call.over.why }

export const callRecordView = (program: Program, caseId: string, file: CallRecordFile): CallRecord => {
  const { attempt } = file
  const ruleOf = (stepId: string) => program.capture.steps.find(({ id }) => id === stepId)
  return {
    bookingId: attempt.call.bookingId,
    startedAt: iso(attempt.startedAtMs),
    endsAt: iso(attempt.call.endsAtMs),
    over: overView(attempt),
    place: file.place,
    people: file.people.map(({ fromMs, toMs, ...one }) => ({ ...one, from: iso(fromMs), to: isoOrNull(toMs) })),
    steps: attempt.steps.map((step) => {
      const judged = file.judged.get(step.id)
      return {
        id: step.id,
        kind: step.kind,
        name: ruleOf(step.id)?.name ?? null,
        asked: step.startedAtMs !== null,
        judgement: judged?.judgement ?? null,
        judgedBy: judged ? (file.names.get(judged.by) ?? '') : null,
        note: judged?.note ?? null,
        snapshots: file.snapshots
          .filter(({ row }) => row.step_id === step.id)
          .flatMap(({ row, mediaMs, recordingId }) =>
            snapshotViews(row).map((one) => ({ ...one, mediaMs, recordingId })),
          ),
        mayBeLeftOut: step.kind === 'document',
      }
    }),
    kept: attempt.call.kept.flatMap((id) => {
      const rule = ruleOf(id)
      return rule ? [{ id, kind: rule.kind, name: rule.name }] : []
    }),
    questions: questionViews(program, attempt),
    ...interruptionViews(program, attempt),
    suspicions: file.suspicions.map(({ atMs, byName, what, note }) => ({ at: iso(atMs), by: byName, what, note })),
    commitments: commitmentViews(file.commitments),
    chat: file.chat.map(({ atMs, ...line }) => ({ at: iso(atMs), ...line })),
    recordings: file.recordings.map(({ clipBytes, openedAtMs, ...one }) => ({
      ...one,
      openedAt: iso(openedAtMs),
      clip:
        clipBytes === null
          ? null
          : {
              url: `/desk/api/cases/${caseId}/attempts/${attempt.id}/recordings/${one.id}/clip`,
              sizeBytes: clipBytes,
              type: 'video/webm',
            },
    })),
    opinionsHidden: file.opinionsHidden,
  }
}
