import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Env } from './doors.ts'

const document = {
  openapi: '3.1.0',
  info: {
    title: 'Countersign',
    version: '1',
    description:
      'Verify sellers by video. Send what you have on file, open a case, show the seller the link, listen to signed webhooks, acknowledge every restriction.',
  },
  security: [{ apiKey: [] }],
}

/** The marketplace's interface as a document: only `/v1`, for the other doors are our own pages'. */
export const marketplaceDocument = (api: OpenAPIHono<Env>): object => {
  const whole = api.getOpenAPI31Document(document)
  const paths = Object.fromEntries(Object.entries(whole.paths ?? {}).filter(([path]) => path.startsWith('/v1/')))
  const schemas = reachable(paths, whole.components?.schemas ?? {})
  const components = { schemas, securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } } }
  return { ...whole, paths, components }
}

/** The schemas that the paths name, directly or through others: our own pages' are nobody else's business. */
const reachable = (paths: object, schemas: Record<string, unknown>): Record<string, unknown> => {
  const found: Record<string, unknown> = {}
  const follow = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (name in found) continue
      found[name] = schemas[name]
      follow(schemas[name])
    }
  }
  follow(paths)
  return found
}

export const openApiRoutes = (api: OpenAPIHono<Env>): void => {
  let built: object | null = null
  api.get('/openapi.json', (c) => {
    built ??= marketplaceDocument(api)
    return c.json(built)
  })
}
