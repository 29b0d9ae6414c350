import type { HeadTurn } from '#domain/run-plan.ts'
import { median } from './check.ts'
import { type HeadSighting, type Movement, movementWithin, turnedDeg } from './head-movement.ts'

/** What the holder was asked to do with the head, and the time in which the answer counts. */
export type AskedAction = {
  stepId: string
  action: HeadTurn | 'nod' | 'blink'
  /** The challenge was shown then; a movement made before is no answer to it. */
  shownMs: number
  endMs: number
}

export type TurnLimits = {
  passYawDeg: number
  failYawDeg: number
  passPitchDeg: number
  failPitchDeg: number
  passBlink01: number
  failBlink01: number
  minPictures: number
}

/**
 * `weak`: moved, but less than surely. `early`: turned that way already when it was asked. `wrong`: moved clearly
 * another way. `unseen`: too few pictures with a face to tell.
 */
export type Answer = 'answered' | 'weak' | 'early' | 'wrong' | 'missed' | 'unseen'

export type Given = {
  asked: AskedAction
  answer: Answer
  value: number
  /** What surely counts, and below what surely nothing was done. */
  limit: number
  failLimit: number
  unit: 'degrees' | 'ratio'
  /** The value as a share of the limit, so that turns of either axis and blinks can be compared. */
  share01: number
  peak: HeadSighting | null
}

/** Nobody moves the head sooner after a question appears; what is held then was held before. */
const reactionMs = 150
/**
 * Nobody can have read the next question sooner than this, so an answer to the last one that is still going on then
 * counts for that one, and not against this.
 */
export const afterglowMs = 700
/** The head's place when asked is judged over so long. */
const beforeMs = 500
/** Turning left tilts most heads a little, so a movement of the other axis is another answer only when clear. */
const crossTalk = 1.5

const turns: readonly HeadTurn[] = ['left', 'right', 'up', 'down']
const isSideways = (turn: HeadTurn): boolean => turn === 'left' || turn === 'right'
const opposite: Record<HeadTurn, HeadTurn> = { left: 'right', right: 'left', up: 'down', down: 'up' }

/** What the head did about one challenge. `sightings` are those of the whole run, in order of time. */
export const answerTo = (asked: AskedAction, sightings: readonly HeadSighting[], limits: TurnLimits): Given => {
  const within = sightings.filter(({ atMs }) => atMs >= asked.shownMs && atMs <= asked.endMs)
  if (asked.action === 'blink') return blinked(asked, within, sightings, limits)
  if (asked.action === 'nod') return nodded(asked, within, limits)
  const { action } = asked
  const needed = (turn: HeadTurn) => (isSideways(turn) ? limits.passYawDeg : limits.passPitchDeg)
  const movement = movementWithin(within, action)
  const given = givenOf(asked, movement, needed(action), isSideways(action) ? limits.failYawDeg : limits.failPitchDeg)
  if (given.answer !== 'answered' && isHidden(within, asked, limits)) return { ...given, answer: 'unseen' }
  const laterOn = within.filter(({ atMs }) => atMs >= asked.shownMs + afterglowMs)
  const others = turns
    .filter((turn) => turn !== action)
    .map((turn) => ({ turn, share01: movementWithin(laterOn, turn).deg / needed(turn) }))
  const clearOther = others.some(({ turn, share01 }) => share01 >= (turn === opposite[action] ? 1 : crossTalk))
  if (given.answer === 'answered') return clearOther ? { ...given, answer: 'weak' } : given
  if (wasTurnedWhenAsked(asked, action, sightings, needed(action))) return { ...given, answer: 'early' }
  if (clearOther) return { ...given, answer: 'wrong' }
  return given
}

/** Too few pictures, or none for most of the time, as when the face was lost or the models were behind. */
const isHidden = (within: readonly HeadSighting[], { shownMs, endMs }: AskedAction, limits: TurnLimits): boolean => {
  const instants = [shownMs, ...within.map(({ atMs }) => atMs), endMs]
  const longestMs = Math.max(...instants.slice(1).map((atMs, i) => atMs - instants[i]!))
  return within.length < limits.minPictures || longestMs > (endMs - shownMs) / 2
}

const givenOf = (asked: AskedAction, { deg, peak }: Movement, limit: number, failLimit: number): Given => ({
  asked,
  answer: deg >= limit ? 'answered' : deg >= failLimit ? 'weak' : 'missed',
  value: deg,
  limit,
  failLimit,
  unit: 'degrees',
  share01: deg / limit,
  peak,
})

const wasTurnedWhenAsked = (
  { shownMs }: AskedAction,
  turn: HeadTurn,
  sightings: readonly HeadSighting[],
  limitDeg: number,
): boolean => {
  const then = sightings.filter(({ atMs }) => atMs >= shownMs - beforeMs && atMs <= shownMs + reactionMs)
  return then.length > 0 && median(then.map((sighting) => turnedDeg(sighting, turn))) >= limitDeg
}

/** A nod goes down and up again, whichever comes first: the whole way counts. */
const nodded = (asked: AskedAction, within: readonly HeadSighting[], limits: TurnLimits): Given => {
  const down = movementWithin(within, 'down')
  const up = movementWithin(within, 'up')
  const larger = down.deg >= up.deg ? down : up
  const given = givenOf(asked, { deg: down.deg + up.deg, peak: larger.peak }, limits.passPitchDeg, limits.failPitchDeg)
  return given.answer !== 'answered' && isHidden(within, asked, limits) ? { ...given, answer: 'unseen' } : given
}

const blinked = (
  asked: AskedAction,
  within: readonly HeadSighting[],
  sightings: readonly HeadSighting[],
  limits: TurnLimits,
): Given => {
  const usual = median(sightings.map(({ lids }) => lids))
  const closings = within
    .map((sighting) => ({ sighting, closed01: 1 - sighting.lids / usual }))
    .sort((a, b) => b.closed01 - a.closed01)
  // The second deepest, since landmarks slip in single pictures.
  const value = Math.max(0, closings[1]?.closed01 ?? 0)
  const answer = value >= limits.passBlink01 ? 'answered' : value >= limits.failBlink01 ? 'weak' : 'missed'
  return {
    asked,
    // A blink is over in a fifth of a second: pictures further apart cannot say that there was none.
    answer: answer === 'missed' && sparse(within, asked) ? 'unseen' : answer,
    value,
    limit: limits.passBlink01,
    failLimit: limits.failBlink01,
    unit: 'ratio',
    share01: value / limits.passBlink01,
    peak: closings.find(({ sighting }) => sighting.look.picture !== null)?.sighting ?? null,
  }
}

const sparse = (within: readonly HeadSighting[], { shownMs, endMs }: AskedAction): boolean =>
  within.length < (endMs - shownMs) / 120
