import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { basename } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import type { HeadTurn } from '#domain/run-plan.ts'
import type { Cue } from '#main/demo/media/performer.ts'
import { type SellerChoice, sellerClips, spokenDigits } from '#main/demo/media/seller-clips.ts'
import { mediaOptions } from './media-cache.ts'
import type { PuppetInPage, PuppetManifest } from './puppet-page.ts'

export type PuppetChoice = SellerChoice & {
  language?: 'zh' | 'en'
  /** Pictures a second that the camera gives; fewer leave more of a small machine to what is tested. */
  framesPerSecond?: number
}

/** A person before the camera of a page, at the test's command. */
export type PuppetSeller = {
  /** Holds the card up and keeps holding it; resolves when it is in place and has been held for `forMs`. */
  hold(side: 'front' | 'back', forMs?: number): Promise<void>
  turn(turn: HeadTurn): Promise<void>
  say(digit: string): Promise<void>
  /** Goes once round the room with the card in hand; resolves when round. */
  pan(): Promise<void>
  /** Looks into the camera, hands down. */
  rest(forMs?: number): Promise<void>
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
  const page = await scriptOf(new URL('./puppet-page.ts', import.meta.url))
  return {
    script: `(() => {\n${performer}\n${page}\n})()`,
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

/** The seller before a page's camera. Every answer waits until he has done it. */
export const puppetOf = (page: Page): PuppetSeller => {
  const perform = (cue: Cue) =>
    page.evaluate((wanted) => (window as unknown as PuppetWindow).puppet.perform(wanted), cue)
  return {
    hold: (side, forMs = 0) => perform({ do: 'hold', side, forMs }),
    turn: (turn) => perform({ do: 'turn', turn }),
    say: (digit) => perform({ do: 'say', digit }),
    pan: () => perform({ do: 'pan' }),
    rest: (forMs = 0) => perform({ do: 'rest', forMs }),
    log: () => page.evaluate(() => (window as unknown as PuppetWindow).puppet.log),
  }
}
