import { z } from '@hono/zod-openapi'
import { defaultLinkRules, type LinkRules, linkKinds } from '#domain/links/link.ts'

/** [TR3] [SC3] The `links` member of a program. One that says nothing shows links, and opens no review for them. */
export const linkRulesSchema = z
  .strictObject({
    kinds: z.array(z.enum(linkKinds)),
    hints: z.array(z.enum(linkKinds)),
    reviewAfter: z.enum(['failure', 'lock', 'never']),
    hubAbove: z.number().int().min(2).max(200),
    faces: z
      .strictObject({
        keepDays: z.number().int().min(1).max(1095),
        alike01: z.number().min(0.5).max(1),
        shownMost: z.number().int().min(1).max(10),
      })
      .nullable()
      .default(null),
  })
  .default({ ...defaultLinkRules, reviewAfter: 'never' }) satisfies z.ZodType<LinkRules>
