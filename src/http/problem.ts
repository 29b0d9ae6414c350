import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ZodError } from 'zod'
import { type NamedProblem, problemsByField } from '#contracts/field-problems.ts'
import type { Refusal, RefusalCode } from '#domain/refusal.ts'

/**
 * The one map from a refusal to an HTTP status. Not found and forbidden look the same to callers: whoever may not see a
 * thing is told that it is not there.
 */
export const statusOf: Record<RefusalCode, ContentfulStatusCode> = {
  'not-found': 404,
  conflict: 409,
  'report-from-the-future': 422,
  'invalid-state': 409,
  'case-already-open': 409,
  'case-closed': 409,
  'program-unknown': 422,
  'program-does-not-open-this-way': 422,
  'registration-incomplete': 422,
  'licence-ends-soon': 422,
  'registration-not-compared': 409,
  'phone-not-real-name': 422,
  'phone-not-reached': 422,
  'phone-code-not-due': 409,
  'phone-code-wrong': 422,
  'phone-code-over': 410,
  'not-eligible-for-lane': 422,
  'device-check-missing': 409,
  'device-check-failed': 409,
  'consent-missing': 409,
  'program-has-no-calls': 409,
  'language-not-spoken': 422,
  'slot-too-soon': 409,
  'slot-taken': 409,
  'moves-exhausted': 409,
  'move-too-late': 409,
  'no-waiting-list': 422,
  'call-not-wanted': 409,
  'call-has-begun': 409,
  'call-not-begun': 409,
  'call-not-booked': 409,
  'phone-not-confirmed': 409,
  'call-not-running': 409,
  'ring-over': 409,
  'seat-taken': 409,
  'leader-only': 409,
  'snapshot-missing': 409,
  'checklist-open': 409,
  'verdict-missing': 422,
  'stand-in-noted': 409,
  'attempt-already-running': 409,
  'attempt-not-running': 409,
  'attempts-exhausted': 429,
  'account-locked': 423,
  'in-review': 409,
  'step-out-of-order': 409,
  'challenge-used': 409,
  'challenge-expired': 409,
  'recording-closed': 409,
  'recording-incomplete': 409,
  'recording-too-large': 413,
  'chunk-corrupt': 422,
  'chunk-conflict': 409,
  'chunk-out-of-range': 422,
  'not-in-review': 409,
  'reason-missing': 422,
  'reason-unknown': 422,
  'reviewer-not-allowed': 404,
  'second-pair-of-eyes': 409,
  'lead-needed': 409,
  'ban-proposed': 409,
  'restriction-unknown': 404,
  'link-expired': 410,
  'link-used': 410,
  'not-allowed': 404,
  'too-many-requests': 429,
  'idempotency-conflict': 409,
}

/** Problems that no use-case refuses with: the door itself finds them. */
export const otherProblems = {
  'invalid-request': 422,
  'not-signed-in': 401,
  'malformed-json': 400,
  'not-json': 415,
  'body-too-large': 413,
  'too-large': 413,
  'seller-unknown': 422,
  'from-the-future': 422,
  'too-old': 422,
  'id-taken': 422,
  internal: 500,
} as const satisfies Record<string, ContentfulStatusCode>

type ProblemParts = {
  status: ContentfulStatusCode
  code: string
  title: string
  details?: Refusal['details']
  errors?: NamedProblem[]
}

/** An RFC 9457 answer. Titles are for engineers; people read the words under the code in their language. */
export const problem = (c: Context, { status, code, title, details, errors }: ProblemParts): Response =>
  c.body(
    JSON.stringify({
      type: `/help/problems#${code}`,
      title,
      status,
      code,
      ...(details && Object.keys(details).length > 0 ? { details } : {}),
      ...(errors ? { errors } : {}),
    }),
    status,
    { 'content-type': 'application/problem+json' },
  )

export const refusalProblem = (c: Context, refusal: Refusal): Response =>
  problem(c, {
    status: statusOf[refusal.code],
    code: refusal.code,
    title: refusal.code.replaceAll('-', ' '),
    details: refusal.details,
  })

export const notFound = (c: Context): Response => refusalProblem(c, { code: 'not-found', details: {} })

export const notSignedIn = (c: Context): Response =>
  problem(c, { status: 401, code: 'not-signed-in', title: 'sign in first' })

export const invalidProblem = (c: Context, error: ZodError): Response =>
  problem(c, {
    status: 422,
    code: 'invalid-request',
    title: 'the request is not valid',
    errors: problemsByField(error, '(body)'),
  })
