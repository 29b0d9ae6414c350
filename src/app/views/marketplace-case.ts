import type { z } from 'zod'
import type { caseSchema } from '#contracts/marketplace-api.ts'
import { nextStepOf } from '#domain/case/next-step.ts'
import type { App } from '../app.ts'
import type { LoadedCase } from '../cases/loaded-case.ts'
import type { listCases } from '../cases/read-case.ts'
import { attemptView, clockViews, restrictionViews, statusOf } from './case-views.ts'
import { confirmedView } from './confirmed-views.ts'
import { iso, isoOrNull } from './instants.ts'

export const caseView = (app: App, { state, program }: LoadedCase): z.input<typeof caseSchema> => ({
  id: state.caseId,
  sellerId: state.sellerId,
  program: state.program,
  programVersion: state.programVersion,
  status: statusOf(state),
  nextStep: nextStepOf(program, state, app.clock.nowMs()),
  openedAt: iso(state.openedAtMs),
  deadlineAt: iso(state.deadlineAtMs),
  decidedAt: isoOrNull(state.decidedAtMs),
  clocks: clockViews(program, state),
  attempts: state.attempts.map((attempt) => attemptView(program, attempt)),
  restrictions: restrictionViews(state),
  confirmed: confirmedView(state),
  commitments: state.attempts.flatMap(({ id, call }) =>
    (call?.commitments ?? []).map(({ what, atMs }) => ({ attemptId: id, what, at: iso(atMs) })),
  ),
  eligibility: state.eligibility,
})

export const caseRowView = (row: Awaited<ReturnType<typeof listCases>>['cases'][number]) => ({
  id: row.id,
  sellerId: row.sellerId,
  program: row.program,
  status: row.status,
  openedAt: iso(row.openedAtMs),
  deadlineAt: iso(row.deadlineAtMs),
  decidedAt: isoOrNull(row.decidedAtMs),
})
