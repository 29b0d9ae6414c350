import type { HeadTurn } from '#domain/run-plan.ts'
import type { Moment, Reading } from '#test/media/puppet-reader.ts'
import { type PuppetSeller, puppetOf } from '#test/media/puppet-seller.ts'
import { orWithPage, type Say } from './browser.ts'
import type { SellerPerson } from './seller-person.ts'

export type RunOptions = {
  /** Told of every new moment; answers true when the seller should stop acting. */
  onMoment?: (moment: Moment) => boolean | undefined | Promise<boolean | undefined>
  /** What the seller says instead of the digit that is shown. */
  misreads?: (digit: string) => string
  /** How long the seller waits before saying each digit, by its place. */
  hesitatesMs?: number[]
}

/** Who goes through a run, whatever drives the browser. */
export type RunPerson = {
  puppet: PuppetSeller
  say: Say
  /** Presses "done" where the page has not gone on from this step by itself. */
  sayDone(stepId: string): Promise<void>
}

export const nothingNewForMs = 180_000
const holdsForMs = 5_500

/**
 * The seller does what the page asks, reading each prompt from it, until the page has left the run. Resolves with the
 * moments that there were.
 */
export const goThroughRun = (seller: SellerPerson, options: RunOptions = {}): Promise<Moment[]> => {
  const { page, say } = seller
  const stillAt = (stepId: string) => page.locator(`main[data-run-phase="step"][data-step-id="${stepId}"]`)
  const person: RunPerson = {
    puppet: puppetOf(page),
    say,
    async sayDone(stepId) {
      const done = stillAt(stepId).getByRole('button', { name: say('capture:next') })
      const left = stillAt(stepId).waitFor({ state: 'detached', timeout: nothingNewForMs })
      await Promise.race([done.click({ timeout: nothingNewForMs }).catch(() => left), left])
    },
  }
  return orWithPage(page, 'the run could not be gone through', walkThrough(person, options))
}

/** The same for anybody. Prompts are answered within the page, everything that is bound to no moment from here. */
export const walkThrough = async (person: RunPerson, options: RunOptions = {}): Promise<Moment[]> => {
  const { puppet, say } = person
  await puppet.heed(readingOf(say, options))
  const moments: Moment[] = []
  for (;;) {
    const moment = await puppet.momentAfter(moments.length, nothingNewForMs)
    if (!moment) break
    moments.push(moment)
    if (await options.onMoment?.(moment)) {
      await puppet.ignore()
      return moments
    }
    await act(person, moment)
  }
  const misprints = await puppet.misprints()
  if (misprints.length > 0) throw new Error(misprints.join('\n'))
  return moments
}

const act = async ({ puppet, sayDone }: RunPerson, { phase, stepId, stepKind }: Moment): Promise<void> => {
  if (phase !== 'step' || stepId === null) return
  switch (stepKind) {
    case 'id-front':
    case 'id-back':
      await puppet.hold(stepKind === 'id-front' ? 'front' : 'back', holdsForMs)
      return sayDone(stepId)
    case 'pan':
      await puppet.pan()
      return sayDone(stepId)
    default:
      return puppet.rest()
  }
}

const turns: readonly HeadTurn[] = ['left', 'right', 'up', 'down']

/** What the seller knows of the words on the page, and how the prompts are answered. */
export const readingOf = (say: Say, { misreads = (digit) => digit, hesitatesMs = [] }: RunOptions = {}): Reading => {
  const digits = [...'0123456789']
  return {
    turns: Object.fromEntries(turns.map((turn) => [turn, say(`capture:turn.${turn}`)])) as Reading['turns'],
    digits: digits.map((digit) => say('capture:digitSay', { digit })),
    says: digits.map(misreads).join(''),
    hesitatesMs,
  }
}
