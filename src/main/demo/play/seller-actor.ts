import type { z } from '@hono/zod-openapi'
import type {
  AttemptResult,
  attemptStartedView,
  ChallengeView,
  captureStepViewSchema,
  SellerCase,
} from '#contracts/seller-api.ts'
import type { Cue } from '../media/performer.ts'
import type { SellerClips, SpokenDigit } from '../media/seller-clips.ts'
import { type BrowserSession, openBrowserSession } from './browser-session.ts'
import { openChunkSender } from './chunk-sender.ts'
import { type LiveCamera, openLiveCamera } from './live-camera.ts'
import type { Story } from './story.ts'
import { until } from './until.ts'

/** What a simulated seller brings: a name for the story, footage of him, and his voice. */
export type SellerActor = {
  who: string
  /** What the page speaks to them. */
  language: 'zh' | 'en'
  clips: SellerClips
  voice: readonly SpokenDigit[]
}

type Started = z.infer<typeof attemptStartedView>
export type Step = z.infer<typeof captureStepViewSchema>

/** Long, because on a busy machine inspections come one after the other. */
const inspectedWithinMs = 600_000
/** A little more than the program asks for, as people do. */
const graceMs = 300

/**
 * One self-service run as a seller goes through it: the link, the device check, consent, every step as the server asks
 * for it, and the result. Resolves with what the inspection found. [CP1]
 */
export const playRun = async (
  actor: SellerActor,
  link: string,
  baseUrl: string,
  story: Story,
): Promise<{ session: BrowserSession; caseId: string; result: AttemptResult }> => {
  const tell = (text: string) => story.tell(actor.who, text)
  const session = openBrowserSession(baseUrl)
  const { caseId } = await session.post<{ caseId: string }>('/s/api/session', { token: new URL(link).hash.slice(1) })
  const seen = await session.get<SellerCase>(`/s/api/cases/${caseId}`)
  const taken = seen.restrictions.filter((one) => one.state !== 'lifted').map((one) => one.capability)
  tell(`enters by the link; next step "${seen.nextStep}", taken away: ${taken.join(', ') || 'nothing'}`)
  await prepare(session, seen, actor.language)
  tell('has the device checked and agrees to be recorded')

  const started = await session.post<Started>(`/s/api/cases/${caseId}/attempts`)
  tell(`begins run ${started.no}`)
  const chunkCount = await record(actor, session, started.recordingId, async (camera) => {
    for (const step of started.steps) await goThrough(step, camera, session, started.attemptId, tell)
  })
  await session.post(`/s/api/attempts/${started.attemptId}/complete`, chunkCount)
  const endedAt = performance.now()
  tell(`has sent all ${chunkCount.chunkCount} chunks and waits for the findings`)
  const result = await until(
    'the inspection of the run',
    async () => {
      const now = await session.get<AttemptResult>(`/s/api/attempts/${started.attemptId}`)
      return now.inspection === 'done' && now.attempt.outcome !== 'inspecting' ? now : null
    },
    {
      withinMs: inspectedWithinMs,
      onStillWaiting: (seconds) => tell(`still waits for the findings (${seconds} s; the machine is busy)`),
    },
  )
  tell(`findings are there ${((performance.now() - endedAt) / 1000).toFixed(1)} s after the run: ${counted(result)}`)
  return { session, caseId, result }
}

/** What a page would say of the camera and the microphone that the footage stands in for. */
export const simulatedDevice = (seen: SellerCase) => ({
  browser: { name: 'chrome', version: seen.device.browsers[0]?.minVersion ?? 110, mobile: false },
  camera: { widthPx: 1280, heightPx: 720, framesPerSecond: 25, label: 'Simulated seller' },
  microphone: { peakRms01: 0.08, label: 'Simulated seller' },
  longestStallMs: 80,
  mediaError: null,
})

/** Device check and consent, as a page hands them in. */
export const prepare = async (
  session: BrowserSession,
  seen: SellerCase,
  language: SellerActor['language'],
): Promise<void> => {
  await session.post(`/s/api/cases/${seen.id}/device-checks`, simulatedDevice(seen))
  await session.post(`/s/api/cases/${seen.id}/consent`, {
    textVersion: seen.consentTextVersion,
    language,
    agreed: true,
  })
}

/** Records and sends for as long as `act` goes on before the camera. */
export const record = async (
  { clips, voice }: SellerActor,
  session: BrowserSession,
  recordingId: string,
  act: (camera: LiveCamera) => Promise<void>,
): Promise<{ chunkCount: number; mediaMs: number }> => {
  let mediaMs = () => 0
  const sender = openChunkSender(session, recordingId, () => mediaMs())
  const camera = await openLiveCamera(clips.clips, voice, sender.take)
  mediaMs = camera.mediaMs
  try {
    await act(camera)
  } finally {
    await camera.stop()
  }
  const endMs = Math.round(camera.mediaMs())
  return { chunkCount: await sender.finish(), mediaMs: endMs }
}

const goThrough = async (
  step: Step,
  camera: LiveCamera,
  session: BrowserSession,
  attemptId: string,
  tell: (text: string) => void,
): Promise<void> => {
  const at = () => ({ mediaMs: Math.round(camera.mediaMs()) })
  const move = (verb: 'start' | 'end') => session.post(`/s/api/attempts/${attemptId}/steps/${step.id}/${verb}`, at())
  const begunMs = camera.mediaMs()
  const shortestMs = step.minSeconds * 1000 + graceMs
  if (step.challenge === 'none') {
    tell(doing[step.kind] ?? step.kind)
    // A person moves when the page says so, not when the server has noted it.
    await Promise.all([move('start'), camera.perform(cueOf(step, shortestMs))])
  } else {
    await Promise.all([move('start'), camera.perform({ do: 'rest', forMs: 0 })])
    await answerChallenges(step, camera, session, attemptId, tell)
  }
  if (camera.mediaMs() < begunMs + shortestMs) await camera.restUntil(begunMs + shortestMs)
  await move('end')
}

export const cueOf = (step: Step, forMs: number): Cue => {
  switch (step.kind) {
    case 'id-front':
      return { do: 'hold', side: 'front', forMs }
    case 'id-back':
      return { do: 'hold', side: 'back', forMs }
    case 'licence':
      return { do: 'hold', side: 'licence', forMs }
    case 'pan':
      return { do: 'pan' }
    default:
      return { do: 'rest', forMs }
  }
}

const doing: Partial<Record<Step['kind'], string>> = {
  'id-front': 'holds up the front of the card',
  'id-back': 'holds up the back of the card',
  pan: 'turns once around',
}

/** As the page does it: time to look up before the first prompt, so that the head is at rest when it is asked to turn. */
const beforeFirstMs = 2000
/** Nobody turns the head the moment it is asked for; what moves sooner is held for the end of the turn before. */
const reactionMs = 900

/** Each challenge is drawn by the server when its turn has come, and answered before the camera. */
export const answerChallenges = async (
  step: Step,
  camera: LiveCamera,
  session: BrowserSession,
  attemptId: string,
  tell: (text: string) => void,
): Promise<void> => {
  const asked: string[] = []
  let notBeforeMs = camera.mediaMs() + beforeFirstMs
  for (let index = 0; index < step.challengeCount; index++) {
    if (camera.mediaMs() < notBeforeMs) await camera.restUntil(notBeforeMs)
    const shown = await session.post<ChallengeView>(`/s/api/attempts/${attemptId}/challenges`, {
      stepId: step.id,
      index,
      mediaMs: Math.round(camera.mediaMs()),
    })
    const shownMs = camera.mediaMs()
    const { challenge } = shown
    asked.push(challenge.value)
    if (challenge.kind === 'turn') await camera.restUntil(camera.mediaMs() + reactionMs)
    await camera.perform(
      challenge.kind === 'turn' ? { do: 'turn', turn: challenge.value } : { do: 'say', digit: challenge.value },
    )
    notBeforeMs = shownMs + (shown.nextInMs ?? 0)
  }
  tell(`${step.challenge === 'turns' ? 'turned the head as asked' : 'read the digits as shown'}: ${asked.join(' ')}`)
}

const counted = ({ findings }: AttemptResult): string => {
  const counts = (['pass', 'fail', 'unsure', 'not-applicable'] as const).map(
    (outcome) => `${findings.filter((one) => one.outcome === outcome).length} ${outcome}`,
  )
  const failed = findings.filter((one) => one.outcome === 'fail').map((one) => one.check)
  return `${counts.join(', ')}${failed.length > 0 ? ` (failed: ${failed.join(', ')})` : ''}`
}
