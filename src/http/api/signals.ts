import { createHash } from 'node:crypto'
import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { App } from '#app/app.ts'
import { recall, remember } from '#app/integration/idempotency.ts'
import { takeBatch, takeSignal } from '#app/signals/signal-intake.ts'
import type { SignalResult } from '#app/signals/take-signals.ts'
import { signalBatchSchema, signalsBodySchema } from '#contracts/signal.ts'
import { type refusedSignalSchema, signalBatchAnswerSchema, takenSignalSchema } from '#contracts/signals-api.ts'
import type { Refusal } from '#domain/refusal.ts'
import { answer, jsonAnswer, jsonBody, usualProblems } from '../answers.ts'
import type { Doors, Env } from '../doors.ts'
import { invalidProblem, otherProblems, problem, refusalProblem } from '../problem.ts'
import { readSignals, signalsBodyBytes } from './read-signals.ts'

const documented = {
  method: 'post',
  path: '/v1/signals',
  summary: 'Tell what happened in accounts: one signal, or up to 10,000',
  description:
    'Signals are known by your own ids: sent twice, they are taken once. Register a seller before you tell of it. In a batch each signal has its own result, and what is wrong with one loses none of the others.',
  responses: {
    200: jsonAnswer(
      z.union([signalBatchAnswerSchema, takenSignalSchema]),
      'A batch, with a result for each signal in its order; or one signal that was taken before',
    ),
    202: jsonAnswer(takenSignalSchema, 'Taken, with what the rules said'),
    ...usualProblems,
  },
} as const

/** The body is read by `readSignals` as it comes, and not by the framework in one go; the document says it all the same. */
export const signalRoutes = (doors: Doors, app: App): void => {
  doors.api.openAPIRegistry.registerPath({ ...documented, request: { body: jsonBody(signalsBodySchema) } })
  doors.route({ door: 'marketplace', scope: 'signals' }, createRoute({ ...documented, hide: true }), async (c) => {
    if (!c.req.header('content-type')?.startsWith('application/json'))
      return problem(c, { status: 415, code: 'not-json', title: 'send application/json' })
    if (Number(c.req.header('content-length') ?? 0) > signalsBodyBytes)
      return tooLarge(c, `a body here has at most ${signalsBodyBytes} bytes`)
    return remembering(app, c, (onBytes) => take(app, c, onBytes))
  })
}

type OnBytes = (bytes: Uint8Array) => void
/** What is to be answered, once the body has been read. */
type Prepared = () => Promise<Response>

const take = async (app: App, c: Context<Env>, onBytes: OnBytes): Promise<Prepared> => {
  const read = await readSignals(await bodyOf(c), onBytes)
  if (read.is === 'too-large') return async () => tooLarge(c, read.why)
  if (read.is === 'not-json')
    return async () => problem(c, { status: 400, code: 'malformed-json', title: 'the body is not JSON' })
  if (read.is === 'one')
    return async () => {
      const taken = await takeSignal(app, c.get('key'), read.signal)
      return taken.ok ? answerOne(c, taken.value) : answerLater(c, taken.refusal)
    }
  const envelope = signalBatchSchema.safeParse(
    typeof read.envelope === 'object' ? { ...read.envelope, signals: read.signals } : read.envelope,
  )
  if (!envelope.success) return async () => invalidProblem(c, envelope.error)
  return async () => {
    const taken = await takeBatch(app, c.get('key'), read.signals)
    return taken.ok ? answerBatch(c, taken.value) : answerLater(c, taken.refusal)
  }
}

/** A single signal comes in one piece, which saves the stream; it takes as long as the rest of the answer. */
const inOnePieceBytes = 64 * 1024

const bodyOf = async (c: Context<Env>): Promise<AsyncIterable<Uint8Array> | Iterable<Uint8Array> | null> => {
  const bytes = Number(c.req.header('content-length') ?? Number.POSITIVE_INFINITY)
  if (!(bytes <= inOnePieceBytes)) return c.req.raw.body
  return [new Uint8Array(await c.req.raw.arrayBuffer())]
}

const tooLarge = (c: Context, title: string): Response => problem(c, { status: 413, code: 'body-too-large', title })

const answerLater = (c: Context, refusal: Refusal): Response => {
  c.header('retry-after', String(refusal.details.retryAfterS ?? 1))
  return refusalProblem(c, refusal)
}

const answerOne = (c: Context, result: SignalResult): Response => {
  if (result.result !== 'refused')
    return answer(c, takenSignalSchema, takenView(result), result.result === 'accepted' ? 202 : 200)
  const status = otherProblems[result.code]
  return problem(c, { status, code: result.code, title: result.code.replaceAll('-', ' '), errors: result.fields })
}

const answerBatch = (c: Context, results: readonly SignalResult[]): Response => {
  const counts = { accepted: 0, duplicate: 0, refused: 0 }
  for (const { result } of results) counts[result] += 1
  return answer(c, signalBatchAnswerSchema, {
    ...counts,
    results: results.map((one) => (one.result === 'refused' ? refusedView(one) : takenView(one))),
  })
}

type Taken = Extract<SignalResult, { decisions: unknown }>
type Refused = Extract<SignalResult, { result: 'refused' }>

const takenView = ({ result, id, late, decisions }: Taken): z.input<typeof takenSignalSchema> => ({
  result,
  id,
  late,
  rules: decisions.length > 0 ? 'asked' : 'none-published',
  decisions: decisions.map(({ program, version, outcome, score }) => ({
    program,
    rulesVersion: version,
    outcome,
    score,
  })),
})

const refusedView = ({ id, code, fields }: Refused): z.input<typeof refusedSignalSchema> => ({
  result: 'refused',
  id,
  code,
  errors: fields,
})

/** `Idempotency-Key` as at every other door; the request is hashed while it comes. Outages and "later" are not remembered. */
const remembering = async (
  app: App,
  c: Context<Env>,
  read: (onBytes: OnBytes) => Promise<Prepared>,
): Promise<Response> => {
  const key = c.req.header('idempotency-key')
  if (!key) return (await read(() => {}))()
  if (key.length > 200)
    return problem(c, { status: 422, code: 'invalid-request', title: 'Idempotency-Key has at most 200 characters' })
  const hashing = createHash('sha256').update(`${c.req.method}\n${c.req.path}\n`)
  const prepared = await read((bytes) => hashing.update(bytes))
  const hash = hashing.digest('hex')
  const known = await recall(app, c.get('key'), key, hash)
  if (known === 'other')
    return problem(c, { status: 409, code: 'idempotency-conflict', title: 'this key was used for another request' })
  if (known)
    return c.body(known.body, known.status as 200, {
      'content-type': known.status < 400 ? 'application/json' : 'application/problem+json',
      'idempotent-replay': 'true',
    })
  const response = await prepared()
  if (response.status < 500 && response.status !== 429)
    await remember(app, c.get('key'), key, hash, { status: response.status, body: await response.clone().text() })
  return response
}
