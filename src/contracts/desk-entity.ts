import { z } from '@hono/zod-openapi'
import { instantSchema } from './primitives.ts'

/** [SI1] Another shop of the same legal entity, and how its newest case stands. */
export const entityShopView = z.object({
  sellerId: z.string(),
  site: z.string(),
  /** [EL2] The same person stands for both; where another does, the shop is verified on its own. */
  samePerson: z.boolean(),
  newestCase: z.object({ id: z.string(), program: z.string(), status: z.string(), openedAt: instantSchema }).nullable(),
})
export type EntityShop = z.infer<typeof entityShopView>
