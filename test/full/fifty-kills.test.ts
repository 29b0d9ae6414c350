import { createHash, randomInt } from 'node:crypto'
import { expect, test } from 'vitest'
import type { CaseEventData } from '#domain/case/events.ts'
import { readContainer } from '#domain/evidence/container.ts'
import { recordingPaths } from '#domain/evidence/recording-proof.ts'
import { verifyBundle } from '#domain/evidence/verify-bundle.ts'
import { until } from '#main/demo/play/until.ts'
import { openRealServer, type RealServer } from '../e2e/world/real-server.ts'
import { recordingChunks } from '../media/recording-chunks.ts'
import { regularStamps, scene, synthesiseRecording, tone } from '../media/synthesise-recording.ts'
import { type Delivery, openHookListener } from './fifty-kills/hook-listener.ts'
import { openKills } from './fifty-kills/kill-plan.ts'
import { type Acknowledged, goThroughKills } from './fifty-kills/stubborn-seller.ts'

/**
 * The whole product, killed again and again in the middle of what it does, on one data folder: whatever it had said yes
 * to is there afterwards, once. `KILLS` and `KILL_SEED` make a short round, or the same plan again.
 */
const count = Number(process.env.KILLS ?? 50)
const killsPerRun = 9
const plannedRuns = Math.ceil(count / killsPerRun)
const seed = Number(process.env.KILL_SEED ?? randomInt(2 ** 31))
const deliveredWithinMs = 240_000
/** Mostly restarts: 24 minutes were seen on two cores with a load of 15 to 28. */
const endsWithinMs = 2_700_000

const durationMs = 40_000
const aRecording = async () => {
  const size = { widthPx: 320, heightPx: 192 }
  const recording = await synthesiseRecording({
    container: 'webm',
    video: { codec: 'vp8', ...size, stampsMs: regularStamps(4, durationMs), pixels: scene(size), keyFrameEvery: 4 },
    audio: { codec: 'opus', sampleRateHz: 48_000, samples: tone(220, durationMs) },
  })
  return recordingChunks(recording, durationMs)
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A case's evidence, verified offline: what its chain says, and what lies beside it. */
const evidenceOf = async (server: RealServer, caseId: string) => {
  const bytes = Buffer.from(await (await server.marketplace.evidence(caseId)).arrayBuffer())
  const verdict = verifyBundle(bytes)
  const container = readContainer(bytes)
  if (!verdict.ok) throw new Error(`the evidence of ${caseId} does not verify: ${JSON.stringify(verdict)}`)
  if (!container.ok) throw new Error('the evidence is no container')
  return {
    events: verdict.events.map(({ data }) => data as CaseEventData),
    proved: verdict.provedByChunks,
    blob: (path: string): Buffer =>
      Buffer.from(container.entries.find((entry) => entry.path === `blobs/${path}`)?.bytes ?? []),
  }
}

/** Of all that it wrote, what it complains of. */
const complaintsOf = (server: RealServer): string =>
  server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .join('\n')

/** What ends a run, or hands it to people. */
const endsOf = (events: readonly CaseEventData[]): string[] =>
  events.flatMap((event) =>
    event.type === 'attempt-failed' || event.type === 'attempt-voided' || event.type === 'review-requested'
      ? [event.type]
      : event.type === 'attempt-ended' && event.end.how === 'voided'
        ? [`voided: ${event.end.why}`]
        : event.type === 'case-passed'
          ? [event.type]
          : [],
  )

/** The webhooks that a case's evidence calls for. */
const hooksDueOf = (caseId: string, events: readonly CaseEventData[]): string[] =>
  events.flatMap((event) =>
    event.type === 'case-opened'
      ? [`case.opened ${caseId}`]
      : event.type === 'attempt-failed'
        ? [`attempt.failed ${caseId} ${event.attemptId}`]
        : [],
  )

const saidBy = ({ type, caseId, attemptId }: Delivery): string =>
  [type, caseId, ...(attemptId === null ? [] : [attemptId])].join(' ')

const expectNothingLost = async (server: RealServer, said: Acknowledged): Promise<CaseEventData[]> => {
  const { events, proved, blob } = await evidenceOf(server, said.caseId)
  const paths = recordingPaths(said.recordingId)
  expect(proved, 'the recording is proved by the chain').toContain(paths.media)
  const digests = blob(paths.chunks).toString('latin1').split('\n')
  const sizes = blob(paths.sizes).toString('latin1').split('\n').map(Number)
  const media = blob(paths.media)
  const pieces = sizes.map((size, seq) => {
    const from = sizes.slice(0, seq).reduce((sum, one) => sum + one, 0)
    return sha256(media.subarray(from, from + size))
  })
  const acknowledged = [...said.chunks].sort(([one], [other]) => one - other)
  expect(acknowledged.map(([seq]) => seq)).toEqual(acknowledged.map((_, seq) => seq))
  expect(pieces).toEqual(acknowledged.map(([, digest]) => digest))
  expect(digests).toEqual(pieces)

  const ofRun = events.filter((event) => 'attemptId' in event && event.attemptId === said.attemptId)
  const steps = ofRun.flatMap((event) =>
    event.type === 'step-started'
      ? [`start ${event.stepId}`]
      : event.type === 'step-ended'
        ? [`end ${event.stepId}`]
        : [],
  )
  expect(steps).toEqual(said.steps)
  const drawn = JSON.parse(blob(`runs/${said.attemptId}/challenges.json`).toString('utf8')) as Record<
    string,
    { value: string }[]
  >
  expect(
    Object.entries(drawn)
      .flatMap(([stepId, shown]) => shown.map(({ value }) => `${stepId} ${value}`))
      .sort(),
  ).toEqual(said.shown.map(({ stepId, value }) => `${stepId} ${value}`).sort())
  expect(ofRun.filter(({ type }) => type === 'attempt-ended')).toHaveLength(1)
  expect(ofRun.filter(({ type }) => type === 'findings-recorded')).toHaveLength(1)
  expect(endsOf(events), 'one end, and none through our fault').toEqual([
    expect.stringMatching(/^(attempt-failed|review-requested)$/),
  ])
  return events
}

test(`[CP5] [EV1] ${count} kills of the server at random points of runs lose nothing that it had acknowledged`, {
  timeout: endsWithinMs,
}, async () => {
  const listener = await openHookListener()
  const server = await openRealServer()
  const kills = openKills(server, { seed, count, runs: plannedRuns })
  const runs: Acknowledged[] = []
  try {
    const recording = await aRecording()
    listener.hears((await server.marketplace.addWebhook(listener.url, ['*'])).secret, kills)
    // What a run did not come to, as when it had fewer looks than planned, is made up for by another.
    for (let no = 0; no < plannedRuns || (kills.done().length < count && no < 2 * plannedRuns); no++)
      runs.push(await goThroughKills(server, kills, recording, no))
    await kills.calm()

    const due: string[] = []
    for (const said of runs) due.push(...hooksDueOf(said.caseId, await expectNothingLost(server, said)))
    const missing = () => due.filter((one) => !listener.deliveries.some((delivery) => saidBy(delivery) === one))
    await until('every webhook', async () => (missing().length === 0 ? true : null), {
      withinMs: deliveredWithinMs,
    }).catch((error: unknown) => {
      throw new Error(`never delivered: ${missing().join(', ')}`, { cause: error })
    })
    await kills.calm()
    const bodies = new Map<string, string>()
    for (const { id, body } of listener.deliveries) {
      expect(bodies.get(id) ?? body, 'an id says the same whenever it comes').toBe(body)
      bodies.set(id, body)
    }
    // A receiver who takes each id once has each effect once.
    const effects = [...bodies.keys()].map((id) => saidBy(listener.deliveries.find((one) => one.id === id)!))
    expect(effects.sort()).toEqual(due.sort())
    expect(kills.done().length).toBe(count)
    console.log(
      `${kills.done().length} kills in ${runs.length} runs:`,
      Object.entries(Object.groupBy(kills.done(), (point) => point))
        .map(([point, all]) => `${point} ${all?.length}`)
        .join(', '),
      `; ${runs.reduce((sum, { chunks }) => sum + chunks.size, 0)} chunks acknowledged,`,
      `${listener.deliveries.length} deliveries of ${effects.length} webhooks`,
    )
  } catch (error) {
    throw new Error(
      `with KILL_SEED=${seed}, after ${kills.done().length} kills, the server said:\n${complaintsOf(server)}`,
      {
        cause: error,
      },
    )
  } finally {
    await kills.calm().catch(() => {})
    await server.stop()
    await listener.close()
  }
})
