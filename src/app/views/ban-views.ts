import type { z } from 'zod'
import type { BanView, sellerBanView } from '#contracts/ban.ts'
import type { CaseState } from '#domain/case/state.ts'
import { iso } from './instants.ts'

export const banOf = ({ ban }: CaseState, texts: { note: string | null; appeal: string | null }): BanView | null =>
  ban && {
    reason: ban.reason,
    proposedBy: ban.proposedBy,
    proposedAt: iso(ban.proposedAtMs),
    note: texts.note,
    confirmed: ban.confirmed && { by: ban.confirmed.by, at: iso(ban.confirmed.atMs) },
    appeal: ban.appeal && {
      at: iso(ban.appeal.atMs),
      dueAt: iso(ban.appeal.dueAtMs),
      upheld: ban.appeal.outcome === 'upheld',
      text: texts.appeal,
    },
  }

export const sellerBanOf = ({ ban }: CaseState): z.input<typeof sellerBanView> | null =>
  ban?.confirmed
    ? {
        reason: ban.reason,
        at: iso(ban.confirmed.atMs),
        appeal: ban.appeal && {
          at: iso(ban.appeal.atMs),
          dueAt: iso(ban.appeal.dueAtMs),
          upheld: ban.appeal.outcome === 'upheld',
        },
      }
    : null
