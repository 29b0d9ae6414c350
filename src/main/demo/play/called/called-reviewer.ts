import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import type { MeView } from '#contracts/desk-api.ts'
import type { Roster } from '#contracts/desk-calls.ts'
import type { DeskCallRoom, enteredCallView } from '#contracts/held-call.ts'
import type { BrowserSession } from '../browser-session.ts'
import { until } from '../until.ts'
import { dutyFromSoon } from './duty-from-soon.ts'

type Tell = (text: string) => void
export type Verdict = { outcome: 'pass' | 'fail'; reasons: string[] }

const comesWithinMs = 300_000
const aliveEveryMs = 4000
/** Long enough for the software to read what is held up, and for a person to look. */
const lookMs = 7000
const pictureWithinMs = 30_000
const findingsWithinMs = 240_000

/** [BK1] The reviewer, by the supervisor. */
export const putOnDuty = async (
  lead: BrowserSession,
  reviewer: BrowserSession,
  { program, site }: { program: string; site: string },
  tell: Tell,
): Promise<void> => {
  const { sites } = await lead.get<Roster>('/desk/api/roster')
  const me = await reviewer.get<MeView>('/desk/api/me')
  const zone = sites.find((one) => one.site === site)?.zone
  if (!zone) throw new Error(`the program has no office for ${site}`)
  const duty = dutyFromSoon({ reviewerId: me.id, site, zone, languages: ['en'], programs: [program] })
  await lead.post('/desk/api/duties', duty)
  tell(`puts ${me.name} on duty for ${site} from ${duty.hours.from} by its clock`)
}

/** The reviewer's side of one call: rings, leads through the checklist, and ends it, with the verdict where the program asks for that. */
export const leadCall = async (session: BrowserSession, bookingId: string, tell: Tell): Promise<Verdict> => {
  const at = `/desk/api/calls/${bookingId}`
  const room = () => session.get<DeskCallRoom>(at)
  const { epoch } = await session.post<z.infer<typeof enteredCallView>>(`${at}/enter`, { as: 'reviewer' })
  const alive = setInterval(() => {
    session.post(`${at}/alive`, { epoch }).catch(() => {})
  }, aliveEveryMs)
  try {
    await until(
      'the seller in the waiting room',
      async () => {
        const { participants, notReady } = await room()
        return notReady === null && participants.some((one) => one.role === 'seller' && one.present) ? true : null
      },
      { withinMs: comesWithinMs },
    )
    await session.post(`${at}/ring`)
    tell('rings')
    const { held } = await until(
      'the answer',
      async () => {
        const now = await room()
        return now.phase === 'held' ? now : null
      },
      { withinMs: 60_000 },
    )
    if (!held) throw new Error('the call is held and says nothing of itself')
    for (const step of held.steps) await leadStep(session, at, step, held.questions[0]?.id ?? null, tell)
    const verdict = await verdictOf(room, tell)
    if (verdict.outcome === 'fail') await judgeFailed(session, at, held.steps)
    await session.post(`${at}/end`, {
      verdict: held.verdictAtEnd ? { ...verdict, note: 'Decided in a demonstration call.' } : null,
    })
    tell(held.verdictAtEnd ? `ends the call: ${verdict.outcome} ${verdict.reasons.join(', ')}`.trim() : 'ends the call')
    return verdict
  } finally {
    clearInterval(alive)
  }
}

type Step = NonNullable<DeskCallRoom['held']>['steps'][number]

/** [LC4] Opens the step, looks, takes a picture at the seller's side and judges it. */
const leadStep = async (
  session: BrowserSession,
  at: string,
  step: Step,
  questionId: string | null,
  tell: Tell,
): Promise<void> => {
  const room = () => session.get<DeskCallRoom>(at)
  await session.post(`${at}/steps`, { stepId: step.id })
  const isSpoken = step.kind === 'statement'
  if (isSpoken && questionId) await session.post(`${at}/questions`, { questionId })
  await sleep(step.kind === 'face' || step.kind === 'pan' ? 2 * lookMs : lookMs)
  if (!isSpoken) {
    await session.post(`${at}/snapshots`, { stepId: step.id })
    await until(
      `a picture of ${step.id}`,
      async () => ((await room()).held?.steps.find((one) => one.id === step.id)?.snapshots.length ? true : null),
      { withinMs: pictureWithinMs },
    )
  }
  const judgement = step.kind === 'document' ? 'not-needed' : 'right'
  await session.post(`${at}/steps/${step.id}/judgement`, { judgement, note: null })
  tell(`leads through ${step.id}${isSpoken ? '' : ', takes a picture'}: ${judgement}`)
}

/** What the findings say so far of the person and the card; a simulated reviewer has no eyes of its own. */
const verdictOf = async (room: () => Promise<DeskCallRoom>, tell: Tell): Promise<Verdict> => {
  const { held } = await until(
    'findings of face and card',
    async () => {
      const now = await room()
      const settled = (check: string) =>
        now.held?.findings.some((one) => one.check === check && (one.outcome === 'pass' || one.outcome === 'fail'))
      return settled('id-card.name') && settled('face.portrait-match') ? now : null
    },
    { withinMs: findingsWithinMs, onStillWaiting: (seconds) => tell(`waits for the findings (${seconds} s)`) },
  )
  const failed = (held?.findings ?? []).filter((one) => one.grade === 'gate' && one.outcome === 'fail')
  const reasons = [...new Set(failed.flatMap((one) => (one.reason ? [one.reason] : [])))]
  const read = (held?.fields ?? []).map(
    ({ field, differs }) => `${field} ${differs === null ? '?' : differs ? 'differs' : 'matches'}`,
  )
  tell(`sees beside the registration: ${read.join(', ') || 'nothing read'}`)
  return { outcome: reasons.length > 0 ? 'fail' : 'pass', reasons }
}

/** The card is not the person's: the step that shows the face is wrong. */
const judgeFailed = async (session: BrowserSession, at: string, steps: readonly Step[]): Promise<void> => {
  const face = steps.find((step) => step.kind === 'face')
  if (face) await session.post(`${at}/steps/${face.id}/judgement`, { judgement: 'wrong', note: null })
}
