import { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ZodType } from 'zod'
import { problemSchema } from '#contracts/primitives.ts'

const problemContent = { 'application/problem+json': { schema: problemSchema } }

/** The answers every route may give besides its own. */
export const usualProblems = {
  401: { description: 'Not signed in', content: problemContent },
  404: { description: 'Not there, or not for you', content: problemContent },
  409: { description: 'Not possible in this state', content: problemContent },
  422: { description: 'Refused; `errors` names the fields', content: problemContent },
  default: { description: 'Any other refusal', content: problemContent },
} as const

export const jsonAnswer = <S extends ZodType>(schema: S, description: string) => ({
  content: { 'application/json': { schema } },
  description,
})

export const jsonBody = <S extends ZodType>(schema: S) => ({
  required: true as const,
  content: { 'application/json': { schema } },
})

/** Answers with what the schema says; a value of another shape does not compile. */
export const answer = <S extends ZodType>(c: Context, _schema: S, value: z.input<S>, status: 200 | 201 | 202 = 200) =>
  c.json(value as object, status)

export const caseParam = z.object({ caseId: z.string().max(128) })
