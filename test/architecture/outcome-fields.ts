import { earnsBadge } from '#domain/case/badge.ts'
import { decide } from '#domain/case/decide.ts'
import { sharesPass } from '#domain/case/entity.ts'
import { emptyCase } from '#domain/case/state.ts'
import type { LinkKind } from '#domain/links/link.ts'
import { tiesOf } from '#domain/links/tie.ts'
import type { OpenedBy, Program } from '#domain/program.ts'
import { aCase, noonMs, reviewer } from '#test/world/a-case.ts'
import { programWith } from '#test/world/a-program.ts'
import type { Field } from './program-field.ts'

/** Whether a pass in Malaysia is one in Thailand too, in a program that shares passes. */
const shared = (program: Program) =>
  sharesPass(
    programWith({ sites: { ownDuties: program.sites.ownDuties, sharePass: true } }),
    { site: 'MY', identityHash: 'hash' },
    { site: 'TH', identityHash: 'hash' },
  )

/** Banned by two people, and the seller has appealed. */
const bannedIn = (program: Program) => {
  const story = aCase({ program })
  story.does({ type: 'propose-ban', reason: 'stand-in', note: 'sealed' }, reviewer)
  story.does({ type: 'settle-ban', outcome: 'confirmed', note: 'sealed' }, { kind: 'staff', id: 'other' })
  story.does({ type: 'appeal', text: 'sealed' })
  return story
}

/** What three shops with a phone, and two with a device, have to do with each other. */
const tiedIn = ({ links }: Program) =>
  tiesOf(
    new Set(['a']),
    [
      { valueHash: '1', holders: ['a', 'b', 'c'].map((sellerId) => held(sellerId, 'phone')) },
      { valueHash: '2', holders: ['a', 'b'].map((sellerId) => held(sellerId, 'device')) },
    ],
    links,
    [],
  )
const held = (sellerId: string, kind: LinkKind) => ({ sellerId, kind, isPast: false, sinceMs: 0 })

/** Whether a case that was opened elsewhere may open one here. */
const opensBy = (way: OpenedBy, program: Program) =>
  decide(
    emptyCase('case-2'),
    {
      type: 'open',
      sellerId: 's',
      site: 'TH',
      way,
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
  'ban.reasons[]': {
    by: 'src/domain/case/ban.ts',
    reads: 'reasons',
    change: { ban: { reasons: ['paid-agent'], appealWithinHours: 72 } },
    seen: (program) =>
      aCase({ program }).tried({ type: 'propose-ban', reason: 'stand-in', note: 'sealed' }, reviewer).ok,
  },
  'ban.appealWithinHours': {
    by: 'src/domain/case/ban.ts',
    change: { ban: { reasons: ['stand-in'], appealWithinHours: 1 } },
    seen: (program) => bannedIn(program).clock('appeal-promise')?.dueAtMs,
  },
  'badge.sites[]': {
    by: 'src/domain/case/badge.ts',
    reads: 'sites',
    change: { badge: { sites: ['cn'] } },
    seen: (program) => earnsBadge(aCase({ program }).succeeds().state, { program }),
  },
  'notices.banned[]': {
    by: 'src/domain/notices.ts',
    reads: 'notices',
    change: { notices: { banned: ['banner'] } },
    seen: (program) => bannedIn(program).notices(),
  },
  'notices.appeal-decided[]': {
    by: 'src/domain/notices.ts',
    reads: 'notices',
    change: { notices: { 'appeal-decided': ['banner'] } },
    seen: (program) => {
      const story = bannedIn(program)
      story.does({ type: 'settle-appeal', outcome: 'upheld', note: 'sealed' }, { kind: 'staff', id: 'third' })
      return story.notices()
    },
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
  'links.kinds[]': {
    by: 'src/domain/links/tie.ts',
    reads: 'kinds',
    change: { links: { kinds: ['person'] } },
    seen: tiedIn,
  },
  'links.hints[]': {
    by: 'src/domain/links/tie.ts',
    reads: 'hints',
    change: { links: { hints: [] } },
    seen: tiedIn,
  },
  'links.hubAbove': { by: 'src/domain/links/tie.ts', change: { links: { hubAbove: 2 } }, seen: tiedIn },
  'links.faces.keepDays': { by: 'src/app' },
  'links.faces.alike01': { by: 'src/app' },
  'links.faces.shownMost': { by: 'src/app' },
  'links.reviewAfter': {
    by: 'src/domain/case/decide.ts',
    change: { links: { reviewAfter: 'never' } },
    seen: (program) => opensBy('linked-failure', program),
  },
  'sites.spread': {
    by: 'src/domain/case/decide.ts',
    change: { sites: { spread: true } },
    seen: (program) => opensBy('spread', program),
  },
}
