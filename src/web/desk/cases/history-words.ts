import type { HistoryLine } from '../calls/desk-queries.ts'

/**
 * What a line of the history says besides its name: the members worth reading, each with the words it is looked up by.
 * Identifiers and counters of the engine are left to the evidence.
 */
export type Detail =
  | { kind: 'reasons'; codes: string[] }
  | { kind: 'capability'; name: string }
  | { kind: 'capabilityOfRestriction'; name: string; change: string }
  | { kind: 'word'; key: string }
  | { kind: 'instant'; key: string; at: string }
  | { kind: 'number'; key: string; value: number }
  /** Called by its kind, which most steps have for their id too. */
  | { kind: 'step'; id: string }

/** Restriction ids end in the capability they take. */
const capabilityIn = (restrictionId: string): string => restrictionId.split('.').at(-1) ?? restrictionId

export const historyDetails = ({ type, params }: Pick<HistoryLine, 'type' | 'params'>): Detail[] => {
  const text = (name: string) => (typeof params[name] === 'string' ? params[name] : null)
  const number = (name: string) => (typeof params[name] === 'number' ? params[name] : null)
  const instant = (key: string, name: string): Detail[] => {
    const atMs = number(name)
    return atMs === null ? [] : [{ kind: 'instant', key, at: new Date(atMs).toISOString() }]
  }
  const word = (group: string, name: string): Detail[] => {
    const value = text(name)
    return value ? [{ kind: 'word', key: `${group}.${value}` }] : []
  }
  const step = (): Detail[] => {
    const id = text('stepId')
    return id ? [{ kind: 'step', id }] : []
  }
  const reasons = (): Detail[] => {
    const codes = text('reasons')?.split(',').filter(Boolean) ?? []
    return codes.length > 0 ? [{ kind: 'reasons', codes }] : []
  }
  switch (type) {
    case 'case-opened':
      return [...word('history.way', 'way'), ...instant('history.due', 'deadlineAtMs')]
    case 'notice-sent':
      return word('history.notice', 'kind')
    case 'offline-lane-chosen':
      return word('history.lane', 'way')
    case 'call-booked':
      return instant('history.begins', 'startMs')
    case 'call-offered':
      return [...instant('history.begins', 'startMs'), ...instant('history.until', 'untilMs')]
    case 'call-offer-ended':
      return word('history.offerEnd', 'why')
    case 'waiting-list-joined':
      return instant('history.waitsBefore', 'beforeMs')
    case 'waiting-list-left':
      return word('history.leftLine', 'why')
    case 'call-cancelled':
      return word('history.callBy', 'by')
    case 'call-missed':
      return word('history.callMissedBy', 'side')
    case 'call-ended':
      return word('history.callEnd', 'why')
    case 'call-interrupted':
      return word('history.interruption', 'what')
    case 'call-joined':
      return word('history.seat', 'as')
    case 'step-judged':
      return [...step(), ...word('history.judgement', 'judgement')]
    case 'snapshot-taken':
      return step()
    case 'commitment-made':
      return word('callRoom.commitment', 'what')
    case 'suspicion-noted':
      return word('history.suspicion', 'what')
    case 'call-reminded':
      return number('minutesBefore') === null
        ? []
        : [{ kind: 'number', key: 'history.minutesBefore', value: number('minutesBefore') ?? 0 }]
    case 'attempt-started':
      return number('no') === null ? [] : [{ kind: 'number', key: 'history.runNo', value: number('no') ?? 0 }]
    case 'step-started':
    case 'step-ended':
    case 'challenge-shown':
    case 'challenge-shown-again':
      return step()
    case 'offline-refused':
      return reasons()
    case 'attempt-failed':
      return [...reasons(), ...word('history.by', 'by')]
    case 'attempt-voided':
      return word('history.void', 'why')
    case 'review-requested':
      return [...word('history.review', 'why'), ...instant('history.due', 'dueAtMs')]
    case 'reviewed':
      return [...word('history.outcome', 'outcome'), ...reasons()]
    case 'account-locked':
      return instant('history.until', 'untilMs')
    case 'deadline-moved':
      return [...word('history.moved', 'why'), ...instant('history.due', 'deadlineAtMs')]
    case 'restriction-applied':
    case 'restriction-lifted':
    case 'restriction-sent-again':
    case 'restriction-drifted':
    case 'restriction-drift-cleared':
      return text('capability') ? [{ kind: 'capability', name: text('capability') ?? '' }] : []
    case 'restriction-acknowledged': {
      const name = capabilityIn(text('restrictionId') ?? '')
      return [{ kind: 'capabilityOfRestriction', name, change: text('change') ?? '' }]
    }
    case 'ban-proposed':
    case 'case-banned':
      return word('history.ban', 'reason')
    case 'badge-issued':
      return instant('history.until', 'untilMs')
    case 'badge-revoked':
      return word('history.badgeEnd', 'why')
    case 'case-passed':
      return word('history.by', 'by')
    case 'appeal-decided':
    case 'second-look-settled':
      return word('history.settled', 'outcome')
    case 'second-look-given':
    case 'opinion-given':
      return [...word('history.outcome', 'outcome'), ...reasons()]
    case 'evidence-viewed':
      return word('history.viewed', 'what')
    default:
      return []
  }
}

/** Who did it: the kind of actor, and the id behind the colon where there is one. */
export const actorOf = (actor: string): { kind: string; id: string | null } => {
  const at = actor.indexOf(':')
  return at === -1 ? { kind: actor, id: null } : { kind: actor.slice(0, at), id: actor.slice(at + 1) }
}

const smallOnes: readonly string[] = [
  'step-started',
  'step-ended',
  'challenge-shown',
  'challenge-shown-again',
  'snapshot-taken',
  'call-said',
  'recording-closed',
  'notice-read',
  'evidence-viewed',
]

/** Lines that fill pages and tell little: single steps of a run, and looks at it. Shown when asked for. */
export const isSmall = (type: string): boolean => smallOnes.includes(type)
