import type { CaseEvent } from './case/events.ts'
import type { CallNoticeKind, NoticeChannel, NoticeKind, Program } from './program.ts'

export type Notice = { kind: NoticeKind | CallNoticeKind; channels: NoticeChannel[] }

/**
 * [NO1] [NO3] The notices that new events cause, in the order they happened, each kind once however many events asked
 * for it: whoever decides several things at once writes one letter. A kind for which the program names no channel is
 * not sent. The words are in the locales.
 */
export const noticesFor = (program: Program, events: readonly CaseEvent[]): Notice[] => {
  const kinds = new Set(events.flatMap((event) => kindFor(program, event) ?? []))
  return [...kinds]
    .map((kind) => ({ kind, channels: channelsFor(program, kind) }))
    .filter((notice) => notice.channels.length > 0)
}

const channelsFor = (program: Program, kind: Notice['kind']): NoticeChannel[] =>
  ({ ...program.call?.notices, ...program.notices })[kind] ?? []

const kindFor = (program: Program, { data }: CaseEvent): Notice['kind'] | null => {
  switch (data.type) {
    case 'case-opened':
      return 'case-opened'
    case 'attempt-failed':
      return 'attempt-failed'
    case 'offline-refused':
      return 'offline-refused'
    case 'review-requested':
      return 'in-review'
    case 'call-booked':
      return data.instead === null ? 'call-booked' : 'call-moved'
    case 'call-cancelled':
      return 'call-cancelled'
    case 'call-reminded':
      return 'call-reminder'
    case 'call-missed':
      return 'call-missed'
    case 'call-offered':
      return 'call-offered'
    case 'waiting-list-left':
      return data.why === 'not-answered' ? 'call-offer-over' : null
    case 'case-passed':
      return 'passed'
    case 'case-banned':
      return 'banned'
    case 'appeal-decided':
      return 'appeal-decided'
    case 'account-locked':
      return 'account-locked'
    case 'deadline-missed':
      return 'deadline-missed'
    case 'stage-reached':
      // What is taken away at opening is told by the notice of opening.
      return (program.restrictions[data.stage]?.afterHours ?? 0) > 0 ? 'deadline-missed' : null
    default:
      return null
  }
}
