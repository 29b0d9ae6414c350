import { expect, test } from 'vitest'
import { letGo } from '#test/world/fake-call.ts'
import { FakeNetwork, type FakePeerConnection } from '#test/world/fake-peer-connection.ts'
import { type Negotiation, openNegotiation } from './negotiation.ts'
import type { CallBody } from './wire.ts'

type Side = { connection: FakePeerConnection; negotiation: Negotiation; said: CallBody[]; trouble: unknown[] }

const openSide = (network: FakeNetwork, leads: boolean): Side => {
  const connection = network.create()
  const said: CallBody[] = []
  const trouble: unknown[] = []
  const negotiation = openNegotiation({
    connection: connection as unknown as RTCPeerConnection,
    leads,
    say: (body) => said.push(body),
    onTrouble: (cause) => trouble.push(cause),
  })
  connection.addTrack({ kind: 'video' })
  return { connection, negotiation, said, trouble }
}

const openPair = () => {
  const network = new FakeNetwork()
  return { network, leader: openSide(network, true), follower: openSide(network, false) }
}

/** Brings what one side said of this kind to the other, oldest first; the rest of what it said is lost. */
const bring = async (from: Side, to: Side, kind: CallBody['kind']) => {
  await letGo()
  const found = from.said.splice(0).filter((body) => body.kind === kind)
  for (const body of found) {
    if (body.kind === 'restart' || body.kind === 'bye') throw new Error('not of a negotiation')
    await to.negotiation.take(body)
  }
  return found.length
}

const isConnected = ({ network, leader, follower }: ReturnType<typeof openPair>) => {
  network.settle()
  return [leader, follower].every(({ connection }) => connection.connectionState === 'connected')
}

test('the follower waits for the first offer, however much it has to send', async () => {
  const pair = openPair()
  await letGo()
  expect(pair.follower.said).toEqual([])
  expect(await bring(pair.leader, pair.follower, 'offer')).toBe(1)
  expect(await bring(pair.follower, pair.leader, 'answer')).toBe(1)
  expect(isConnected(pair)).toBe(true)
})

test('a restart while an offer waits takes that one back, and an answer to it comes too late', async () => {
  const pair = openPair()
  const { leader, follower } = pair
  await bring(leader, follower, 'offer')
  const late = follower.said.splice(0).filter(({ kind }) => kind === 'answer')
  await leader.negotiation.restart()
  expect(leader.connection.calls).toMatchObject({ offers: 2, rollbacks: 1, restarts: 1 })
  follower.said.push(...late)
  await bring(follower, leader, 'answer')
  expect(leader.connection.signalingState).toBe('have-local-offer')
  await bring(leader, follower, 'offer')
  await bring(follower, leader, 'answer')
  expect(isConnected(pair)).toBe(true)
  expect([...leader.trouble, ...follower.trouble]).toEqual([])
})

test('what comes twice is answered twice and done once', async () => {
  const pair = openPair()
  const { leader, follower } = pair
  await letGo()
  expect(leader.negotiation.sayAgain()).toBe(true)
  expect(await bring(leader, follower, 'offer')).toBe(2)
  expect(await bring(follower, leader, 'answer')).toBe(2)
  expect(isConnected(pair)).toBe(true)
  expect(leader.negotiation.sayAgain()).toBe(false)
  expect([...leader.trouble, ...follower.trouble]).toEqual([])
})

test('a step that the browser refuses is told, and closing ends all of it', async () => {
  const { leader, follower } = openPair()
  await follower.negotiation.take({ kind: 'offer', no: 1, sdp: 'no description' })
  expect(follower.trouble.length).toBe(1)
  await letGo()
  leader.said.splice(0)
  leader.negotiation.close()
  leader.connection.close()
  await leader.negotiation.restart()
  await follower.negotiation.take({ kind: 'candidate', candidate: { candidate: 'of nothing' } })
  expect(leader.said).toEqual([])
  expect(leader.trouble).toEqual([])
  expect(follower.trouble.length).toBe(1)
})
