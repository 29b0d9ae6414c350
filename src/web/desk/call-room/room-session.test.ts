import { expect, test } from 'vitest'
import { aHeld, aParticipant, aRoom } from '#test/world/a-call-room.ts'
import { camera, letGo, openFakeCallWorld } from '#test/world/fake-call.ts'
import { type Call, openCall } from '../../call/open-call.ts'
import { RequestFailure } from '../../kit/request.ts'
import type { Seat } from './room-api.ts'
import { openRoomSession, type SessionPorts } from './room-session.ts'

const refused = () => new RequestFailure({ kind: 'refused', status: 403, code: 'seat-taken' })
const offline = () => new RequestFailure({ kind: 'offline' })

/** A seller's core and the session of a desk's page, with a server between them that a test can take away. */
const openWorld = (seat: Seat = 'reviewer') => {
  const world = openFakeCallWorld()
  const forMe: { seq: number; from: string; message: string }[] = []
  const log: string[] = []
  let epoch = 0
  let isDown = false
  let newestEpoch: number | null = null
  let enterFails: unknown = null
  const seller: Call = openCall({
    self: { id: 'seller', epoch: 1, role: 'seller' },
    send: (to, message) => world.post({ from: 'seller', to, message }),
    iceServers: [],
    stream: camera(),
    onEvent: () => undefined,
    surroundings: world.surroundings,
  })
  world.reach('seller', seller.receive)
  const api: SessionPorts['api'] = {
    enter: async (as) => {
      if (enterFails) throw enterFails
      log.push(`enter ${as}`)
      epoch += 1
      return { participantId: 'me', epoch }
    },
    alive: async () => {
      if (isDown) throw offline()
      if (newestEpoch !== null)
        throw new RequestFailure({ kind: 'refused', code: 'conflict', details: { epoch: newestEpoch } })
    },
    leave: async () => log.push('leave'),
    postSignals: async (_epoch, to, messages) => {
      if (isDown) throw offline()
      for (const message of messages) world.post({ from: 'me', to, message: JSON.parse(message) })
    },
    listSignals: async (_epoch, after) => {
      if (isDown) throw offline()
      return forMe.filter(({ seq }) => seq > after)
    },
    interruption: async ({ state, what }) => {
      if (isDown) throw offline()
      log.push(`${what} ${state}`)
    },
  }
  const people = [aParticipant('seller'), aParticipant('me', { role: seat })]
  const room = aRoom({ participants: people, phase: 'held', held: aHeld() })
  const openPage = (change: Partial<SessionPorts> = {}) => {
    const session = openRoomSession({
      api,
      seat,
      room,
      stream: camera(),
      surroundings: world.surroundings,
      every: world.surroundings.every,
      wait: async () => letGo(),
      random: () => 0.5,
      ...change,
    })
    world.reach('me', (from, message) => {
      forMe.push({ seq: forMe.length + 1, from, message: JSON.stringify(message) })
      session.look()
    })
    return session
  }
  return {
    world,
    seller,
    room,
    log,
    openPage,
    down: (is: boolean) => {
      isDown = is
    },
    /** The server knows another page, or has let this one go. */
    tellEpoch: (epoch: number) => {
      newestEpoch = epoch
    },
    failEntering: (error: unknown) => {
      enterFails = error
    },
    meet: () => seller.setParticipants(people.map(({ id, epoch, role }) => ({ id, epoch, role }))),
  }
}

test('[LC2] a page enters, is known to the seller and sees them', async () => {
  const { world, openPage, meet, seller, log } = openWorld()
  const session = openPage()
  expect(session.getSnapshot().phase).toBe('entering')
  meet()
  await world.advance(3000)
  const state = session.getSnapshot()
  expect(state.phase === 'in' && state.call.peers.map(({ id, state }) => [id, state])).toEqual([['seller', 'live']])
  expect(seller.getSnapshot().peers.map(({ state }) => state)).toEqual(['live'])
  expect(log).toEqual(['enter reviewer'])
})

test('[LC1] in the seat before the answer nothing is sent, and the word of the answer lets it go at once', async () => {
  const { world, openPage, meet, seller, room, log } = openWorld()
  const waiting = { ...room, phase: 'ringing' as const, held: null }
  seller.setSending(false)
  const session = openPage({ room: waiting })
  meet()
  await world.advance(3000)
  const sent = () =>
    world.network.connections.map((connection) => connection.getSenders().filter(({ track }) => track !== null).length)
  const seen = () => {
    const state = session.getSnapshot()
    return state.phase === 'in' ? state.call.peers.map(({ state }) => state) : []
  }
  expect(seen()).toEqual(['ready'])
  // Even a picture that comes too early is no answer: only the server's word is.
  seller.setSending(true)
  await world.advance(1000)
  expect(sent()).toEqual([2, 0])
  session.answered()
  expect(sent()).toEqual([2, 2])
  // A room that was asked for before the answer and comes after it changes nothing.
  session.takeRoom(waiting)
  await world.advance(1000)
  expect(sent()).toEqual([2, 2])
  expect(seen()).toEqual(['live'])
  session.close()
  await world.advance(100)
  expect(log).toEqual(['enter reviewer', 'leave'])
})

test('[LC5] a supervisor listens: nothing is sent from their side', async () => {
  const { world, openPage, meet, seller } = openWorld('supervisor')
  openPage()
  meet()
  await world.advance(3000)
  expect(seller.getSnapshot().peers[0]?.stream?.getTracks() ?? []).toEqual([])
})

test('[LC2] what stalls is told once it begins and once it is over, by the one who leads', async () => {
  const { world, openPage, meet, log } = openWorld()
  const session = openPage()
  meet()
  await world.advance(3000)
  world.network.cut({ forGood: false })
  await world.advance(4000)
  expect(log).toEqual(['enter reviewer', 'media-stalled begun'])
  world.network.heal()
  await world.advance(15_000)
  expect(log).toEqual(['enter reviewer', 'media-stalled begun', 'media-stalled over'])
  session.close()
})

test('[LC2] a listener whose own line is bad interrupts nobody, and before the answer nothing is counted', async () => {
  for (const room of [
    aRoom({ participants: openWorld().room.participants, held: aHeld(), leader: { id: 'arif', name: 'Arif' } }),
    aRoom({ participants: openWorld().room.participants, held: null }),
  ]) {
    const { world, openPage, meet, log } = openWorld()
    openPage({ room })
    meet()
    await world.advance(3000)
    world.network.cut({ forGood: false })
    await world.advance(5000)
    expect(log).toEqual(['enter reviewer'])
  }
})

test('a server that is away is told to the core, and found again', async () => {
  const { world, openPage, meet, down } = openWorld()
  const session = openPage()
  meet()
  await world.advance(3000)
  const signalling = () => {
    const state = session.getSnapshot()
    return state.phase === 'in' ? state.call.signalling : null
  }
  down(true)
  await world.advance(5000)
  expect(signalling()).toBe('lost')
  down(false)
  await world.advance(5000)
  expect(signalling()).toBe('reachable')
})

test('another page of the same person takes the seat over, and this one keeps still', async () => {
  const { world, openPage, meet, room, log } = openWorld()
  const session = openPage()
  meet()
  await world.advance(1000)
  session.takeRoom({ ...room, participants: [aParticipant('seller'), aParticipant('me', { epoch: 2 })] })
  expect(session.getSnapshot().phase).toBe('elsewhere')
  session.close()
  expect(log).toEqual(['enter reviewer'])
})

test('[LC5] whoever handed the call over is out of it, and a newer page is told from that', async () => {
  for (const [epoch, phase] of [
    [1, 'left'],
    [2, 'elsewhere'],
  ] as const) {
    const { world, openPage, meet, tellEpoch } = openWorld()
    const session = openPage()
    meet()
    await world.advance(1000)
    tellEpoch(epoch)
    await world.advance(4500)
    expect(session.getSnapshot().phase).toBe(phase)
  }
})

test('a seat that is taken is said; a server that is away is asked again', async () => {
  const { openPage, failEntering } = openWorld()
  failEntering(refused())
  const session = openPage()
  await letGo()
  expect(session.getSnapshot().phase).toBe('refused')
  failEntering(offline())
  const other = openPage()
  await letGo()
  expect(other.getSnapshot().phase).toBe('entering')
  failEntering(null)
  await letGo()
  await letGo()
  expect(other.getSnapshot().phase).toBe('in')
})

test('leaving is said to the server and to the others', async () => {
  const { world, openPage, meet, seller, log } = openWorld()
  const session = openPage()
  meet()
  await world.advance(3000)
  session.close()
  await world.advance(500)
  expect(log).toEqual(['enter reviewer', 'leave'])
  expect(seller.getSnapshot().peers.map(({ state }) => state)).toEqual(['gone'])
})
