import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RouteRow } from '#http/doors.ts'
import { aJpeg, type CalledRoom, openCalledRoom } from '../world/called-room.ts'
import { type CalledMarketplace, openCalledMarketplace } from '../world/called-sellers.ts'
import { openServerWorld, type Person, type ServerWorld } from '../world/server-world.ts'

/**
 * A call that goes on, and everybody who has no right to it, at each of its doors in the table of routes. What they ask is
 * what would be done for whoever may ask it, so that only the right is missing.
 */
let world: ServerWorld
let here: CalledMarketplace
let elsewhere: CalledMarketplace
let call: CalledRoom
let ids: Record<string, string>
let leader: Person
let colleague: { person: Person; id: string }
let interpreter: { person: Person; id: string }

beforeAll(async () => {
  world = await openServerWorld()
  here = await openCalledMarketplace(world, 'Here')
  elsewhere = await openCalledMarketplace(world, 'Elsewhere')
  const mara = await here.reviewer()
  leader = mara.person
  colleague = await here.reviewer()
  interpreter = await here.reviewer()
  await here.duty(mara.id, { hours: { from: '00:00', to: '23:30' } })
  call = await openCalledRoom(world, here, leader, 'shop')
  await call.begins()
  await call.deskEnters('interpreter', interpreter.person)
  await call.deskEnters('supervisor', here.lead)
  await call.atDesk('POST', '/steps', { stepId: 'pan' })
  const { askId } = (await call.atDesk<{ askId: string }>('POST', '/snapshots', { stepId: 'pan' })).body
  await call.sendsSnapshot(askId)
  const open = (await call.atDesk<{ askId: string }>('POST', '/snapshots', { stepId: 'pan' })).body
  const { held } = await call.deskRoom()
  ids = {
    bookingId: call.bookingId,
    caseId: call.seller.caseId,
    stepId: 'pan',
    askId: open.askId,
    snapshotId: held?.steps.flatMap(({ snapshots }) => snapshots)[0]?.id ?? '',
    recordingId: held?.witnessRecordingId ?? '',
    seq: '0',
  }
})
afterAll(() => world.close())

const bytes = aJpeg

/** What would be done for the seller who is called, where it is not what the desk would ask by the same name. */
const ofSeller: Record<string, unknown> = {
  snapshots: bytes,
  enter: { place: null },
  interruptions: { state: 'begun', what: 'page-hidden' },
}

/** What would be done for whoever may ask it, by the end of the address; a new door of the call is to be named here. */
const bodies: Record<string, unknown> = {
  enter: { as: 'reviewer' },
  alive: { epoch: 1 },
  leave: { epoch: 1 },
  signals: { epoch: 1, to: 'seller', messages: ['{}'] },
  ring: undefined,
  steps: { stepId: 'face' },
  pause: { paused: true },
  suspicions: { what: 'coaching', note: null },
  commitments: { what: 'other', note: null },
  questions: { questionId: null },
  chat: { text: 'Hello.' },
  end: { verdict: null },
  interruptions: { state: 'begun', what: 'media-stalled' },
  'hand-over': { to: '' },
  judgement: { judgement: 'wrong', note: null },
  snapshots: { stepId: 'pan' },
  complete: { chunkCount: 1, mediaMs: 500 },
  answer: undefined,
  recording: undefined,
  chunks: bytes,
}
const asJson = { 'content-type': 'application/json' }
const sha256 = createHash('sha256').update(bytes).digest('hex')
const asBytes = {
  body: bytes,
  headers: {
    'x-chunk-sha256': sha256,
    'x-media-end-ms': '500',
    'x-snapshot-sha256': sha256,
    'x-width-px': '1280',
    'x-height-px': '720',
  },
}

const deskDoors = (): RouteRow[] => world.routes.filter(({ path }) => path.startsWith('/desk/api/calls/{bookingId}'))
const witnessDoors = (): RouteRow[] =>
  world.routes.filter(({ path }) => path.startsWith('/desk/api/recordings/{recordingId}'))
const sellerDoors = (): RouteRow[] =>
  world.routes.filter(({ path }) => path.startsWith('/s/api/cases/{caseId}/call-room'))

const nameOf = ({ path }: RouteRow): string =>
  path
    .replace(/\/\{(snapshotId|askId|seq)\}$/, '')
    .split('/')
    .at(-1) ?? ''
const say = (route: RouteRow): string => `${route.method.toUpperCase()} ${route.path}`
const isRead = ({ method }: RouteRow): boolean => method.toLowerCase() === 'get'

const ask = async (person: Person, route: RouteRow) => {
  const address = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(ids[name] ?? ''))
  const name = nameOf(route)
  if (!isRead(route) && !(name in bodies)) throw new Error(`the test knows no body for ${say(route)}`)
  const usual = name === 'hand-over' ? { to: colleague.id } : bodies[name]
  const wanted = route.path.startsWith('/s/') && name in ofSeller ? ofSeller[name] : usual
  const query = isRead(route) && name === 'signals' ? '?epoch=1' : ''
  const sends = wanted === bytes ? asBytes : { body: JSON.stringify(wanted ?? {}), headers: asJson }
  const method = route.method.toUpperCase()
  const response = await person.raw(method, `${address}${query}`, isRead(route) ? {} : sends)
  return { status: response.status, text: await response.text() }
}

/** What a call is, to whoever leads it and in the evidence; nothing of it may move. */
const standing = async () => {
  const { held, chat, leader: leads, participants } = await call.deskRoom()
  const events = await here.marketplace.call<{ events: unknown[] }>('GET', `/v1/cases/${ids.caseId}/events`)
  return {
    events: events.body.events.length,
    steps: held?.steps,
    paused: held?.paused,
    over: held?.over,
    chat,
    leads,
    participants: participants.map(({ id, epoch }) => `${id} ${epoch}`),
  }
}

/** Refused at every one of these doors, and the call goes on as it was. */
const refusedAt = async (doors: RouteRow[], person: Person, statuses: readonly number[]): Promise<void> => {
  const before = await standing()
  for (const route of doors) {
    const { status, text } = await ask(person, route)
    // Everybody may ask for what was sent to them, in a call that is there or not: it is nothing.
    if (isRead(route) && nameOf(route) === 'signals' && text === '{"signals":[]}') continue
    expect(statuses, `${status} at ${say(route)}: ${text}`).toContain(status)
    expect(text, say(route)).not.toContain(ids.snapshotId)
  }
  expect(await standing()).toEqual(before)
}

const nothingThere = [404]
/** By the state or by the right, never by what was asked: that would prove nothing. */
const refused = [403, 404, 409]

describe('[LC5] the doors of a call that goes on', () => {
  it('are all in the table, and the one who leads gets through', async () => {
    expect(deskDoors().length).toBeGreaterThan(14)
    expect(sellerDoors().length).toBeGreaterThan(8)
    expect(witnessDoors().length).toBe(2)
    for (const route of deskDoors().filter(isRead)) expect((await ask(leader, route)).status, say(route)).toBe(200)
  })

  it('are not there for staff of another marketplace, whatever their role', async () => {
    const strangers = [(await elsewhere.reviewer()).person, elsewhere.lead]
    for (const role of ['compliance', 'admin'] as const) strangers.push(await world.staff(elsewhere.tenantId, role))
    for (const stranger of strangers) await refusedAt([...deskDoors(), ...witnessDoors()], stranger, nothingThere)
  })

  it('are not there for staff of this marketplace who hold no calls', async () => {
    const compliance = await world.staff(here.tenantId, 'compliance')
    const doors = [...deskDoors(), ...witnessDoors()].filter(
      ({ access }) => access.door === 'desk' && !access.roles.includes('compliance'),
    )
    expect(doors.length).toBeGreaterThan(14)
    await refusedAt(doors, compliance, nothingThere)
  })

  it('are not there for sellers of this or another marketplace who were not called', async () => {
    for (const { browser } of [await here.seller('neighbour'), await elsewhere.seller('stranger')])
      await refusedAt(sellerDoors(), browser, nothingThere)
  })

  it('change nothing for a reviewer who has no seat in it', async () => {
    await refusedAt(
      [...deskDoors(), ...witnessDoors()].filter((route) => !isRead(route)),
      colleague.person,
      refused,
    )
  })

  it('let an interpreter and a lead who listens speak and warn, and lead nothing', async () => {
    const ofGuests = ['enter', 'alive', 'leave', 'signals', 'chat', 'suspicions', 'commitments']
    const leading = [...deskDoors(), ...witnessDoors()].filter(
      (route) => !isRead(route) && !ofGuests.includes(nameOf(route)),
    )
    await refusedAt(leading, interpreter.person, refused)
    // [LC5] A lead may ring, put the call into other hands, and end it.
    await refusedAt(
      leading.filter((route) => !['ring', 'hand-over', 'end'].includes(nameOf(route))),
      here.lead,
      refused,
    )
    await refusedAt(
      deskDoors().filter((route) => nameOf(route) === 'enter'),
      interpreter.person,
      refused,
    )
  })
})
