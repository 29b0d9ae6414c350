import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from '@hono/zod-openapi'
import type { AttemptResult, attemptStartedView, ChallengeView, SellerCase } from '#contracts/seller-api.ts'
import { ApiRefused } from '#main/demo/market/public-api.ts'
import { inventedCard, inventedIdNumber, inventedRegistration } from '#main/demo/media/render/invented-identity.ts'
import { AnswerRefused, type BrowserSession, openBrowserSession } from '#main/demo/play/browser-session.ts'
import { openChunkSender } from '#main/demo/play/chunk-sender.ts'
import { prepare } from '#main/demo/play/seller-actor.ts'
import type { RealServer } from '../../e2e/world/real-server.ts'
import type { RecordingChunk } from '../../media/recording-chunks.ts'
import type { KillPoint, Kills } from './kill-plan.ts'

/** All that the server said yes to in one run. */
export type Acknowledged = {
  caseId: string
  attemptId: string
  recordingId: string
  /** SHA-256 of each chunk, by its number. */
  chunks: Map<number, string>
  /** `start id-front`, `end id-front`, … in their order. */
  steps: string[]
  /** Digits and turns as they were shown. */
  shown: { stepId: string; index: number; value: string }[]
  outcome: AttemptResult['attempt']['outcome']
}

type Started = Pick<z.infer<typeof attemptStartedView>, 'attemptId' | 'recordingId' | 'steps'>

const againAfterMs = 200
const lookEveryMs = 250
const marginMs = 200
const judgedWithinMs = 300_000

const isRefusal = (error: unknown): boolean =>
  (error instanceof AnswerRefused || error instanceof ApiRefused) && error.status < 500 && error.status !== 429

/**
 * A seller without a browser who goes through one whole run and asks again whenever an answer was lost, as the page
 * does. Whatever is shown to the camera, nobody says the digits, so that the run fails by itself unless the server was
 * killed over its inspection too often. Resolves once the run has an end.
 */
export const goThroughKills = async (
  server: RealServer,
  kills: Kills,
  recording: readonly RecordingChunk[],
  no: number,
): Promise<Acknowledged> => {
  const untilReady = <T>(ask: () => Promise<T>) => persistently(kills, ask)
  const answered = <T>(point: KillPoint, ask: () => Promise<T>) => untilReady(() => kills.around(point, ask))
  const caseId = await openCase(server, kills, no)
  const session = openBrowserSession(server.url)
  await untilReady(() => enter(server, session, caseId))
  const seen = await untilReady(() => session.get<SellerCase>(`/s/api/cases/${caseId}`))
  await untilReady(() => prepare(session, seen, 'zh'))
  const started = await untilReady(() => begin(session, caseId))

  const said: Acknowledged = { ...started, caseId, chunks: new Map(), steps: [], shown: [], outcome: 'running' }
  const beganAt = performance.now()
  const mediaMs = () => Math.round(performance.now() - beganAt)
  const noting: typeof session = {
    ...session,
    put: (path, bytes, headers) =>
      kills.around('chunk', async () => {
        const response = await session.put(path, bytes, headers)
        said.chunks.set(Number(path.split('/').at(-1)), String(headers['x-chunk-sha256']))
        return response
      }),
  }
  const sender = openChunkSender(noting, started.recordingId, mediaMs)
  const filmed = (async () => {
    for (const { bytes, mediaEndMs } of recording) {
      await sleep(Math.max(0, mediaEndMs - mediaMs()))
      sender.take(bytes)
    }
  })()

  const at = () => ({ mediaMs: mediaMs() })
  for (const step of started.steps) {
    const move = async (verb: 'start' | 'end') => {
      await answered('step', () => session.post(`/s/api/attempts/${started.attemptId}/steps/${step.id}/${verb}`, at()))
      said.steps.push(`${verb} ${step.id}`)
    }
    await move('start')
    const overMs = mediaMs() + step.minSeconds * 1000 + marginMs
    for (let index = 0; index < step.challengeCount; index++) {
      const shown = await answered('challenge', () =>
        session.post<ChallengeView>(`/s/api/attempts/${started.attemptId}/challenges`, {
          stepId: step.id,
          index,
          ...at(),
        }),
      )
      said.shown.push({ stepId: step.id, index, value: shown.challenge.value })
      if (shown.nextInMs !== null) await sleep(shown.nextInMs + marginMs)
    }
    await sleep(Math.max(0, overMs - mediaMs()))
    await move('end')
  }
  await filmed
  const chunkCount = await sender.finish()
  await answered('complete', () =>
    session.post(`/s/api/attempts/${started.attemptId}/complete`, { chunkCount, ...at() }),
  )
  for (const endsAt = performance.now() + judgedWithinMs; ; await sleep(lookEveryMs)) {
    const look = () => session.get<AttemptResult>(`/s/api/attempts/${started.attemptId}`)
    said.outcome = (await answered('inspection', look)).attempt.outcome
    if (said.outcome !== 'inspecting') return said
    if (performance.now() > endsAt) throw new Error(`run ${no} was not judged in time`)
  }
}

/** Asks again while the server is away: what it may have noted already, it notes once. */
const persistently = async <T>(kills: Kills, ask: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (isRefusal(error)) throw error
      await sleep(againAfterMs)
      await kills.calm()
    }
  }
}

/** A link is good for once, so each try has one of its own. */
const enter = async (server: RealServer, session: BrowserSession, caseId: string): Promise<void> => {
  const { url } = await server.marketplace.link(caseId)
  await session.post('/s/api/session', { token: new URL(url).hash.slice(1) })
}

/** Begins the run; one whose answer was lost has begun already, and the case says which it is. */
const begin = async (session: BrowserSession, caseId: string): Promise<Started> => {
  try {
    return await session.post<Started>(`/s/api/cases/${caseId}/attempts`)
  } catch (error) {
    if (!(error instanceof AnswerRefused && error.code === 'attempt-already-running')) throw error
    const { attempts, capture } = await session.get<SellerCase>(`/s/api/cases/${caseId}`)
    const running = attempts.find(({ outcome }) => outcome === 'running')
    if (!running) throw error
    return { attemptId: running.id, recordingId: running.recordingId, steps: capture.steps }
  }
}

/** Each seller is another person, or the third failure of one would keep the rest for people. [AT4] */
const openCase = async (server: RealServer, kills: Kills, no: number): Promise<string> => {
  const sellerId = `stubborn-${no}`
  const { legalRepresentative } = inventedRegistration(
    inventedCard('a', { idNumber: inventedIdNumber('1988-05-14', 300 + no) }),
  )
  await persistently(kills, () => server.register(sellerId, 'a', { legalRepresentative }))
  const asked = { sellerId, program: 'aliexpress', noticedAt: null, note: null }
  try {
    return (await persistently(kills, () => server.marketplace.openCase(asked))).id
  } catch (error) {
    if (!(error instanceof ApiRefused)) throw error
    // The answer was lost and the case is there.
    const { cases } = await persistently(kills, () => server.marketplace.listCases('?limit=200'))
    const found = cases.find((one) => one.sellerId === sellerId)
    if (!found) throw error
    return found.id
  }
}
