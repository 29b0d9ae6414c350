/// <reference lib="dom" />
/**
 * The eyes of the person before a page's camera: reads what the page of a run or of a call shows and answers its prompts
 * by himself, as a person does who looks at the screen. Like `puppet-page.ts` it runs inside the page (puppet-seller.ts), so it may import
 * types only. What is waited for outside the page would answer late whenever the machine is busy.
 */
import type { HeadTurn } from '#domain/run-plan.ts'
import type { Cue } from '#main/demo/media/performer.ts'

/** What the page shows at a moment of a run or a call. `text` is everything that can be read on it. */
export type Moment = {
  /** As the run names it; in a call `challenge` while one is shown, else `step` while a step is open, else `held`. */
  phase: string
  stepId: string | null
  stepKind: string | null
  challenge: string | null
  text: string
}

/** How the person reads prompts. */
export type Reading = {
  /** The sentences that ask for something, in the words of the page's language. */
  turns: Record<HeadTurn, string>
  digits: string[]
  /** What is said for each digit, 0 to 9. */
  says: string
  /** How long the answer to each digit is held back, by its place; 0 where nothing stands. */
  hesitatesMs: number[]
}

export type PromptReader = {
  /** Looks at the run or call that the page shows now, and answers its prompts until it is over. */
  heed(reading: Reading): void
  /** Answers nothing more. */
  ignore(): void
  /**
   * The first moment after the `known` ones that were shown since `heed`, as soon as there is one; null when the page
   * has left the run or the call. Rejects when nothing new is shown for so long.
   */
  momentAfter(known: number, withinMs: number): Promise<Moment | null>
  /** All moments since `heed`, oldest first: also those that were over before anybody asked. */
  moments(): Moment[]
  /** Prompts whose words ask for something else than their mark says. */
  misprints(): string[]
}

/** Nobody answers the instant a prompt appears. */
const reactionMs = 250
const headTurns: readonly HeadTurn[] = ['left', 'right', 'up', 'down']
const stages = 'main[data-run-phase], main[data-room-phase="held"]'

export const openReader = (perform: (cue: Cue) => Promise<void>): PromptReader => {
  let reading: Reading | null = null
  let moments: Moment[] = []
  let misprints: string[] = []
  let answers = false
  let over = false
  const wakers: (() => void)[] = []

  const cueFor = ({ challenge, text }: Moment, { turns, digits, says }: Reading): Cue | null => {
    const turn = headTurns.find((one) => text.includes(turns[one]))
    const digit = digits.findIndex((sentence) => text.includes(sentence))
    if (turn && turn === challenge) return { do: 'turn', turn }
    if (digit >= 0 && String(digit) === challenge) return { do: 'say', digit: says[digit] ?? String(digit) }
    misprints.push(`"${challenge}" is asked, and the page reads: ${text}`)
    return null
  }

  const answer = (moment: Moment, to: Reading) => {
    const cue = cueFor(moment, to)
    if (!cue) return
    const place = moments.filter(({ stepId, challenge }) => stepId === moment.stepId && challenge !== null).length - 1
    const heldBackMs = cue.do === 'say' ? (to.hesitatesMs[place] ?? 0) : 0
    setTimeout(() => answers && reading === to && perform(cue), reactionMs + heldBackMs)
  }

  const wake = () => {
    for (const waker of wakers.splice(0)) waker()
  }

  const look = () => {
    if (!reading || over) return
    const stage = document.querySelector<HTMLElement>(stages)
    if (!stage) {
      over = moments.length > 0
      if (over) wake()
      return
    }
    const { runPhase, stepId = null, stepKind = null, challenge = null } = stage.dataset
    const phase = runPhase ?? (challenge !== null ? 'challenge' : stepId !== null ? 'step' : 'held')
    const last = moments.at(-1)
    if (last && last.phase === phase && last.stepId === stepId && last.challenge === challenge) return
    // biome-ignore lint/performance/useDomNodeTextContent: what a person can read, not what the tree holds
    const moment = { phase, stepId, stepKind, challenge, text: stage.innerText }
    moments.push(moment)
    wake()
    if (phase === 'challenge' && challenge !== null && answers) answer(moment, reading)
  }
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    attributeFilter: ['data-run-phase', 'data-room-phase', 'data-step-id', 'data-challenge'],
  })

  return {
    heed(wanted) {
      reading = wanted
      answers = true
      moments = []
      misprints = []
      over = false
      look()
    },
    ignore() {
      answers = false
    },
    async momentAfter(known, withinMs) {
      const late = Date.now() + withinMs
      for (;;) {
        const moment = moments[known]
        if (moment) return moment
        if (over) return null
        if (Date.now() > late) throw new Error(`nothing new was shown after ${JSON.stringify(moments.at(-1))}`)
        await new Promise<void>((resolve) => {
          wakers.push(resolve)
          setTimeout(resolve, 1000)
        })
      }
    },
    moments: () => moments,
    misprints: () => misprints,
  }
}
