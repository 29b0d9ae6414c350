/**
 * What an actor uses instead of a browser: JSON over HTTP with cookies, and the origin that a page of ours would send.
 * It knows nothing of the server but its address.
 */
export class AnswerRefused extends Error {
  override readonly name = 'AnswerRefused'
  readonly status: number
  readonly code: string
  constructor(what: string, status: number, code: string) {
    super(`${what} was answered ${status} ${code}`)
    this.status = status
    this.code = code
  }
}

export type BrowserSession = ReturnType<typeof openBrowserSession>

const timeoutMs = 60_000

export const openBrowserSession = (baseUrl: string) => {
  const cookies = new Map<string, string>()
  const { origin } = new URL(baseUrl)

  const send = async (
    method: string,
    path: string,
    body: string | Uint8Array | null,
    headers: Record<string, string>,
  ): Promise<Response> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        ...headers,
        origin,
        ...(cookies.size > 0 ? { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } : {}),
      },
      ...(body === null ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = cookie.split(';')
      const at = pair.indexOf('=')
      const gone = attributes.some((one) => /^\s*max-age=0$/i.test(one))
      if (gone) cookies.delete(pair.slice(0, at))
      else cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    if (response.ok) return response
    const problem = (await response.json().catch(() => ({}))) as { code?: string }
    throw new AnswerRefused(`${method} ${path}`, response.status, problem.code ?? 'unknown')
  }

  const sendJson = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const text = body === undefined ? null : JSON.stringify(body)
    const headers: Record<string, string> = text === null ? {} : { 'content-type': 'application/json' }
    return (await (await send(method, path, text, headers)).json()) as T
  }

  return {
    get: <T>(path: string) => sendJson<T>('GET', path),
    post: <T>(path: string, body?: unknown) => sendJson<T>('POST', path, body),
    /** Bytes as they are, with what the receiver wants to know of them. */
    /** Asks for nothing but an answer. */
    touch: async (path: string) => void (await send('GET', path, null, {})),
    send: async (path: string, bytes: Uint8Array) =>
      void (await send('POST', path, bytes, { 'content-type': 'application/octet-stream' })),
    put: (path: string, bytes: Uint8Array, headers: Record<string, string>) => send('PUT', path, bytes, headers),
    /** The first bytes of something that plays, as a player asks for them. */
    range: (path: string, lastByte: number) => send('GET', path, null, { range: `bytes=0-${lastByte}` }),
  }
}
