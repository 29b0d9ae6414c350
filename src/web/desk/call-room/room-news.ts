import type { DeskCallRoom } from '#contracts/held-call.ts'
import type { RoomStep } from './room-api.ts'

/**
 * What is new in a room since it was last fetched, for those who hear the page: one line each, worded under
 * `desk:callRoom.news.<what>`. The first look is no news.
 */
export type News =
  | { what: 'sellerHere' | 'sellerAway' | 'answered' | 'notAnswered' | 'resumed' | 'paused' | 'continued' | 'ringing' }
  | { what: 'joined' | 'left' | 'leader'; name: string }
  | { what: 'interrupted'; counted: number; borne: number | null }
  | { what: 'snapshot'; step: RoomStep }
  | { what: 'chat'; name: string; text: string }
  | { what: 'findingFailed'; check: string }
  | { what: 'over'; why: string }

/** What must not be missed interrupts what is being read out. */
export const isUrgent = ({ what }: News): boolean =>
  what === 'interrupted' || what === 'over' || what === 'notAnswered' || what === 'sellerAway'

export const newsOf = (before: DeskCallRoom, now: DeskCallRoom, selfId: string): News[] => [
  ...presenceNews(before, now, selfId),
  ...callNews(before, now),
  ...heldNews(before, now),
  ...now.chat.slice(before.chat.length).map(({ name, text }): News => ({ what: 'chat', name, text })),
]

const presenceNews = (before: DeskCallRoom, now: DeskCallRoom, selfId: string): News[] => {
  const wasHere = (id: string) => before.participants.some((one) => one.id === id && one.present)
  const isHere = (id: string) => now.participants.some((one) => one.id === id && one.present)
  const others = (room: DeskCallRoom) => room.participants.filter(({ id, role }) => role !== 'seller' && id !== selfId)
  return [
    ...(!wasHere('seller') && isHere('seller') ? [{ what: 'sellerHere' as const }] : []),
    ...(wasHere('seller') && !isHere('seller') && now.held?.over == null ? [{ what: 'sellerAway' as const }] : []),
    ...others(now)
      .filter(({ id, present }) => present && !wasHere(id))
      .map(({ name }): News => ({ what: 'joined', name })),
    ...others(before)
      .filter(({ id, present }) => present && !isHere(id))
      .map(({ name }): News => ({ what: 'left', name })),
  ]
}

const callNews = (before: DeskCallRoom, now: DeskCallRoom): News[] => {
  const news: News[] = []
  if (before.phase !== 'ringing' && now.phase === 'ringing') news.push({ what: 'ringing' })
  if (before.held === null && now.held !== null) news.push({ what: 'answered' })
  if (before.phase === 'ringing' && now.phase !== 'ringing' && now.held === null) news.push({ what: 'notAnswered' })
  if (before.leader.id !== now.leader.id) news.push({ what: 'leader', name: now.leader.name })
  return news
}

const heldNews = ({ held: before }: DeskCallRoom, { held: now }: DeskCallRoom): News[] => {
  if (!before || !now) return []
  const news: News[] = []
  if (before.paused !== now.paused && now.over === null) news.push({ what: now.paused ? 'paused' : 'continued' })
  const isBroken = ({ interruptions }: typeof now) => interruptions.some(({ endedAt }) => endedAt === null)
  if (now.interruptions.length > before.interruptions.length)
    news.push({ what: 'interrupted', counted: now.counted, borne: now.borne })
  else if (isBroken(before) && !isBroken(now) && now.over === null) news.push({ what: 'resumed' })
  for (const step of now.steps) {
    const known = before.steps.find(({ id }) => id === step.id)
    if (step.snapshots.length > (known?.snapshots.length ?? 0)) news.push({ what: 'snapshot', step })
  }
  const failed = (held: typeof now) =>
    held.findings.filter(({ outcome, grade }) => outcome === 'fail' && grade === 'gate').map(({ check }) => check)
  const known = new Set(failed(before))
  for (const check of failed(now)) if (!known.has(check)) news.push({ what: 'findingFailed', check })
  if (before.over === null && now.over !== null) news.push({ what: 'over', why: now.over.why })
  return news
}
