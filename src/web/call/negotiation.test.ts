import { expect, test } from 'vitest'
import { letGo } from '#test/world/fake-call.ts'
import { FakeNetwork, type FakePeerConnection } from '#test/world/fake-peer-connection.ts'
import { type Negotiation, openNegotiation } from './negotiation.ts'
import type { CallBody } from './wire.ts'

type Side = { connection: FakePeerConnection; negotiation: Negotiation; said: CallBody[]; trouble: unknown[] }

const openSide = (network: FakeNetwork, offersFirst: boolean): Side => {
  const connection = network.create()
  const said: CallBody[] = []
  const trouble: unknown[] = []
  const negotiation = openNegotiation({
    connection: connection as unknown as RTCPeerConnection,
    offersFirst,
    say: (body) => said.push(body),
    beforeAnswer: () => undefined,
    onTrouble: (cause) => trouble.push(cause),
  })
  connection.addTrack({ kind: 'video' })
  return { connection, negotiation, said, trouble }
}

const openPair = () => {
  const network = new FakeNetwork()
  return { network, offerer: openSide(network, true), answerer: openSide(network, false) }
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

const isConnected = ({ network, offerer, answerer }: ReturnType<typeof openPair>) => {
  network.settle()
  return [offerer, answerer].every(({ connection }) => connection.connectionState === 'connected')
}

test('the answerer waits for the first offer, however much it has to send', async () => {
  const pair = openPair()
  await letGo()
  expect(pair.answerer.said).toEqual([])
  expect(await bring(pair.offerer, pair.answerer, 'offer')).toBe(1)
  expect(await bring(pair.answerer, pair.offerer, 'answer')).toBe(1)
  expect(isConnected(pair)).toBe(true)
})

test('a restart while an offer waits takes that one back, and an answer to it comes too late', async () => {
  const pair = openPair()
  const { offerer, answerer } = pair
  await bring(offerer, answerer, 'offer')
  const late = answerer.said.splice(0).filter(({ kind }) => kind === 'answer')
  await offerer.negotiation.restart()
  expect(offerer.connection.calls).toMatchObject({ offers: 2, rollbacks: 1, restarts: 1 })
  answerer.said.push(...late)
  await bring(answerer, offerer, 'answer')
  expect(offerer.connection.signalingState).toBe('have-local-offer')
  await bring(offerer, answerer, 'offer')
  await bring(answerer, offerer, 'answer')
  expect(isConnected(pair)).toBe(true)
  expect([...offerer.trouble, ...answerer.trouble]).toEqual([])
})

test('what comes twice is answered twice and done once', async () => {
  const pair = openPair()
  const { offerer, answerer } = pair
  await letGo()
  expect(offerer.negotiation.sayAgain()).toBe(true)
  expect(await bring(offerer, answerer, 'offer')).toBe(2)
  expect(await bring(answerer, offerer, 'answer')).toBe(2)
  expect(isConnected(pair)).toBe(true)
  expect(offerer.negotiation.sayAgain()).toBe(false)
  expect([...offerer.trouble, ...answerer.trouble]).toEqual([])
})

test('a step that the browser refuses is told, and closing ends all of it', async () => {
  const { offerer, answerer } = openPair()
  await answerer.negotiation.take({ kind: 'offer', no: 1, sdp: 'no description' })
  expect(answerer.trouble.length).toBe(1)
  await letGo()
  offerer.said.splice(0)
  offerer.negotiation.close()
  offerer.connection.close()
  await offerer.negotiation.restart()
  await answerer.negotiation.take({ kind: 'candidate', candidate: { candidate: 'of nothing' } })
  expect(offerer.said).toEqual([])
  expect(offerer.trouble).toEqual([])
  expect(answerer.trouble.length).toBe(1)
})
