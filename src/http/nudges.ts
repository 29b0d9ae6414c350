import { createRoute } from '@hono/zod-openapi'
import { streamSSE } from 'hono/streaming'
import type { App } from '#app/app.ts'
import { type SellerNudge, type StaffNudge, sellerChannel, staffChannel } from '#app/nudge.ts'
import type { StaffNudgeView } from '#contracts/desk-api.ts'
import { usualProblems } from './answers.ts'
import type { Doors } from './doors.ts'

type Listener<N> = (nudge: N) => void

/** Who on this node wants to hear of changes; fed by the database's notify, so a change on any node reaches every page. */
export type NudgeHub = {
  sellers: Map<string, Set<Listener<SellerNudge>>>
  staff: Map<string, Set<Listener<StaffNudge>>>
  close(): Promise<void>
}

const sellerKey = (tenantId: string, sellerId: string) => `${tenantId}/${sellerId}`

const tell = <N>(listeners: Map<string, Set<Listener<N>>>, key: string, nudge: N): void => {
  for (const listener of listeners.get(key) ?? []) listener(nudge)
}

export const openNudgeHub = async (app: App): Promise<NudgeHub> => {
  const sellers: NudgeHub['sellers'] = new Map()
  const staff: NudgeHub['staff'] = new Map()
  const stopSellers = await app.database.listen(sellerChannel, (payload) => {
    const nudge = JSON.parse(payload) as SellerNudge
    tell(sellers, sellerKey(nudge.tenantId, nudge.sellerId), nudge)
  })
  const stopStaff = await app.database.listen(staffChannel, (payload) => {
    const nudge = JSON.parse(payload) as StaffNudge
    tell(staff, nudge.tenantId, nudge)
  })
  return {
    sellers,
    staff,
    async close() {
      await stopSellers()
      await stopStaff()
    },
  }
}

const register = <N>(listeners: Map<string, Set<Listener<N>>>, key: string, listener: Listener<N>): (() => void) => {
  const set = listeners.get(key) ?? new Set()
  set.add(listener)
  listeners.set(key, set)
  return () => {
    set.delete(listener)
    if (set.size === 0) listeners.delete(key)
  }
}

/** Proxies and browsers drop a silent connection after about a minute. */
const keepAliveMs = 20_000

export const nudgeRoutes = (doors: Doors, hub: NudgeHub): void => {
  doors.route(
    { door: 'seller' },
    createRoute({
      method: 'get',
      path: '/s/api/events',
      summary: 'Server-sent nudges to fetch again',
      responses: { 200: { description: 'text/event-stream' }, ...usualProblems },
    }),
    (c) => {
      const { tenantId, sellerId } = c.get('seller')
      return streamSSE(c, (stream) =>
        forwardUntilAborted<SellerNudge>(stream, hub.sellers, sellerKey(tenantId, sellerId), ({ what, id }) => ({
          what,
          id,
        })),
      )
    },
  )
  doors.route(
    { door: 'desk', roles: ['reviewer', 'supervisor', 'compliance', 'admin'] },
    createRoute({
      method: 'get',
      path: '/desk/api/events',
      summary: 'Server-sent nudges to fetch again',
      responses: { 200: { description: 'text/event-stream' }, ...usualProblems },
    }),
    (c) => {
      const { tenantId, staffId } = c.get('staff')
      return streamSSE(c, (stream) =>
        forwardUntilAborted<StaffNudge>(stream, hub.staff, tenantId, (nudge) => staffNudgeView(nudge, staffId)),
      )
    },
  )
}

/** Null where it is not for this member, `over` when nothing is any more. */
const staffNudgeView = (nudge: StaffNudge, staffId: string): StaffNudgeView | null | 'over' => {
  if (nudge.what === 'left') return nudge.staffId === staffId ? 'over' : null
  const { what, caseId } = nudge
  if (what === 'case') return { what, caseId, bookingId: null }
  return what === 'signal' && nudge.to !== staffId ? null : { what, caseId, bookingId: nudge.bookingId }
}

type Stream = Parameters<Parameters<typeof streamSSE>[1]>[0]

const forwardUntilAborted = <N>(
  stream: Stream,
  listeners: Map<string, Set<Listener<N>>>,
  key: string,
  view: (nudge: N) => object | null | 'over',
): Promise<void> =>
  new Promise((resolve) => {
    const end = () => {
      clearInterval(beat)
      stop()
      resolve()
    }
    const stop = register(listeners, key, (nudge: N) => {
      const seen = view(nudge)
      if (seen === 'over') end()
      else if (seen) void stream.writeSSE({ event: 'nudge', data: JSON.stringify(seen) })
    })
    const beat = setInterval(() => void stream.writeSSE({ event: 'beat', data: '' }), keepAliveMs)
    void stream.writeSSE({ event: 'open', data: '' })
    stream.onAbort(end)
  })
