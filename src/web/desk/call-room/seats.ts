import type { DeskCallRoom } from '#contracts/held-call.ts'
import type { Seat } from './room-api.ts'

/** [LC5] The seats that somebody of ours may take now: the leader's, or one beside; a supervisor's is for leads. */
export const seatsFor = (room: Pick<DeskCallRoom, 'phase' | 'me' | 'held'>, isLead: boolean): Seat[] => {
  if (room.phase === 'over' || room.held?.over) return []
  const isHeld = room.held !== null
  if (room.me.leads || (!isHeld && room.me.mayLead)) return ['reviewer']
  if (!isHeld) return []
  return isLead ? ['supervisor', 'interpreter'] : ['interpreter']
}

/** A seat that was kept over a reload, or taken before the call changed hands, is good only while it is still offered. */
export const keptSeat = (kept: string, offered: readonly Seat[]): Seat | null =>
  offered.find((seat) => seat === kept) ?? null

/** [LC5] A lead may take over a call that goes on in somebody else's hands. */
export const mayTakeOver = ({ held, me }: Pick<DeskCallRoom, 'held' | 'me'>, isLead: boolean): boolean =>
  isLead && held !== null && held.over === null && !me.leads
