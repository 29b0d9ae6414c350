import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { watchCalls } from '#app/held-call/watch-calls.ts'
import type { InspectorRun } from '#app/ports/inspector.ts'
import { claimInspection, followRecording } from '#app/runs/follow-recording.ts'
import { readContainer } from '#domain/evidence/container.ts'
import { verifyBundle } from '#domain/evidence/verify-bundle.ts'
import { aJpeg, openCalledRoom } from '../world/called-room.ts'
import { openCalledMarketplace } from '../world/called-sellers.ts'
import { sendChunk } from '../world/seller-run.ts'
import { openServerWorld, type ServerWorld } from '../world/server-world.ts'

let world: ServerWorld
beforeAll(async () => {
  world = await openServerWorld()
})
afterAll(() => world.close())

const bytes = new Uint8Array([1, 2, 3])

it('[EV1] [LC6] a call’s evidence holds all its recordings, its pictures and what was written, and verifies offline', async () => {
  const place = await openCalledMarketplace(world, 'A marketplace')
  const mara = await place.reviewer()
  await place.duty(mara.id, { hours: { from: '00:00', to: '23:30' } })
  const room = await openCalledRoom(world, place, mara.person, 'seller-1')
  const { attemptId, recordingId } = await room.begins()
  await sendChunk(room.seller.browser, recordingId, 0, bytes, 500)
  const { body: second } = await room.asSeller<{ recordingId: string }>('POST', '/recording')
  await sendChunk(room.seller.browser, second.recordingId, 0, new Uint8Array([4, 5]), 500)
  const witness = (await room.deskRoom()).held?.witnessRecordingId ?? ''
  const seen = new Uint8Array([6])
  await mara.person.raw('PUT', `/desk/api/recordings/${witness}/chunks/0`, {
    body: seen,
    headers: { 'x-chunk-sha256': createHash('sha256').update(seen).digest('hex'), 'x-media-end-ms': '500' },
  })
  await mara.person.call('POST', `/desk/api/recordings/${witness}/complete`, { chunkCount: 1, mediaMs: 500 })
  world.passes(30_000)
  await watchCalls(world.app)
  await room.atDesk('POST', '/chat', { text: 'Please show the card.' })
  await room.judgesAllRight()
  expect((await room.ends({ outcome: 'pass', reasons: [], note: null })).status).toBe(200)
  const whole = { chunkCount: 1, mediaMs: 500 }
  await room.seller.browser.call('POST', `/s/api/attempts/${attemptId}/complete`, whole)

  const answer = await place.marketplace.raw('GET', `/v1/cases/${room.seller.caseId}/evidence`)
  const bundle = Buffer.from(await answer.arrayBuffer())
  const verdict = verifyBundle(bundle, {
    trustedKids: (await world.app.keys.publicJwks()).keys.map((key) => key.kid),
  })
  expect(verdict).toMatchObject({ ok: true, signerTrusted: true })
  if (!verdict.ok) return
  const paths = verdict.attachments.map(({ path }) => path)
  for (const id of [recordingId, second.recordingId, witness]) expect(paths).toContain(`recordings/${id}.webm`)
  for (const id of [recordingId, second.recordingId, witness])
    expect(verdict.provedByChunks).toContain(`recordings/${id}.webm`)
  const pictures = verdict.attachments.filter(({ path }) => path.startsWith('snapshots/'))
  expect(pictures).toHaveLength(6)
  const digest = createHash('sha256').update(aJpeg).digest('hex')
  for (const { sha256, eventSeq } of pictures) {
    expect(sha256).toBe(digest)
    expect(verdict.events[(eventSeq ?? 0) - 1]).toMatchObject({ type: 'snapshot-taken' })
  }
  const read = readContainer(bundle)
  const words = read.ok ? read.entries.find(({ path }) => path === `blobs/runs/${attemptId}/call.json`) : null
  expect(JSON.parse(Buffer.from(words?.bytes ?? []).toString('utf8'))).toMatchObject({
    chat: [{ by: 'reviewer', text: 'Please show the card.' }],
  })
})

it('[LC3] what the leader’s page saw is given to the inspection of the call, in order', async () => {
  const place = await openCalledMarketplace(world, 'Another marketplace')
  const mara = await place.reviewer()
  await place.duty(mara.id, { hours: { from: '00:00', to: '23:30' } })
  const room = await openCalledRoom(world, place, mara.person, 'seller-2')
  const { attemptId, recordingId } = await room.begins()
  const witness = (await room.deskRoom()).held?.witnessRecordingId ?? ''
  await sendChunk(room.seller.browser, recordingId, 0, bytes, 500)
  const seen = [new Uint8Array([7]), new Uint8Array([8]), new Uint8Array([9])]
  for (const [seq, body] of seen.entries())
    await mara.person.raw('PUT', `/desk/api/recordings/${witness}/chunks/${seq}`, {
      body,
      headers: { 'x-chunk-sha256': createHash('sha256').update(body).digest('hex'), 'x-media-end-ms': '500' },
    })
  await room.judgesAllRight()
  await room.ends({ outcome: 'pass', reasons: [], note: null })
  const whole = { chunkCount: 1, mediaMs: 500 }
  await room.seller.browser.call('POST', `/s/api/attempts/${attemptId}/complete`, whole)

  const given: string[] = []
  const run: InspectorRun = {
    push: async () => undefined,
    pushWitness: async (id, [byte]) => void given.push(`${id} ${byte}`),
    stepStarted: () => undefined,
    stepEnded: () => undefined,
    challengeShown: () => undefined,
    challengeShownAgain: () => undefined,
    finish: async () => ({
      findings: [],
      refusal: null,
      face: null,
      frames: new Map(),
      timing: { framesDecoded: 1 },
      models: [],
    }),
    abort: async () => undefined,
  }
  const app = { ...world.app, inspector: { open: async () => run } }
  let claim = await claimInspection(app)
  // The other call's recordings wait too, and are nobody's here.
  while (claim && claim.recordingId !== recordingId) claim = await claimInspection(app)
  if (!claim) throw new Error('no inspection waits for the call')
  await followRecording(app, claim, async () => undefined, new AbortController().signal)
  expect(given).toEqual([7, 8, 9].map((byte) => `${witness} ${byte}`))
})
