import { type PuppetSeller, puppetOf } from '#test/media/puppet-seller.ts'
import { orWithPage, type Say } from './browser.ts'
import type { SellerPerson } from './seller-person.ts'

/** What the page shows at a moment of a run. `text` is everything that can be read on it. */
export type Moment = {
  phase: string
  stepId: string | null
  stepKind: string | null
  challenge: string | null
  text: string
}

export type RunOptions = {
  /** Told of every new moment, before the seller acts on it; answers true when the seller should stop acting. */
  onMoment?: (moment: Moment) => boolean | undefined | Promise<boolean | undefined>
  /** What the seller says instead of the digit that is shown. */
  misreads?: (digit: string) => string
}

const nothingNewForMs = 180_000
const holdsForMs = 5_500

/**
 * The seller does what the page asks, reading each prompt from it, until the page has left the run. Resolves with the
 * moments that there were.
 */
export const goThroughRun = async (seller: SellerPerson, options: RunOptions = {}): Promise<Moment[]> => {
  const puppet = puppetOf(seller.page)
  const moments: Moment[] = []
  for (let seen = ''; ; ) {
    const moment = await orWithPage(seller.page, `nothing new after "${seen}"`, nextMoment(seller, seen))
    if (!moment) return moments
    seen = keyOf(moment)
    moments.push(moment)
    if (await options.onMoment?.(moment)) return moments
    await act(seller, puppet, moment, options)
  }
}

const keyOf = (moment: Moment): string => `${moment.phase}/${moment.stepId}/${moment.challenge}`

/** The next thing the page shows; null when it has left the run. Read in one go, so that text and state agree. */
export const nextMoment = async ({ page }: SellerPerson, seen: string): Promise<Moment | null> => {
  const handle = await page.waitForFunction(
    (before) => {
      const stage = document.querySelector<HTMLElement>('main[data-run-phase]')
      if (!stage) return { moment: null }
      const { runPhase = '', stepId = null, stepKind = null, challenge = null } = stage.dataset
      if (`${runPhase}/${stepId}/${challenge}` === before) return false
      // biome-ignore lint/performance/useDomNodeTextContent: what a person can read, not what the tree holds
      return { moment: { phase: runPhase, stepId, stepKind, challenge, text: stage.innerText } }
    },
    seen,
    { polling: 100, timeout: nothingNewForMs },
  )
  const found = (await handle.jsonValue()) as { moment: Moment | null }
  return found.moment
}

const act = async (
  seller: SellerPerson,
  puppet: PuppetSeller,
  moment: Moment,
  { misreads = (digit) => digit }: RunOptions,
): Promise<void> => {
  if (moment.phase === 'challenge' && moment.challenge !== null) {
    const asked = promptIn(moment, seller.say)
    return asked.turn ? puppet.turn(asked.turn) : puppet.say(misreads(asked.digit))
  }
  if (moment.phase !== 'step') return
  switch (moment.stepKind) {
    case 'id-front':
    case 'id-back':
      await puppet.hold(moment.stepKind === 'id-front' ? 'front' : 'back', holdsForMs)
      return sayDone(seller, moment)
    case 'pan':
      await puppet.pan()
      return sayDone(seller, moment)
    default:
      return puppet.rest()
  }
}

/** Presses "done" where the page has not gone on by itself, as it does when it has seen enough. */
const sayDone = async (seller: SellerPerson, moment: Moment): Promise<void> => {
  const stillThere = `main[data-run-phase="step"][data-step-id="${moment.stepId}"]`
  const done = seller.page.locator(stillThere).getByRole('button', { name: seller.say('capture:next') })
  const left = seller.page.locator(stillThere).waitFor({ state: 'detached', timeout: nothingNewForMs })
  await Promise.race([done.click({ timeout: nothingNewForMs }).catch(() => left), left])
}

const turns = ['left', 'right', 'up', 'down'] as const

/** What a person reads in the prompt. Throws when what can be read is not what is asked. */
const promptIn = ({ text, challenge }: Moment, say: Say) => {
  const turn = turns.find((one) => text.includes(say(`capture:turn.${one}`))) ?? null
  const digit = [...'0123456789'].find((one) => text.includes(say('capture:digitSay', { digit: one }))) ?? null
  if ((turn ?? digit) !== challenge) throw new Error(`"${challenge}" is asked, and the page reads: ${text}`)
  return turn ? { turn, digit: '' } : { turn: null, digit: digit ?? '' }
}
