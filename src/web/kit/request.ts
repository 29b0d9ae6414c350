import { learnServerTime } from './server-time.ts'

/**
 * A request that did not bring its answer: `refused` by the server with a code that has words under `refusal:<code>`,
 * or never answered (`offline`), or failed on the server's side (`broken`, worth a retry).
 */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure'
  readonly kind: 'refused' | 'offline' | 'broken'
  readonly status: number
  readonly code: string
  readonly details: Record<string, string | number | boolean | null>
  readonly requestId: string | null

  constructor(problem: {
    kind: 'refused' | 'offline' | 'broken'
    status?: number
    code?: string
    details?: Record<string, string | number | boolean | null>
    requestId?: string | null
    cause?: unknown
  }) {
    super(problem.code ?? problem.kind, { cause: problem.cause })
    this.kind = problem.kind
    this.status = problem.status ?? 0
    this.code = problem.code ?? 'unknown'
    this.details = problem.details ?? {}
    this.requestId = problem.requestId ?? null
  }
}

export type RequestOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Sent as JSON. */
  json?: unknown
  /** Sent as it is. */
  bytes?: Blob
  headers?: Record<string, string>
  /** Lets the request outlive the page; for the last word while leaving. */
  keepalive?: boolean
  timeoutMs?: number
  signal?: AbortSignal
}

const defaultTimeoutMs = 15_000

/**
 * Asks the server and gives its JSON. Throws `RequestFailure` and nothing else. Mutations carry the header that a form of
 * another site cannot set.
 */
export const request = async <T>(path: string, options: RequestOptions = {}): Promise<T> => {
  const response = await ask(path, options)
  if (response.ok) return (await readJson(response)) as T
  throw await failureOf(response)
}

/** An answer and the mark by which the server knows it again. */
export type Marked<T> = { mark: string | null; value: T }

/** Asks for something that is asked for again and again: `known` itself, the same object, while it is still the answer. */
export const requestMarked = async <T>(
  path: string,
  known: Marked<T> | undefined,
  options: Pick<RequestOptions, 'signal' | 'timeoutMs'> = {},
): Promise<Marked<T>> => {
  const headers = known?.mark ? { 'if-none-match': known.mark } : {}
  const response = await ask(path, { ...options, headers })
  if (response.status === 304 && known) return known
  if (response.ok) return { mark: response.headers.get('etag'), value: (await readJson(response)) as T }
  throw await failureOf(response)
}

/** Whatever the server answers; throws when it did not. */
const ask = async (path: string, options: RequestOptions): Promise<Response> => {
  const { method = 'GET', json, bytes, headers, timeoutMs = defaultTimeoutMs } = options
  const limit = AbortSignal.timeout(timeoutMs)
  let response: Response
  try {
    response = await fetch(path, {
      method,
      credentials: 'same-origin',
      keepalive: options.keepalive ?? false,
      headers: {
        accept: 'application/json',
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...(method === 'GET' ? {} : { 'x-countersign': '1' }),
        ...headers,
      },
      body: json === undefined ? (bytes ?? null) : JSON.stringify(json),
      signal: options.signal ? anySignal(options.signal, limit) : limit,
    })
  } catch (cause) {
    throw new RequestFailure({ kind: 'offline', cause })
  }
  learnServerTime(Date.parse(response.headers.get('date') ?? ''))
  return response
}

const failureOf = async (response: Response): Promise<RequestFailure> => {
  const problem = ((await readJson(response)) ?? {}) as {
    code?: string
    details?: RequestFailure['details']
    requestId?: string
  }
  return new RequestFailure({
    kind: isWorthARetry(response.status, problem.code) ? 'broken' : 'refused',
    status: response.status,
    ...(problem.code ? { code: problem.code } : {}),
    details: problem.details ?? {},
    requestId: problem.requestId ?? response.headers.get('x-request-id'),
  })
}

/** Too many requests and timeouts are worth waiting for; used-up attempts (also 429) and other 4xx answers stay as they are. */
const isWorthARetry = (status: number, code: string | undefined): boolean =>
  status >= 500 || status === 408 || (status === 429 && (code === undefined || code === 'too-many-requests'))

/** `null` for an empty answer and for what a proxy in between made of it. */
const readJson = async (response: Response): Promise<unknown> => {
  try {
    const text = await response.text()
    return text === '' ? null : (JSON.parse(text) as unknown)
  } catch {
    return null
  }
}

/** `AbortSignal.any` is younger than the browsers we let in. */
const anySignal = (...signals: AbortSignal[]): AbortSignal => {
  const controller = new AbortController()
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason)
    else signal.addEventListener('abort', () => controller.abort(signal.reason), { once: true })
  }
  return controller.signal
}
