import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { basename } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import type { HeadTurn } from '#domain/run-plan.ts'
import type { Cue } from '#main/demo/media/performer.ts'
import { type SellerChoice, sellerClips, spokenDigits } from '#main/demo/media/seller-clips.ts'
import { mediaOptions } from './media-cache.ts'
import type { PuppetInPage, PuppetManifest } from './puppet-page.ts'
import type { Moment, Reading } from './puppet-reader.ts'

export type PuppetChoice = SellerChoice & {
  language?: 'zh' | 'en'
  /** Pictures a second that the camera gives; fewer leave more of a small machine to what is tested. */
  framesPerSecond?: number
}

/** A person before the camera of a page, at the test's command. */
export type PuppetSeller = {
  /** Holds the card up and keeps holding it; resolves when it is in place and has been held for `forMs`. */
  hold(side: 'front' | 'back' | 'licence', forMs?: number): Promise<void>
  turn(turn: HeadTurn): Promise<void>
  say(digit: string): Promise<void>
  /** Goes once round the room with the card in hand; resolves when round. */
  pan(): Promise<void>
  /** Looks into the camera, hands down. */
  rest(forMs?: number): Promise<void>
  /** Looks at the run or call on the page and answers its prompts by himself, until it is over or `ignore` is called. */
  heed(reading: Reading): Promise<void>
  ignore(): Promise<void>
  /** What the page showed after the `known` moments since `heed`; null when run or call has been left. */
  momentAfter(known: number, withinMs: number): Promise<Moment | null>
  /** All that the page showed since `heed`, oldest first: also what was over before anybody asked. */
  moments(): Promise<Moment[]>
  /** Prompts whose words ask for something else than their mark says. */
  misprints(): Promise<string[]>
  /** What he did so far, in the page's milliseconds. */
  log(): Promise<PuppetInPage['log']>
}

const scriptOf = async (file: URL): Promise<string> =>
  stripTypeScriptTypes(await readFile(file, 'utf8'), { mode: 'strip' })
    .replace(/^import\b.*$/gm, '')
    .replace(/^export (?=const|function|type)/gm, '')

/** What a page needs for a seller before its camera: a script that runs before its own, and answers to what that asks for. */
export type PuppetKit = {
  script: string
  /** Footage and voice by the path under `/__puppet__/`; null for what is not there. */
  answer(path: string): Promise<Buffer | null>
}

export const puppetKit = async (choice: PuppetChoice): Promise<PuppetKit> => {
  const { clips } = await sellerClips(choice, mediaOptions)
  const digits = await spokenDigits(choice.person, choice.language ?? 'zh', mediaOptions)
  const files = new Map(clips.map((clip) => [basename(clip.file), clip.file]))
  const manifest: PuppetManifest = {
    clips: clips.map(({ file, durationMs: _, ...shot }) => ({ ...shot, url: `/__puppet__/${basename(file)}` })),
    digits: digits.map((_, digit) => ({ url: `/__puppet__/digit-${digit}` })),
    framesPerSecond: choice.framesPerSecond ?? 15,
  }
  const performer = await scriptOf(new URL(import.meta.resolve('#main/demo/media/performer.ts')))
  const reader = await scriptOf(new URL('./puppet-reader.ts', import.meta.url))
  const page = await scriptOf(new URL('./puppet-page.ts', import.meta.url))
  return {
    script: `(() => {\n${performer}\n${reader}\n${page}\n})()`,
    async answer(path) {
      const name = basename(path)
      if (name === 'manifest.json') return Buffer.from(JSON.stringify(manifest))
      const digit = /^digit-(\d)$/.exec(name)?.[1]
      const spoken = digit === undefined ? undefined : digits[Number(digit)]
      if (spoken) return Buffer.from(spoken.samples.buffer)
      const file = files.get(name)
      return file ? readFile(file) : null
    },
  }
}

/**
 * Gives every page that the context opens from now on a seller before its camera. The pages' own security policy holds:
 * footage comes from the page's own origin, answered by the test. Chromium wants the flag
 * `--autoplay-policy=no-user-gesture-required`, or the microphone is silent until the page is first clicked.
 */
export const seatPuppet = async (context: BrowserContext, choice: PuppetChoice): Promise<void> => {
  const kit = await puppetKit(choice)
  await context.route('**/__puppet__/*', async (route) => {
    const body = await kit.answer(new URL(route.request().url()).pathname)
    return route.fulfill(body ? { body } : { status: 404 })
  })
  await context.addInitScript({ content: kit.script })
}

type PuppetWindow = Window & { puppet: PuppetInPage }

/** Runs something in a page and answers what it answers, whichever driver the browser has. */
export type InPage = <A, R>(work: (given: A) => R | Promise<R>, given: A) => Promise<R>

/** The seller before a page's camera. Every answer waits until he has done it. */
export const puppetOf = (page: Page): PuppetSeller =>
  puppetIn(<A, R>(work: (given: A) => R | Promise<R>, given: A) =>
    page.evaluate(work as (given: unknown) => R | Promise<R>, given as unknown),
  )

export const puppetIn = (inPage: InPage): PuppetSeller => {
  const perform = (cue: Cue) => inPage((wanted) => (window as unknown as PuppetWindow).puppet.perform(wanted), cue)
  return {
    hold: (side, forMs = 0) => perform({ do: 'hold', side, forMs }),
    turn: (turn) => perform({ do: 'turn', turn }),
    say: (digit) => perform({ do: 'say', digit }),
    pan: () => perform({ do: 'pan' }),
    rest: (forMs = 0) => perform({ do: 'rest', forMs }),
    heed: (reading) => inPage((given) => (window as unknown as PuppetWindow).puppet.reader.heed(given), reading),
    ignore: () => inPage(() => (window as unknown as PuppetWindow).puppet.reader.ignore(), null),
    momentAfter: (known, withinMs) =>
      inPage((given) => (window as unknown as PuppetWindow).puppet.reader.momentAfter(given.known, given.withinMs), {
        known,
        withinMs,
      }),
    moments: () => inPage(() => (window as unknown as PuppetWindow).puppet.reader.moments(), null),
    misprints: () => inPage(() => (window as unknown as PuppetWindow).puppet.reader.misprints(), null),
    log: () => inPage(() => (window as unknown as PuppetWindow).puppet.log, null),
  }
}
