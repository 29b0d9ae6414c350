import { createRoute, z } from '@hono/zod-openapi'
import type { App } from '#app/app.ts'
import { listCases } from '#app/cases/read-case.ts'
import { listSellers } from '#app/sellers/list-sellers.ts'
import { readSeller } from '#app/sellers/seller-store.ts'
import { iso } from '#app/views/instants.ts'
import { caseRowView } from '#app/views/marketplace-case.ts'
import { everyRole } from '#contracts/desk-api.ts'
import { deskSellerView, sellerListQuery, sellerListView } from '#contracts/desk-sellers.ts'
import { idSchema } from '#contracts/primitives.ts'
import { answer, jsonAnswer, usualProblems } from '../answers.ts'
import type { Doors } from '../doors.ts'
import { notFound } from '../problem.ts'

/** Sellers as staff finds them; nothing here tells who stands behind a shop. */
export const deskSellerRoutes = (doors: Doors, app: App): void => {
  doors.route(
    { door: 'desk', roles: everyRole },
    createRoute({
      method: 'get',
      path: '/desk/api/sellers',
      summary: 'Sellers by their ids, each with its newest case',
      request: { query: sellerListQuery },
      responses: { 200: jsonAnswer(sellerListView, 'A page'), ...usualProblems },
    }),
    async (c) => {
      const { sellers, next } = await listSellers(app, c.get('staff'), c.req.valid('query'))
      const rows = sellers.map(({ registeredAtMs, ...row }) => ({ ...row, registeredAt: iso(registeredAtMs) }))
      return answer(c, sellerListView, { sellers: rows, next })
    },
  )

  doors.route(
    { door: 'desk', roles: everyRole },
    createRoute({
      method: 'get',
      path: '/desk/api/sellers/{sellerId}',
      summary: 'One seller with the newest of its cases',
      request: { params: z.object({ sellerId: idSchema }) },
      responses: { 200: jsonAnswer(deskSellerView, 'The seller'), ...usualProblems },
    }),
    async (c) => {
      const { tenantId } = c.get('staff')
      const { sellerId } = c.req.valid('param')
      const seller = await readSeller(app, app.database.kysely, tenantId, sellerId)
      if (!seller) return notFound(c)
      const { cases } = await listCases(app, tenantId, { seller: sellerId, limit: 20 })
      return answer(c, deskSellerView, {
        sellerId,
        site: seller.site,
        kind: seller.registration.kind,
        mainCategory: seller.registration.mainCategory,
        registeredAt: iso(seller.createdAtMs),
        cases: cases.map(caseRowView),
      })
    },
  )
}
