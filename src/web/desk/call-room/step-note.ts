import { readKept } from '../kept/kept.ts'

/** Where the note of a step is kept while it is written. */
export const noteName = (staffId: string, attemptId: string, stepId: string): string =>
  `call.note.${staffId}.${attemptId}.${stepId}`

export const parseText = (kept: unknown): string | null => (typeof kept === 'string' ? kept : null)

/** The note as it stands, for whoever judges the step; null when there is none. */
export const noteOf = (
  staffId: string,
  attemptId: string,
  step: { id: string; note: string | null },
): string | null => {
  const text = readKept(noteName(staffId, attemptId, step.id), parseText) ?? step.note ?? ''
  return text.trim() === '' ? null : text.trim().slice(0, longestNote)
}

export const longestNote = 2000
