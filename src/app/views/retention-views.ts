import type { RetentionView } from '#contracts/desk-retention.ts'
import { mediaDue } from '#domain/case/retention.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import { iso } from './instants.ts'

export const retentionOf = ({ program, state }: LoadedCase): RetentionView => {
  const due = mediaDue(program, state).map(({ dueAtMs }) => dueAtMs)
  return {
    deleteAt: due.length > 0 ? iso(Math.min(...due)) : null,
    hold: state.legalHold && { since: iso(state.legalHold.sinceMs), by: state.legalHold.by },
    deletedRuns: state.attempts.filter((one) => one.mediaDeletedAtMs !== null).length,
  }
}
