import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { exportEvidence } from '#app/evidence/export-evidence.ts'
import { caseParam, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { refusalProblem } from '../problem.ts'

export const evidenceRoutes = (doors: Doors, app: App): void => {
  doors.route(
    { door: 'marketplace', scope: 'cases' },
    createRoute({
      method: 'get',
      path: '/v1/cases/{caseId}/evidence',
      summary:
        'The evidence of a case as one bundle that anybody can check offline; the export is recorded in the case',
      request: { params: caseParam },
      responses: {
        200: {
          description: 'A ZIP for `countersign verify`: events, keys, signed head, recordings, proof frames',
          content: { 'application/zip': { schema: z.any() } },
        },
        ...usualProblems,
      },
    }),
    async (c) => {
      const exported = await exportEvidence(app, c.get('key'), c.req.valid('param').caseId)
      if (!exported.ok) return refusalProblem(c, exported.refusal)
      const { fileName, sizeBytes, parts } = exported.value
      return c.body(streamOf(parts), 200, {
        'content-type': 'application/zip',
        'content-length': String(sizeBytes),
        'content-disposition': `attachment; filename="${fileName}"`,
        'cache-control': 'private, no-store',
      })
    },
  )
}

/** Reads only as fast as the caller takes, and stops reading when the caller has gone. */
const streamOf = (parts: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
  const source = parts[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await source.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
    async cancel() {
      await source.return?.()
    },
  })
}
