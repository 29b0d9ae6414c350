import { decide } from '#domain/case/decide.ts'
import { sharesPass } from '#domain/case/entity.ts'
import { emptyCase } from '#domain/case/state.ts'
import type { Program } from '#domain/program.ts'
import { aCase, noonMs } from '#test/world/a-case.ts'
import { programWith } from '#test/world/a-program.ts'
import type { Field } from './program-field.ts'

/** Whether a pass in Malaysia is one in Thailand too, in a program that shares passes. */
const shared = (program: Program) =>
  sharesPass(
    programWith({ sites: { ownDuties: program.sites.ownDuties, sharePass: true } }),
    { site: 'MY', identityHash: 'hash' },
    { site: 'TH', identityHash: 'hash' },
  )

/** Whether a case that was opened elsewhere may open one here. */
const spreads = (program: Program) =>
  decide(
    emptyCase('case-2'),
    {
      type: 'open',
      sellerId: 's',
      site: 'TH',
      way: 'spread',
      from: { caseId: 'case-1', site: 'MY' },
      noticedAtMs: null,
      identityCommitment: 'c',
      registration: 's',
      note: null,
    },
    { program, atMs: noonMs, actor: { kind: 'system' } },
  ).ok

/** What a program says of the time after a decision: freezes, entities, retention. */
export const outcomeFields: Record<string, Field> = {
  'attempts.freezeHours[]': {
    by: 'src/domain/case/attempts.ts',
    reads: 'freezeHours',
    change: { attempts: { freezeHours: [24, 48, 72] } },
    seen: (program) => aCase({ program }).fails().state.lockedUntilMs,
  },
  'retention.mediaHours': {
    by: 'src/domain/case/retention.ts',
    change: { retention: { mediaHours: 72 } },
    seen: (program) => aCase({ program }).fails().clock('media-retention')?.dueAtMs,
  },
  'sites.sharePass': {
    by: 'src/domain/case/entity.ts',
    change: { sites: { sharePass: true } },
    seen: (program) => sharesPass(program, { site: 'MY', identityHash: 'h' }, { site: 'TH', identityHash: 'h' }),
  },
  'sites.ownDuties[]': {
    by: 'src/domain/case/entity.ts',
    reads: 'ownDuties',
    change: { sites: { ownDuties: ['TH'] } },
    seen: shared,
  },
  'sites.spread': { by: 'src/domain/case/decide.ts', change: { sites: { spread: true } }, seen: spreads },
}
