import { createHash } from 'node:crypto'
import type { SellerHome } from '#contracts/seller-api.ts'
import { aDevice } from './a-registration.ts'
import { type Person, registerASeller, type ServerWorld } from './server-world.ts'

/** A run told through the seller's door, on the held clock. Every verb throws when the door refuses. */

type Registered = Parameters<typeof registerASeller>[2]

const accepted = async <T>(
  asked: Promise<{ status: number; body: T }> | ReturnType<Person['call']>,
  what: string,
): Promise<T> => {
  const { status, body } = await asked
  if (status >= 300) throw new Error(`${what} was refused with ${status}: ${JSON.stringify(body)}`)
  return body as T
}

/** Registers a seller and opens a case; the answer is its id. */
export const openCaseOf = async (
  marketplace: Person,
  sellerId: string,
  { noticedAt = null, registration = {} }: { noticedAt?: string | null; registration?: Registered } = {},
): Promise<string> => {
  await registerASeller(marketplace, sellerId, registration)
  const asked = { sellerId, program: 'aliexpress', noticedAt }
  return (await accepted(marketplace.call<{ id: string }>('POST', '/v1/cases', asked), 'the case')).id
}

/** Consent given, and the device checked unless it is left out, as a rehearsal needs none. */
export const prepareToRun = async (seller: Person, caseId: string, { device = true } = {}): Promise<void> => {
  const { body } = await seller.call<SellerHome>('GET', '/s/api/home')
  if (device) await accepted(seller.call('POST', `/s/api/cases/${caseId}/device-checks`, aDevice()), 'the device check')
  const consent = { textVersion: body.case?.consentTextVersion, language: 'zh', agreed: true }
  await accepted(seller.call('POST', `/s/api/cases/${caseId}/consent`, consent), 'the consent')
}

export const sendChunk = (
  seller: Person,
  recordingId: string,
  seq: number,
  bytes: Uint8Array<ArrayBuffer>,
  mediaEndMs: number,
): Promise<Response> =>
  seller.raw('PUT', `/s/api/recordings/${recordingId}/chunks/${seq}`, {
    body: bytes,
    headers: {
      'x-chunk-sha256': createHash('sha256').update(bytes).digest('hex'),
      'x-media-end-ms': String(mediaEndMs),
    },
  })

export type StartedRun = {
  attemptId: string
  recordingId: string
  steps: { id: string; kind: string; minSeconds: number; challengeCount: number }[]
}

/** When a step is gone through, and when its challenges are asked for, on the recording's own time line. */
export type StepTimes = { startMs: number; endMs: number; challengesAtMs: readonly number[] }

/** What happens in a run, by step id; a step that is not named is gone through quickly after the last one. */
export type RunTimes = Record<string, StepTimes>

export type Sent = { bytes: Uint8Array<ArrayBuffer>; mediaEndMs: number }

type Deed = { atMs: number; order: number; does: () => Promise<void> }

const startRun = async (seller: Person, caseId: string): Promise<StartedRun> =>
  accepted(seller.call<StartedRun>('POST', `/s/api/cases/${caseId}/attempts`), 'the start of a run')

/**
 * Goes through a whole run: steps and challenges at their times, each chunk as soon as it is recorded, the clock moving
 * along with the recording. `beforeChunk` may do something to the world on the way.
 */
export const goThroughRun = async (
  world: ServerWorld,
  seller: Person,
  caseId: string,
  {
    chunks,
    times = {},
    beforeChunk = async () => {},
  }: { chunks: readonly Sent[]; times?: RunTimes; beforeChunk?: (seq: number, run: StartedRun) => Promise<void> },
): Promise<StartedRun> => {
  const run = await startRun(seller, caseId)
  const beganMs = world.nowMs()
  const until = (atMs: number) => world.passes(Math.max(0, atMs - world.nowMs()))
  const stepPath = (stepId: string) => `/s/api/attempts/${run.attemptId}/steps/${stepId}`
  const deeds: Deed[] = chunks.map(({ bytes, mediaEndMs }, seq) => ({
    atMs: mediaEndMs,
    order: 0,
    async does() {
      await beforeChunk(seq, run)
      const { status } = await sendChunk(seller, run.recordingId, seq, bytes, mediaEndMs)
      if (status !== 200) throw new Error(`chunk ${seq} was refused with ${status}`)
    },
  }))
  let lastMs = chunks.at(-1)?.mediaEndMs ?? 0
  for (const step of run.steps) {
    const lengthMs = Math.max(step.minSeconds * 1000, step.challengeCount * 4000)
    const { startMs, endMs, challengesAtMs } = times[step.id] ?? {
      startMs: lastMs,
      endMs: lastMs + lengthMs,
      challengesAtMs: Array.from({ length: step.challengeCount }, (_, index) => lastMs + index * 4000),
    }
    if (!times[step.id]) lastMs = endMs
    let notBeforeMs = 0
    const say = (verb: 'start' | 'end', mediaMs: number) =>
      accepted(seller.call('POST', `${stepPath(step.id)}/${verb}`, { mediaMs }), `the ${verb} of ${step.id}`)
    deeds.push({ atMs: startMs, order: 2, does: async () => void (await say('start', startMs)) })
    for (const [index, mediaMs] of challengesAtMs.entries())
      deeds.push({
        atMs: mediaMs,
        order: 3,
        async does() {
          until(notBeforeMs)
          const asked = { stepId: step.id, index, mediaMs }
          const shown = await accepted(
            seller.call<{ nextInMs: number | null }>('POST', `/s/api/attempts/${run.attemptId}/challenges`, asked),
            `challenge ${index} of ${step.id}`,
          )
          notBeforeMs = world.nowMs() + (shown.nextInMs ?? 0)
        },
      })
    deeds.push({ atMs: endMs, order: 1, does: async () => void (await say('end', endMs)) })
  }
  deeds.sort((a, b) => a.atMs - b.atMs || a.order - b.order)
  for (const { atMs, does } of deeds) {
    until(beganMs + atMs)
    await does()
  }
  const whole = { chunkCount: chunks.length, mediaMs: chunks.at(-1)?.mediaEndMs ?? 0 }
  await accepted(seller.call('POST', `/s/api/attempts/${run.attemptId}/complete`, whole), 'the end of the run')
  return run
}

/** A few seconds recorded ahead of the run. Answers with the rehearsal's id when all of it was handed in. */
export const rehearse = async (
  world: ServerWorld,
  seller: Person,
  caseId: string,
  chunks: readonly Sent[],
): Promise<string> => {
  const { rehearsalId } = await accepted(
    seller.call<{ rehearsalId: string }>('POST', `/s/api/cases/${caseId}/rehearsals`),
    'the rehearsal',
  )
  const beganMs = world.nowMs()
  for (const [seq, { bytes, mediaEndMs }] of chunks.entries()) {
    world.passes(Math.max(0, beganMs + mediaEndMs - world.nowMs()))
    const { status } = await sendChunk(seller, rehearsalId, seq, bytes, mediaEndMs)
    if (status !== 200) throw new Error(`chunk ${seq} was refused with ${status}`)
  }
  const whole = { chunkCount: chunks.length, mediaMs: chunks.at(-1)?.mediaEndMs ?? 0 }
  await accepted(seller.call('POST', `/s/api/rehearsals/${rehearsalId}/complete`, whole), 'the end of the rehearsal')
  return rehearsalId
}
