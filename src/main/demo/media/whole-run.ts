import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Registration } from '#domain/registration.ts'
import type { HeadTurn, RunPlan, ShownChallenge, StepKind } from '#domain/run-plan.ts'
import { nameOf } from './generator-version.ts'
import { openRecording } from './recording.ts'
import { type Clip, unpackClip } from './render/clip-file.ts'
import { inventedCard, inventedRegistration } from './render/invented-identity.ts'
import type { Look } from './render/shots.ts'
import { type Act, actsOfRun, performed } from './run-acts.ts'
import { type MediaOptions, type SellerChoice, sellerClips, spokenDigits } from './seller-clips.ts'
import { roomTone, soundRateHz } from './wave.ts'

/** What the server drew and how the seller answers; a wrong answer is what a test wants to see caught. */
export type RunChoice = SellerChoice & {
  turns?: HeadTurn[]
  digits?: string
  language?: 'zh' | 'en'
  /** What is said instead of `digits`. */
  says?: string
  /** Time from one digit to the next. */
  digitGapsMs?: number[]
  registration?: Partial<Registration>
  /** Steps that are left out. */
  without?: StepKind[]
}

/** What was really filmed and when, to hold findings against. */
export type RunTruth = {
  look: Look
  durationMs: number
  pieces: { shot: string; take: number; startMs: number; endMs: number; digit: string | null }[]
  voice: { digit: string; startMs: number; endMs: number }[]
}

export type WholeRun = {
  /** WebM, VP8 and Opus, 1280 × 720. */
  recordingFile: string
  /** The same as below as JSON files beside it, as `countersign inspect` takes them. */
  registrationFile: string
  challengeFile: string
  truthFile: string
  registration: Registration
  /** How long a digit may take is the program's to say. */
  plan: Omit<RunPlan, 'maxDigitMs'>
  truth: RunTruth
}

const actsOf = ({ turns, digits, says, digitGapsMs, without, licence }: RunChoice): Act[] =>
  actsOfRun({
    turns: turns ?? ['left', 'up', 'right'],
    digits: digits ?? '4821',
    says,
    digitGapsMs: digitGapsMs ?? [2300, 3100, 2600, 2400],
    without,
    licence: licence !== undefined,
  })

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

/**
 * A seller's whole self-service run as one recording with everything that belongs to it. Clips that were rendered
 * before are put together without a new encoding, so a new order or other digits take about a second.
 */
export const wholeRun = async (choice: RunChoice, options: MediaOptions): Promise<WholeRun> => {
  const folder = join(options.cacheDir, 'runs')
  await mkdir(folder, { recursive: true })
  const name = await nameOf('run', choice)
  const file = (suffix: string) => join(folder, `${name}.${suffix}`)
  const files = {
    recordingFile: file('webm'),
    registrationFile: file('registration.json'),
    challengeFile: file('challenge.json'),
    truthFile: file('truth.json'),
  }
  if (!(await exists(files.recordingFile))) await compose(choice, options, files)
  const read = async <T>(path: string): Promise<T> => JSON.parse(await readFile(path, 'utf8')) as T
  const asked = await read<Omit<WholeRun['plan'], 'challenges'>>(files.challengeFile)
  const truth = await read<RunTruth>(files.truthFile)
  return {
    ...files,
    registration: await read<Registration>(files.registrationFile),
    plan: { ...asked, challenges: shownDigits(asked.digits ?? '', truth) },
    truth,
  }
}

/** A seller who looks at the page says a digit about this long after it appears. */
const answersAfterMs = 600

/** Each digit that was asked for, as the page would have shown it before something was said. */
const shownDigits = (digits: string, { voice }: RunTruth): ShownChallenge[] =>
  [...digits].flatMap((value, index) => {
    const said = voice[index]
    if (!said) return []
    return [
      {
        stepId: 'digits',
        index,
        shownMs: Math.round(said.startMs - answersAfterMs),
        challenge: { kind: 'digit', value } as const,
      },
    ]
  })

type RunFiles = Pick<WholeRun, 'recordingFile' | 'registrationFile' | 'challengeFile' | 'truthFile'>

const compose = async (choice: RunChoice, options: MediaOptions, files: RunFiles): Promise<void> => {
  const language = choice.language ?? 'zh'
  const { pieces: timed, steps, durationMs } = performed(actsOf(choice))
  const played = new Set(timed.map(({ piece }) => piece.clip))
  const { look, clips } = await sellerClips(choice, options, (shot) => played.has(shot))
  const fileOf = new Map(clips.map((clip) => [`${clip.name}/${clip.take}`, clip.file]))
  const says = timed.some(({ piece }) => piece.digit !== null)
  const voice = says ? await spokenDigits(choice.person, language, options) : []

  const recording = await openRecording()
  const sound = roomTone(durationMs)
  const spoken: RunTruth['voice'] = []
  const read = new Map<string, Clip>()
  for (const { piece, startMs } of timed) {
    const file = fileOf.get(`${piece.clip.name}/${piece.clip.take}`) ?? ''
    const clip = read.get(file) ?? unpackClip(await readFile(file))
    read.set(file, clip)
    for (const frame of clip.frames) await recording.picture(frame, startMs * 1000 + frame.timestampUs)
    const word = piece.digit === null ? undefined : voice[Number(piece.digit)]
    if (piece.digit === null || !word) continue
    const beginsMs = startMs + (piece.clip.voiceAtMs ?? 0)
    const begins = Math.round((beginsMs * soundRateHz) / 1000)
    for (let i = 0; i < word.samples.length && begins + i < sound.length; i++) sound[begins + i]! += word.samples[i]!
    spoken.push({ digit: piece.digit, startMs: beginsMs, endMs: beginsMs + word.durationMs })
  }
  await recording.sound(sound)
  await recording.finish()

  const truth: RunTruth = {
    look,
    durationMs,
    pieces: timed.map(({ piece, startMs, endMs }) => ({
      shot: piece.clip.name,
      take: piece.clip.take,
      startMs,
      endMs,
      digit: piece.digit,
    })),
    voice: spoken,
  }
  const asked = { digits: choice.digits ?? '4821', language, steps }
  const writeWhole = async (path: string, data: Uint8Array | string) => {
    const partial = `${path}.partial-${process.pid}`
    await writeFile(partial, data)
    await rename(partial, path)
  }
  // On file is the man's own card; only its end follows the card shown, so that an expired one differs in nothing else.
  const onFile = inventedCard(choice.person, { validTo: look.card.validTo })
  const registration = inventedRegistration(onFile, choice.registration)
  await writeWhole(files.registrationFile, JSON.stringify(registration, null, 1))
  await writeWhole(files.challengeFile, JSON.stringify(asked, null, 1))
  await writeWhole(files.truthFile, JSON.stringify(truth, null, 1))
  // Last, since its being there says that the others are.
  await writeWhole(files.recordingFile, recording.bytes())
}
