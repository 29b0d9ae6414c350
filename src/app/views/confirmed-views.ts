import type { ConfirmedState } from '#contracts/confirmed-registration.ts'
import type { CaseState } from '#domain/case/state.ts'
import { iso, isoOrNull } from './instants.ts'

export const confirmedView = ({ confirmed }: CaseState): ConfirmedState | null =>
  confirmed && {
    fields: confirmed.fields,
    at: iso(confirmed.atMs),
    acknowledgedAt: isoOrNull(confirmed.acknowledgedAtMs),
  }
