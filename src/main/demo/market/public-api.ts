import type { z } from '@hono/zod-openapi'
import type { caseSchema, linkSchema, webhookCreatedSchema } from '#contracts/marketplace-api.ts'
import type { signalBatchAnswerSchema } from '#contracts/signals-api.ts'
import type { Registration } from '#domain/registration.ts'
import type { Signal } from '#domain/risk/signal.ts'

export type CaseView = z.infer<typeof caseSchema>

/** An answer that was not 2xx; `code` is the problem's, `status` the HTTP one. */
export class ApiRefused extends Error {
  override readonly name = 'ApiRefused'
  readonly status: number
  readonly code: string
  constructor(method: string, path: string, status: number, code: string) {
    super(`${method} ${path} was answered ${status} ${code}`)
    this.status = status
    this.code = code
  }
}

export type PublicApi = ReturnType<typeof openPublicApi>

/**
 * The marketplace's side of the HTTP interface, and nothing else of the product: what the simulated marketplace and the
 * simulated operator know. Every call throws `ApiRefused` on a refusal and what `fetch` throws when nobody answers.
 */
export const openPublicApi = (baseUrl: string, apiKey: string, timeoutMs = 30_000) => {
  const call = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(timeoutMs),
    })
    if (response.ok) return response
    const problem = (await response.json().catch(() => ({}))) as { code?: string }
    throw new ApiRefused(method, path, response.status, problem.code ?? 'unknown')
  }
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    (await (await call(method, path, body)).json()) as T

  return {
    putSeller: (registration: Registration) =>
      ask<{ created: boolean }>('PUT', `/v1/sellers/${registration.sellerId}`, registration),
    openCase: (asked: { sellerId: string; program: string; noticedAt: string | null; note: string | null }) =>
      ask<CaseView>('POST', '/v1/cases', asked),
    /** Tells what happened, and answers what was made of each; throws with the first refusal's code when one was not taken. */
    signals: async (happened: readonly Signal[]) => {
      const signals = happened.map(({ atMs, ...signal }) => ({ ...signal, at: new Date(atMs).toISOString() }))
      const { results } = await ask<z.infer<typeof signalBatchAnswerSchema>>('POST', '/v1/signals', { signals })
      const refused = results.find((one) => one.result === 'refused')
      if (refused) throw new ApiRefused('POST', '/v1/signals', 200, refused.code)
      return results.flatMap((one) => (one.result === 'refused' ? [] : [one]))
    },
    readCase: (caseId: string) => ask<CaseView>('GET', `/v1/cases/${caseId}`),
    listCases: (query = '') =>
      ask<{ cases: { id: string; sellerId: string }[]; next: string | null }>('GET', `/v1/cases${query}`),
    link: (caseId: string) => ask<z.infer<typeof linkSchema>>('POST', `/v1/cases/${caseId}/link`),
    restrictions: (sellerId: string) =>
      ask<{ restrictions: (CaseView['restrictions'][number] & { caseId: string })[] }>(
        'GET',
        `/v1/sellers/${sellerId}/restrictions`,
      ),
    acknowledge: (restrictionId: string, change: 'applied' | 'lifted') =>
      ask<{ acknowledged: true }>('POST', `/v1/restrictions/${restrictionId}/ack`, { change }),
    /** What sellers really may not do, as of a moment; at most 500 of them. */
    report: (reports: { sellerId: string; asOf: string; restricted: string[] }[]) =>
      ask<{ results: unknown[] }>('PUT', '/v1/capabilities', { reports }),
    acknowledgeRegistration: (caseId: string) =>
      ask<{ acknowledged: true }>('POST', `/v1/cases/${caseId}/registration/ack`),
    addWebhook: (url: string, events: string[]) =>
      ask<z.infer<typeof webhookCreatedSchema>>('POST', '/v1/webhooks', { url, events }),
    webhooks: () => ask<{ webhooks: { id: string; url: string }[] }>('GET', '/v1/webhooks'),
    removeWebhook: (id: string) => ask<{ removed: true }>('DELETE', `/v1/webhooks/${id}`),
    /** The evidence bundle as it streams in. */
    evidence: (caseId: string): Promise<Response> => call('GET', `/v1/cases/${caseId}/evidence`),
  }
}
