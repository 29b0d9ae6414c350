import { expect, test } from 'vitest'
import { camera, type FakeCallWorld, microphone, openFakeCallWorld } from '#test/world/fake-call.ts'
import type { CallEvent } from './call-event.ts'
import { type Call, openCall } from './open-call.ts'
import type { CallMessage, Participant, ParticipantRole } from './wire.ts'

type Person = { call: Call; self: Participant; events: CallEvent[] }

const joins = (
  world: FakeCallWorld,
  id: string,
  role: ParticipantRole,
  { epoch = 1, stream = camera() as MediaStream | null, sending = true } = {},
): Person => {
  const events: CallEvent[] = []
  const self = { id, epoch, role }
  const call = openCall({
    self,
    send: (to, message) => world.post({ from: id, to, message }),
    iceServers: [],
    stream,
    sending,
    onEvent: (event) => events.push(event),
    surroundings: world.surroundings,
  })
  world.reach(id, call.receive)
  return { call, self, events }
}

const meet = (...people: Person[]) => {
  for (const { call } of people) call.setParticipants(people.map(({ self }) => self))
}

/** A seller and a reviewer who see each other; `a` offers first, since its id is the smaller one. */
const inCall = async () => {
  const world = openFakeCallWorld()
  const a = joins(world, 'a', 'seller')
  const b = joins(world, 'b', 'reviewer')
  meet(a, b)
  await world.advance(1000)
  return { world, a, b }
}

const stateOf = ({ call }: Person, id: string) => call.getSnapshot().peers.find((peer) => peer.id === id)?.state
const offersIn = (world: FakeCallWorld) =>
  world.delivered.filter(({ message }) => (message as CallMessage).body.kind === 'offer').length

test('two see each other after one offer, and the snapshot stays the same while nothing changes', async () => {
  const { world, a, b } = await inCall()
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['live', 'live'])
  expect(offersIn(world)).toBe(1)
  expect(a.call.getSnapshot()).toBe(a.call.getSnapshot())
  const kinds = b.call
    .getSnapshot()
    .peers[0]?.stream?.getTracks()
    .map(({ kind }) => kind)
  expect(kinds).toEqual(['video', 'audio'])
  expect([...a.events, ...b.events]).toEqual([])
})

/** Both are there and the call is not answered: `a` offers first. */
const connectedAhead = async () => {
  const world = openFakeCallWorld()
  const a = joins(world, 'a', 'seller', { sending: false })
  const b = joins(world, 'b', 'reviewer', { sending: false })
  meet(a, b)
  await world.advance(1000)
  return { world, a, b }
}
const tracksSent = ({ network }: FakeCallWorld) =>
  network.connections.map((connection) => connection.getSenders().filter(({ track }) => track !== null).length)

test('[LC1] before the answer they are connected and agreed, and no sender of either side has a track', async () => {
  const { world, a, b } = await connectedAhead()
  await world.advance(60_000)
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['ready', 'ready'])
  expect(tracksSent(world)).toEqual([0, 0])
  for (const { call } of [a, b]) expect(call.getSnapshot().peers[0]?.sends).toEqual({ video: true, audio: true })
  // Nothing comes, and nobody takes that for a broken way, or for an interruption.
  expect(world.network.connections.map(({ calls }) => calls.restarts)).toEqual([0, 0])
  expect([...a.events, ...b.events]).toEqual([])
})

test('[LC1] the answer lets picture and sound go without another word between the browsers', async () => {
  const { world, a, b } = await connectedAhead()
  const said = world.delivered.length
  a.call.setSending(true)
  await world.advance(300)
  expect(tracksSent(world)).toEqual([2, 0])
  expect(stateOf(b, 'a')).toBe('ready')
  b.call.setSending(true)
  await world.advance(500)
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['live', 'live'])
  expect(world.delivered.length).toBe(said)
  // From then on silence is an interruption.
  world.network.cut({ forGood: false })
  await world.advance(4000)
  expect([...a.events, ...b.events].map(({ kind }) => kind)).toEqual(['interrupted', 'interrupted'])
})

test('[LC1] an answer that the server refuses takes everything back, and the next one lets it go again', async () => {
  const { world, a, b } = await connectedAhead()
  a.call.setSending(true)
  await world.advance(500)
  a.call.setSending(false)
  await world.advance(5000)
  expect(tracksSent(world)).toEqual([0, 0])
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['ready', 'ready'])
  for (const { call } of [a, b]) call.setSending(true)
  await world.advance(500)
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['live', 'live'])
  expect([...a.events, ...b.events]).toEqual([])
})

test('[LC1] a line that breaks in the waiting room is mended before anybody needs it', async () => {
  const { world, a, b } = await connectedAhead()
  world.network.cut({ forGood: true })
  await world.advance(8000)
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['connecting', 'connecting'])
  world.network.heal()
  await world.advance(5000)
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['ready', 'ready'])
  expect([...a.events, ...b.events]).toEqual([])
  expect(tracksSent(world).every((count) => count === 0)).toBe(true)
})

test('a camera that is changed before the answer, or another without a microphone, is the one that is sent', async () => {
  const { world, a, b } = await connectedAhead()
  const other = microphone()
  b.call.setStream(other)
  await world.advance(1000)
  expect(a.call.getSnapshot().peers[0]?.sends).toEqual({ video: false, audio: true })
  expect(tracksSent(world)).toEqual([0, 0])
  b.call.setSending(true)
  await world.advance(500)
  const [, connection] = world.network.connections
  expect(connection?.getSenders().flatMap(({ track }) => (track ? [track] : []))).toEqual(other.getTracks())
})

test('messages of somebody who is not known yet wait until they are', async () => {
  const world = openFakeCallWorld()
  const a = joins(world, 'a', 'seller')
  const b = joins(world, 'b', 'reviewer')
  a.call.setParticipants([a.self, b.self])
  await world.advance(500)
  expect(b.call.getSnapshot().peers).toEqual([])
  b.call.setParticipants([a.self, b.self])
  await world.advance(500)
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['live', 'live'])
})

test('offers of both sides at once: one side takes its own back, and both come through', async () => {
  const { world, a, b } = await inCall()
  a.call.setStream(null)
  b.call.setStream(microphone())
  await world.advance(1000)
  expect(
    a.call
      .getSnapshot()
      .peers[0]?.stream?.getTracks()
      .map(({ kind }) => kind),
  ).toEqual(['audio'])
  a.call.setStream(camera())
  b.call.setStream(camera())
  await world.advance(1000)
  const [first, second] = world.network.connections.map(({ calls }) => calls.rollbacks)
  expect(first).toBe(0)
  expect(second).toBeGreaterThan(0)
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['live', 'live'])
  expect(b.call.getSnapshot().peers[0]?.stream?.getTracks().length).toBe(2)
})

test('an offer that is lost is said again, and so is an answer', async () => {
  const world = openFakeCallWorld()
  const a = joins(world, 'a', 'seller')
  const b = joins(world, 'b', 'reviewer')
  let lost = 0
  const loseFirst = (kind: string) => {
    let done = false
    world.lose(({ message }) => {
      if (done || (message as CallMessage).body.kind !== kind) return false
      done = true
      lost += 1
      return true
    })
  }
  loseFirst('offer')
  meet(a, b)
  await world.advance(1000)
  expect(stateOf(b, 'a')).toBe('connecting')
  loseFirst('answer')
  await world.advance(3000)
  expect(lost).toBe(2)
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['live', 'live'])
  // Said again and not made anew: nothing that the first one began was thrown away.
  expect(world.network.connections.map(({ calls }) => calls.restarts)).toEqual([0, 0])
})

test('[LC2] a cut is one interruption for each side, told with its times, and its end is told once', async () => {
  const { world, a, b } = await inCall()
  const cutAtMs = world.nowMs()
  world.network.cut({ forGood: false })
  await world.advance(2400)
  expect(b.events).toEqual([])
  await world.advance(5600)
  world.network.heal()
  await world.advance(3000)
  for (const { events } of [a, b]) {
    expect(events.map(({ kind, no }) => [kind, no])).toEqual([
      ['interrupted', 1],
      ['resumed', 1],
    ])
    const [interrupted, resumed] = events
    if (interrupted?.kind !== 'interrupted' || resumed?.kind !== 'resumed') throw new Error('other events')
    expect(interrupted.packetsStopped).toBe(true)
    expect(interrupted.signalling).toBe('reachable')
    expect(Math.abs(interrupted.lastMediaAtMs - cutAtMs)).toBeLessThanOrEqual(250)
    expect(interrupted.noticedAtMs - interrupted.lastMediaAtMs).toBeGreaterThan(2500)
    expect(interrupted.noticedAtMs - interrupted.lastMediaAtMs).toBeLessThanOrEqual(3000)
    expect(resumed.lastedMs).toBeGreaterThanOrEqual(8000)
    expect(resumed.lastedMs).toBeLessThanOrEqual(8750)
  }
})

test('[LC2] a hole shorter than a stall is none, and the third one is counted as the third', async () => {
  const { world, b } = await inCall()
  const hole = async (ms: number) => {
    world.network.cut({ forGood: false })
    await world.advance(ms)
    world.network.heal()
    await world.advance(1000)
  }
  await hole(2000)
  expect(b.events).toEqual([])
  for (const ms of [3000, 4000, 5000]) await hole(ms)
  expect(b.events.flatMap((event) => (event.kind === 'interrupted' ? [event.no] : []))).toEqual([1, 2, 3])
  expect(b.call.getSnapshot().peers[0]?.interruptions).toBe(3)
})

test('after a cut that ended every way a restart finds one within three seconds, though messages were lost', async () => {
  for (const cutMs of [8000, 25_000]) {
    const { world, a, b } = await inCall()
    world.network.cut({ forGood: true })
    world.lose(() => true)
    await world.advance(cutMs)
    expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['stalled', 'stalled'])
    world.network.heal()
    world.lose(() => false)
    await world.advance(3000)
    expect([stateOf(a, 'b'), stateOf(b, 'a')], `after ${cutMs} ms`).toEqual(['live', 'live'])
    expect(b.events.map(({ kind }) => kind)).toEqual(['interrupted', 'resumed'])
  }
})

test('a server that is out of reach for a moment is no reason to look for another way while media come', async () => {
  const { world, a, b } = await inCall()
  await world.advance(2000)
  for (const { call } of [a, b, a]) {
    call.setSignalling('lost')
    call.setSignalling('reachable')
    await world.advance(2000)
  }
  // Nor is hearing once more who is there.
  meet(a, b)
  await world.advance(2000)
  expect(world.network.connections.map(({ calls }) => calls.restarts)).toEqual([0, 0])
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['live', 'live'])
  expect([...a.events, ...b.events]).toEqual([])
})

test('coming back to the server looks for a way anew at once where nothing comes, whoever was away', async () => {
  for (const away of ['a', 'b'] as const) {
    const { world, a, b } = await inCall()
    const person = away === 'a' ? a : b
    person.call.setSignalling('lost')
    world.network.cut({ forGood: true })
    world.lose(() => true)
    await world.advance(8000)
    world.network.heal()
    world.lose(() => false)
    person.call.setSignalling('reachable')
    await world.advance(500)
    expect([stateOf(a, 'b'), stateOf(b, 'a')], `${away} was away`).toEqual(['live', 'live'])
  }
})

test('a page that comes back is a new connection in the same interruption', async () => {
  const { world, a, b } = await inCall()
  const before = a.call.getSnapshot().peers[0]?.stream
  world.reach('b', () => undefined)
  for (const connection of world.network.connections.slice(1)) connection.close()
  await world.advance(4000)
  expect(stateOf(a, 'b')).toBe('stalled')
  const again = joins(world, 'b', 'reviewer', { epoch: 2 })
  meet(a, again)
  await world.advance(1000)
  expect([stateOf(a, 'b'), stateOf(again, 'a')]).toEqual(['live', 'live'])
  expect(a.events.map(({ kind, no, epoch }) => [kind, no, epoch])).toEqual([
    ['interrupted', 1, 1],
    ['resumed', 1, 2],
  ])
  expect(a.call.getSnapshot().peers[0]?.stream).not.toBe(before)
  // What the old page still says, or is still told, belongs to a connection that is no more.
  b.call.receive('a', { fromEpoch: 1, toEpoch: 1, generation: 0, body: { kind: 'restart' } })
  a.call.receive('b', { fromEpoch: 1, toEpoch: 1, generation: 7, body: { kind: 'bye' } })
  expect(stateOf(a, 'b')).toBe('live')
})

test('[LC5] a supervisor hears and sees both, and sends nothing', async () => {
  const world = openFakeCallWorld()
  // Offers first to one of them and is offered to by the other.
  const seller = joins(world, 'a', 'seller')
  const supervisor = joins(world, 'm', 'supervisor')
  const reviewer = joins(world, 'z', 'reviewer')
  meet(seller, supervisor, reviewer)
  await world.advance(1000)
  expect([stateOf(supervisor, 'a'), stateOf(supervisor, 'z')]).toEqual(['live', 'live'])
  expect([stateOf(seller, 'm'), stateOf(reviewer, 'm')]).toEqual(['live', 'live'])
  for (const { call } of [seller, reviewer])
    expect(
      call
        .getSnapshot()
        .peers.find(({ id }) => id === 'm')
        ?.stream?.getTracks(),
    ).toEqual([])
  // A listener who drops is nobody's interruption.
  world.network.cut({ forGood: false })
  await world.advance(4000)
  expect(seller.events.map(({ peerId }) => peerId)).toEqual(['z'])
  expect(stateOf(seller, 'm')).toBe('stalled')
})

test('two who only listen are not connected', async () => {
  const world = openFakeCallWorld()
  const one = joins(world, 'a', 'supervisor', { stream: null })
  const other = joins(world, 'b', 'supervisor', { stream: null })
  meet(one, other)
  await world.advance(1000)
  expect(one.call.getSnapshot().peers).toEqual([])
  expect(world.network.connections).toEqual([])
})

test('new servers reach connections that stand where the browser can do that, and all that are made later', async () => {
  const world = openFakeCallWorld()
  const given: RTCConfiguration[] = []
  const changed: RTCConfiguration[] = []
  const createConnection = (configuration: RTCConfiguration) => {
    given.push(configuration)
    const connection = world.surroundings.createConnection()
    // As in Firefox before 119, and as in the others.
    const setConfiguration = given.length === 1 ? undefined : (next: RTCConfiguration) => changed.push(next)
    return Object.defineProperty(connection, 'setConfiguration', { value: setConfiguration })
  }
  const call = openCall({
    self: { id: 's', epoch: 1, role: 'seller' },
    send: () => undefined,
    iceServers: [],
    stream: camera(),
    onEvent: () => undefined,
    surroundings: { ...world.surroundings, createConnection },
  })
  const others = ['a', 'b', 'c'].map((id) => ({ id, epoch: 1, role: 'reviewer' as const }))
  call.setParticipants(others.slice(0, 2))
  const iceServers = [{ urls: 'turn:relay.test', username: 'u', credential: 'c' }]
  call.setIceServers(iceServers)
  call.setParticipants(others)
  expect(given.map((one) => one.iceServers)).toEqual([[], [], iceServers])
  expect(changed.map((one) => one.iceServers)).toEqual([iceServers])
  call.close()
})

test('leaving says good-bye once, ends every connection and timer, and leaves the camera alone', async () => {
  const { world, a, b } = await inCall()
  a.call.close()
  a.call.close()
  await world.advance(3000)
  expect(stateOf(b, 'a')).toBe('gone')
  expect(b.events).toEqual([])
  expect(world.network.connections.map(({ connectionState }) => connectionState)).toEqual(['closed', 'closed'])
  expect(world.timers.size).toBe(1)
  const byes = world.delivered.filter(({ message }) => (message as CallMessage).body.kind === 'bye')
  expect(byes.length).toBe(1)
})

test('whoever is named no longer is gone, and comes back with a fresh connection', async () => {
  const { world, a, b } = await inCall()
  a.call.setParticipants([a.self])
  expect(stateOf(a, 'b')).toBe('gone')
  await world.advance(1000)
  a.call.setParticipants([a.self, b.self])
  await world.advance(3000)
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['live', 'live'])
})

test('a connection whose negotiation breaks is thrown away and made anew', async () => {
  const { world, a, b } = await inCall()
  const [first] = world.network.connections
  const broken = { kind: 'offer', no: 99, sdp: 'no description at all' }
  a.call.receive('b', { fromEpoch: 1, toEpoch: 1, generation: 0, body: broken })
  await world.advance(4000)
  expect(first?.connectionState).toBe('closed')
  expect([stateOf(a, 'b'), stateOf(b, 'a')]).toEqual(['live', 'live'])
  // What is left over of the old one breaks nothing any more.
  a.call.receive('b', { fromEpoch: 1, toEpoch: 1, generation: 0, body: { ...broken, no: 100 } })
  await world.advance(4000)
  expect(world.network.connections.length).toBe(4)
})
