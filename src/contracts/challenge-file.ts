import { z } from '@hono/zod-openapi'
import { maxDigitMsOf } from '#domain/challenge.ts'
import type { Program } from '#domain/program.ts'
import type { RunPlan, StepSpan } from '#domain/run-plan.ts'

const timeMs = z.number().min(0).max(86_400_000)

const stepSchema = z.strictObject({
  id: z.string().min(1).max(64),
  kind: z.enum(['id-front', 'id-back', 'face', 'digits', 'pan', 'licence', 'document', 'statement']),
  startMs: timeMs.optional(),
  endMs: timeMs.optional(),
  /** What was asked in the step: a head turn, a blink, … */
  action: z.string().max(64).nullish(),
})

/** The challenge file of `inspect`: what was asked for in a run and, where known, when. */
export const challengeFileSchema = z
  .strictObject({
    digits: z
      .string()
      .regex(/^\d{0,20}$/, 'up to 20 digits, such as "4821"')
      .nullable()
      .default(null),
    language: z.string().min(2).max(16),
    steps: z.array(stepSchema).max(100).default([]),
  })
  .superRefine(({ steps }, context) => {
    const ids = steps.map(({ id }) => id)
    steps.forEach((step, index) => {
      if (ids.indexOf(step.id) !== index)
        context.addIssue({ code: 'custom', path: ['steps', index, 'id'], message: 'is used twice' })
      if (step.startMs !== undefined && step.endMs !== undefined && step.endMs < step.startMs)
        context.addIssue({ code: 'custom', path: ['steps', index, 'endMs'], message: 'comes before startMs' })
    })
  })

export type ChallengeFile = z.infer<typeof challengeFileSchema>

/**
 * The plan an inspection follows; how long a digit may take is the program's to say, not the file's. A step without an
 * end lasts until the next one; when any step has no start nobody knows when the others were, so the plan comes without
 * steps and the inspection finds them by itself.
 */
export const runPlanOf = (
  { digits, language, steps }: ChallengeFile,
  { capture }: Pick<Program, 'capture'>,
): RunPlan => {
  const ordered = [...steps].sort((a, b) => (a.startMs ?? 0) - (b.startMs ?? 0))
  const spans: StepSpan[] = ordered.flatMap(({ id, kind, startMs, endMs, action }, index) =>
    startMs === undefined
      ? []
      : [{ id, kind, startMs, endMs: endMs ?? ordered[index + 1]?.startMs ?? null, action: action ?? null }],
  )
  return {
    digits: digits || null,
    language,
    maxDigitMs: maxDigitMsOf(capture.steps),
    steps: spans.length === steps.length ? spans : [],
    challenges: [],
  }
}
