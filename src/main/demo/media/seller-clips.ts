import { access, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runOrders } from './child-pool.ts'
import { nameOf } from './generator-version.ts'
import { ensureSources } from './media-packages.ts'
import { type CardFlaw, noFlaw } from './render/held-card.ts'
import {
  type CardFields,
  inventedCard,
  inventedLicence,
  type LicenceFields,
  type PersonId,
} from './render/invented-identity.ts'
import type { RenderOrder } from './render/render-child.ts'
import { type Look, type Shot, type ShotName, shotsOf, shownBy } from './render/shots.ts'
import type { SpeechOrder } from './render/speech-child.ts'
import { readWave } from './wave.ts'

/** What a seller should look like; everything left out is as it is for an honest one. */
export type SellerChoice = {
  person: PersonId
  /** Fields of the card that differ from the person's own, e.g. `{ validTo: '2024-03-18' }`. */
  card?: Partial<CardFields>
  portraitOf?: PersonId
  /** He brought his business licence as well; fields that differ from what is on file. */
  licence?: Partial<LicenceFields>
  light?: 'good' | 'bad'
  flaw?: Partial<CardFlaw>
  bystander?: boolean
  panDegrees?: number
}

export const lookOf = (choice: SellerChoice): Look => ({
  person: choice.person,
  card: inventedCard(choice.person, choice.card),
  licence: choice.licence ? inventedLicence(inventedCard(choice.person), choice.licence) : null,
  portraitOf: choice.portraitOf ?? choice.person,
  light: choice.light ?? 'good',
  flaw: { ...noFlaw, ...choice.flaw },
  bystander: choice.bystander ?? false,
  panDegrees: choice.panDegrees ?? 360,
})

/** A rendered clip in the cache. */
export type SellerClip = Shot & { file: string; durationMs: number }

/** A spoken digit: 16-bit samples, one channel, 48 kHz, silence trimmed. */
export type SpokenDigit = { samples: Int16Array<ArrayBuffer>; durationMs: number }

export type SellerClips = { look: Look; clips: SellerClip[] }

export type MediaOptions = {
  /** Kept between runs; the tests use `.cache/media`, the demo a folder in `DATA_DIR`. */
  cacheDir: string
  workers?: number
  onProgress?: (line: string) => void
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

const scriptIn = (name: string): string => fileURLToPath(new URL(`./render/${name}`, import.meta.url))

/**
 * The clips of one seller, rendered when they are not in the cache yet (about 40 s of two cores for all). `only` limits
 * them, for tests that need a step or two.
 */
export const sellerClips = async (
  choice: SellerChoice,
  { cacheDir, workers = 2, onProgress = () => {} }: MediaOptions,
  only: (shot: Shot) => boolean = () => true,
): Promise<SellerClips> => {
  const look = lookOf(choice)
  const folder = join(cacheDir, 'clips')
  await mkdir(folder, { recursive: true })
  const clips: SellerClip[] = []
  const orders: RenderOrder[] = []
  for (const shot of shotsOf(look).filter(only)) {
    const name = await nameOf('clip', { shot, shown: shownBy(shot.name, look) })
    const file = join(folder, `${shot.name}-${shot.take}-${name}.clip`)
    clips.push({ ...shot, file, durationMs: (shot.frames * 1000) / shot.framesPerSecond })
    if (!(await exists(file))) orders.push({ look, shot, file })
  }
  if (orders.length > 0) {
    const sourcesDir = await ensureSources(cacheDir, { onProgress })
    onProgress(`rendering ${orders.length} clips`)
    // The longest first, so that no core ends up alone with one.
    orders.sort((a, b) => b.shot.frames - a.shot.frames)
    await runOrders(scriptIn('render-child.ts'), sourcesDir, orders, workers)
  }
  return { look, clips }
}

const words = {
  zh: ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
} as const

/** How the synthesiser speaks: its own scale of pitch runs from 0 to 99. */
export type Voice = { wordsPerMinute: number; pitch: number }

const voices: Record<PersonId, Voice> = {
  a: { wordsPerMinute: 140, pitch: 45 },
  b: { wordsPerMinute: 125, pitch: 30 },
}

/** The ten digits in one man's voice. */
export const spokenDigits = (person: PersonId, language: 'zh' | 'en', options: MediaOptions): Promise<SpokenDigit[]> =>
  digitsInVoice(voices[person], language, options)

/** The ten digits in any voice of the synthesiser. */
export const digitsInVoice = async (
  speaker: Voice,
  language: 'zh' | 'en',
  { cacheDir, onProgress = () => {} }: MediaOptions,
): Promise<SpokenDigit[]> => {
  const folder = join(cacheDir, 'voice')
  await mkdir(folder, { recursive: true })
  const orders: SpeechOrder[] = []
  for (const text of words[language]) {
    const spoken = { ...speaker, voice: language === 'zh' ? 'cmn' : 'en-gb', text }
    orders.push({ ...spoken, file: join(folder, `${await nameOf('clip', spoken)}.wav`) })
  }
  const missing: SpeechOrder[] = []
  for (const order of orders) if (!(await exists(order.file))) missing.push(order)
  if (missing.length > 0) {
    const sourcesDir = await ensureSources(cacheDir, { onProgress })
    onProgress(`speaking ${missing.length} digits`)
    await runOrders(scriptIn('speech-child.ts'), sourcesDir, missing, 1)
  }
  return Promise.all(orders.map(async ({ file }) => readWave(await readFile(file))))
}

/** Clips by name, in the order of their takes. */
export const takesOf = ({ clips }: SellerClips, name: ShotName): SellerClip[] =>
  clips.filter((clip) => clip.name === name)
