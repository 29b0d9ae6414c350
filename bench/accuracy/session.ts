import { readFile } from 'node:fs/promises'
import type { Registration } from '#domain/registration.ts'
import type { HeadTurn, RunPlan, ShownChallenge, StepKind, StepSpan } from '#domain/run-plan.ts'
import type { Piece } from '#main/demo/media/performer.ts'
import { openRecording } from '#main/demo/media/recording.ts'
import { type Clip, unpackClip } from '#main/demo/media/render/clip-file.ts'
import type { CardFlaw } from '#main/demo/media/render/held-card.ts'
import { type CardFields, inventedCard, inventedRegistration } from '#main/demo/media/render/invented-identity.ts'
import type { Shot } from '#main/demo/media/render/shots.ts'
import { actsOfRun, type PerformedRun, performed, type TimedPiece } from '#main/demo/media/run-acts.ts'
import {
  digitsInVoice,
  type MediaOptions,
  type SellerClip,
  type SpokenDigit,
  sellerClips,
  spokenDigits,
} from '#main/demo/media/seller-clips.ts'
import { roomTone, soundRateHz } from '#main/demo/media/wave.ts'
import { type PuppetId, puppetCard, puppetVoice } from './people.ts'
import { puppetClips, sessionShots } from './puppet-clips.ts'

/** The two men of the footage and the puppets made of photographs. */
export type FaceId = 'a' | 'b' | PuppetId

/** One generated session. What is left out is as an honest seller does it. */
export type Session = {
  face: FaceId
  language: 'zh' | 'en'
  turns: readonly HeadTurn[]
  digits: string
  gapsMs: readonly number[]
  /** What really happens, where it differs from what was asked. */
  flaw?: Partial<CardFlaw>
  portraitOf?: PuppetId
  light?: 'bad'
  bystander?: true
  instead?: 'print' | 'screen'
  turned?: readonly HeadTurn[]
  /** What is said instead; empty: nothing. */
  says?: string
  digitsBy?: PuppetId
  answersAfterMs?: number
  voiceLateMs?: number
  panStandsStill?: boolean
  /** The second picture sequence of the card's back never arrives: 2.7 s. */
  losesPictures?: boolean
  onFile?: { name?: string; idNumber?: string }
  today?: string
  without?: readonly StepKind[]
}

export type FilmedSession = {
  bytes: Uint8Array
  plan: Omit<RunPlan, 'maxDigitMs'>
  registration: Registration
  durationMs: number
}

/** A page shows the next digit while the seller is still at rest; this is how long he takes by default. */
const usualAnswerMs = 600

/** A camera that is not turned: six seconds of the room's still picture, each take once, so that nothing repeats. */
const standingStill = (pieces: Piece<Shot>[]): Piece<Shot>[] => {
  const still = sessionShots.filter(({ name }) => name === 'room-hold')
  return pieces.flatMap((piece) => (piece.clip.name === 'pan' ? still.map((clip) => ({ clip, digit: null })) : [piece]))
}

/** Who is seen: somebody else may sit down for the digits. */
const filmedIn = ({ face, digitsBy }: Session, { act }: TimedPiece): FaceId =>
  act.step?.kind === 'digits' && digitsBy !== undefined ? digitsBy : face

export const isMan = (face: FaceId): face is 'a' | 'b' => face === 'a' || face === 'b'

const clipsOf = async (
  face: FaceId,
  session: Session,
  shots: Set<string>,
  options: MediaOptions,
): Promise<SellerClip[]> => {
  const only = (shot: Shot) => shots.has(keyOf(shot))
  if (isMan(face)) return (await sellerClips({ person: face }, options, only)).clips
  const { portraitOf = face, flaw = {}, light, bystander, instead } = session
  const around = { ...(light && { light }), ...(bystander && { bystander }), ...(instead && { instead }) }
  return puppetClips({ puppet: face, portraitOf, flaw, ...around }, options, only)
}

const keyOf = ({ name, take }: Shot): string => `${name}/${take}`
const cardOf = (face: FaceId): CardFields => (isMan(face) ? inventedCard(face) : puppetCard(face))

/** The clips that a session plays, each at its time. */
export const playedIn = (session: Session): PerformedRun =>
  performed(
    actsOfRun({ ...session, digitGapsMs: session.gapsMs }),
    sessionShots,
    session.panStandsStill ? standingStill : undefined,
  )

/** Films a session as one recording in memory, with what was asked and what is on file. */
export const filmSession = async (session: Session, options: MediaOptions): Promise<FilmedSession> => {
  const { pieces: timed, steps, durationMs } = playedIn(session)
  const pieces = timed.map((one) => ({ ...one, by: filmedIn(session, one) }))
  const files = new Map<string, string>()
  for (const face of new Set(pieces.map(({ by }) => by))) {
    const shots = new Set(pieces.filter(({ by }) => by === face).map(({ piece }) => keyOf(piece.clip)))
    for (const clip of await clipsOf(face, session, shots, options)) files.set(`${face} ${keyOf(clip)}`, clip.file)
  }
  const voice = isMan(session.face)
    ? await spokenDigits(session.face, session.language, options)
    : await digitsInVoice(puppetVoice(session.face), session.language, options)

  const recording = await openRecording()
  const read = new Map<string, Clip>()
  let lost = 0
  for (const { piece, by, startMs } of pieces) {
    const isLost = session.losesPictures && keyOf(piece.clip) === 'back-hold/1'
    if (isLost) lost++
    if (isLost) continue
    const file = files.get(`${by} ${keyOf(piece.clip)}`)!
    const clip = read.get(file) ?? unpackClip(await readFile(file))
    read.set(file, clip)
    for (const frame of clip.frames) await recording.picture(frame, startMs * 1000 + frame.timestampUs)
  }
  if (session.losesPictures && lost === 0) throw new Error('the session lost no pictures')
  const { sound, saidMs } = soundOf(pieces, voice, durationMs, session.voiceLateMs ?? 0)
  await recording.sound(sound)
  await recording.finish()

  const card = cardOf(session.face)
  const registration = inventedRegistration(card)
  Object.assign(registration.legalRepresentative, session.onFile)
  const { digits, language } = session
  const challenges = shownDigits(session, steps, saidMs)
  return {
    bytes: recording.bytes(),
    plan: { digits, language, steps, challenges },
    registration,
    durationMs,
  }
}

const soundOf = (pieces: TimedPiece[], voice: SpokenDigit[], endMs: number, lateMs: number) => {
  const sound = roomTone(endMs)
  const saidMs: number[] = []
  for (const { piece, startMs } of pieces) {
    const word = piece.digit === null ? undefined : voice[Number(piece.digit)]
    if (!word) continue
    const beginsMs = startMs + (piece.clip.voiceAtMs ?? 0)
    saidMs.push(beginsMs)
    const begins = Math.round(((beginsMs + lateMs) * soundRateHz) / 1000)
    for (let i = 0; i < word.samples.length && begins + i < sound.length; i++) sound[begins + i]! += word.samples[i]!
  }
  return { sound, saidMs }
}

/** Each digit as the page would have shown it: before it was said, or every 2.5 s to somebody who keeps silent. */
const shownDigits = (session: Session, steps: StepSpan[], saidMs: number[]): ShownChallenge[] => {
  const step = steps.find(({ kind }) => kind === 'digits')
  if (!step) return []
  return [...session.digits].map((value, index) => ({
    stepId: 'digits',
    index,
    shownMs: Math.round(
      (saidMs[index] ?? step.startMs + 600 + 2500 * index) - (session.answersAfterMs ?? usualAnswerMs),
    ),
    challenge: { kind: 'digit', value } as const,
  }))
}
