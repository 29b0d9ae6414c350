import { isSubCheckId, type SubCheckId } from './checks.ts'
import type { LiveFacts } from './run-plan.ts'

/** How much one sub-check counts: a gate decides, a signal adds to the picture, sampled ones people look at sometimes. */
export type CheckGrade = 'gate' | 'signal' | 'sampled'

export type CheckSetting = {
  grade: CheckGrade
  /** Overrides of `defaultLimits[check]`; a name that is not there is refused by `settingProblems`. */
  limits: Record<string, number | string>
}

/**
 * The `inspection` member of a program file: which sub-checks a run answers, how much each counts and its limits.
 * Sub-checks that are not listed do not apply to the program.
 */
export type InspectionSettings = {
  checks: Partial<Record<SubCheckId, CheckSetting>>
  /** Pictures looked at per second of recording. A check that needs more or fewer says so in its limits. */
  sampleFps: number
}

/**
 * Every limit a check obeys, with its default. Units are in the names. Cosines are those of the face model named in
 * `docs/models.md`: 118 mates and 962 non-mates were split without error at 0.35, East Asian profiles came up to 0.43.
 */
export const defaultLimits = {
  'id-card.found': { minFrames: 2, minWidthPx: 300 },
  // Corners are placed by the print, to about 4 % of the card's width: a corner counts as cut well beyond that.
  'id-card.corners': { minWholeReads: 2, maxOutside01: 0.02, cutOutside01: 0.08, minCutReads: 3, minCutLines: 3 },
  'id-card.shadow': { minClearReads: 2, maxShare01: 0.1, hiddenShare01: 0.3, minFlawedReads: 3 },
  // One digit is a twentieth of the number's area.
  'id-card.glare': { minClearReads: 2, maxShare01: 0.03, hiddenShare01: 0.05, minFlawedReads: 3 },
  'id-card.finger': { minClearReads: 2, maxShare01: 0.03, hiddenShare01: 0.05, minFlawedReads: 3 },
  // Generated cards: 0.7 to 1.0 in focus, 0.35 to 0.38 where no line of print could be read.
  'id-card.sharp': { minSharpReads: 2, minSharp01: 0.55, blurredBelow01: 0.45, minBlurredReads: 3 },
  'id-card.original': {
    minReads: 2,
    minWidthPx: 400,
    minRipple01: 0.5,
    minRippleLevels: 3,
    minDarkSides: 3,
    minColour: 0.015,
    minSurroundColour: 0.03,
  },
  'id-card.name': { minScore01: 0.9, minReads: 2 },
  'id-card.number': { minScore01: 0.85, minReads: 2 },
  'id-card.number-checksum': { minReads: 2 },
  'id-card.birth-and-sex': { minScore01: 0.8 },
  'id-card.ethnicity': { minScore01: 0.8, minReads: 2 },
  'id-card.address': { minAlike01: 0.8 },
  'id-card.issuer': { minShared01: 0.5 },
  'id-card.validity': { minMonthsLeft: 6, whenFewer: 'refuse', minReads: 2 },
  'id-card.sides-agree': {},
  // Of a drawn licence that fills a 720-line picture the print is 840 pixels wide, and all of it was read; it is the
  // first size at which the address and the scope are.
  'licence.found': { minWholeReads: 2, minWidthPx: 600, minCutLines: 3 },
  // Drawn seals: all of the circle in good light, 0.27 and less where there was none.
  'licence.seal': { minReads: 2, passRing01: 0.8, absentBelowRing01: 0.35, minSurroundColour: 0.03 },
  'licence.original': {
    minReads: 2,
    minWidthPx: 600,
    minRipple01: 0.5,
    minRippleLevels: 3,
    minDarkSides: 2,
    minColour: 0.01,
    minSurroundColour: 0.03,
    whenDuplicate: 'warn',
  },
  'licence.credit-code': { minScore01: 0.85, minReads: 2 },
  'licence.fields': { minScore01: 0.9, minReads: 2, minAlike01: 0.8 },
  'licence.validity': { minDaysLeft: 30, whenFewer: 'refuse', minReads: 2 },
  // A hand in the hair was taken for a face with 0.71 to 0.79, people beside the seller with 0.99 and more.
  'face.one-person': { minFaceFrames01: 0.5, minPersonMs: 500, minFaceWidthPx: 24, minPersonScore01: 0.9 },
  'face.portrait-match': { passCos: 0.42, failCos: 0.3, minPortraitWidthPx: 80, minPairs: 3 },
  'face.same-person': { passCos: 0.42, failCos: 0.3, minFramesPerStep: 1 },
  // Medians seen: 0.90 to 1.00 for live faces, 0.00 to 0.20 for prints and screens.
  'face.passive-liveness': { passLive01: 0.7, failLive01: 0.3, minPictures: 4, minFaceWidthPx: 80 },
  // Heads asked to turn moved by 12 to 22 degrees, heads that were not by less than 3.
  'face.active-liveness': {
    passYawDeg: 10,
    failYawDeg: 5,
    passPitchDeg: 8,
    failPitchDeg: 4,
    passBlink01: 0.25,
    failBlink01: 0.15,
    maxAnswerMs: 6000,
    minPictures: 4,
  },
  // Nats of the shown digit over the likeliest other in its place. The net is sure of itself where it errs, so a shown
  // digit may be less likely than another and still be right; what the limits let through is in docs/models.md.
  'digits.spoken': {
    passEnNats: -10,
    failEnNats: -30,
    passZhNats: -7,
    failZhNats: -32,
    maxOtherNats: 16,
    earlyMs: 300,
    clearlyEarlyMs: 800,
    recogniser: 'settles-unclear',
  },
  // How long a digit may take is said by the step that asks for it.
  'digits.pace': { clearlyOverMs: 500, minApartMs: 200 },
  // For an operator's speaker model, whose cosines nobody here has seen: 0.6 is where sherpa-onnx's own examples accept.
  // Whoever installs one sets these by trials of their own (docs/models.md).
  'voice.same-speaker': { passCos: 0.6, failCos: 0.2, minPrintMs: 700 },
  'environment.quiet': { passSnrDb: 12, failSnrDb: 5, minLevelDb: -50 },
  // Tuned on composites of real mouths and voices (docs/figures.md); a generated mouth correlates far better than any.
  'lip-sync.offset': {
    maxOffsetMs: 800,
    toleranceMs: 150,
    passCorrelation: 0.45,
    passMargin: 0.2,
    failCorrelation: 0.6,
    failMargin: 0.3,
    minVoiceDb: 12,
    minPicturesPerSecond: 8,
  },
  'environment.light': { passFaceLuma: 60, failFaceLuma: 30, glaringFaceLuma: 235 },
  // A whole turn needs its first view back; below 240° at the most that its pictures allow it was none.
  'pan.turn': { minTurnDeg: 340, failBelowDeg: 240, minPictures: 20 },
  'pan.speed': { maxDegPerSecond: 90, failDegPerSecond: 150, maxLost01: 0.35 },
  'pan.card-in-hand': { minViews: 2, apartMs: 1500 },
  'pan.scene': { minViews: 4 },
  'continuity.frame-gap': { maxGapMs: 2000, maxSoundGapMs: 2000 },
  'continuity.splice': { maxBackwardsMs: 1, minCutChange: 0.5, maxFrameDistanceMs: 120, calmMs: 400 },
  'continuity.loop': {
    minRepeatMs: 2000,
    minRepeatFrames: 10,
    restMotionLevels: 2,
    maxRestRepeatMs: 4000,
    maxFrozenMs: 2000,
    minAlikeMs: 6000,
    maxAlikeRatio01: 0.15,
    minMotionLevels: 0.8,
  },
  'continuity.clock': { maxAheadMs: 1000, maxLateMs: 5000 },
  // Of a recording and a small slow copy of it the movements agreed by 0.86 to 0.99, of recordings of others, some made
  // to the same order of movements, by 0.45 at most; pictures were alike by 1.00, and by 0.45 at most in other rooms.
  'continuity.witness': {
    unlikeBelow: 0.4,
    minUnlikeMs: 8000,
    passAlike: 0.8,
    passMotion: 0.7,
    failMotion: 0.3,
    minMotionMargin: 0.2,
    minComparedMs: 15_000,
    minMovingMs: 8000,
    failMovingMs: 20_000,
  },
  // `resized` is a screen that was split: pages tell it apart from zooming in, as people with weak eyes do.
  'focus.kept': { maxLosses: 0, kinds: 'hidden,blurred,left,reloaded,resized,screen-shared' },
} as const satisfies Partial<Record<SubCheckId, Record<string, number | string>>>

type DefaultLimits = typeof defaultLimits
type Widened<T> = { [K in keyof T]: T[K] extends number ? number : string }

export type FocusLossKind = LiveFacts['focusLosses'][number]['kind']
const focusLossKinds: readonly FocusLossKind[] = ['hidden', 'blurred', 'left', 'reloaded', 'resized', 'screen-shared']
export const isFocusLossKind = (kind: string): kind is FocusLossKind =>
  (focusLossKinds as readonly string[]).includes(kind)

/** The limits in force for one check: the program's over the defaults. */
export const limitsOf = <C extends keyof DefaultLimits>(
  settings: InspectionSettings,
  check: C,
): Widened<DefaultLimits[C]> =>
  ({ ...defaultLimits[check], ...settings.checks[check]?.limits }) as Widened<DefaultLimits[C]>

/** The smallest and largest `sampleFps` that make sense: fewer loses a blink of a face, more buys nothing. */
export const sampleFpsRange = { min: 1, max: 15 } as const

/** A limit that is a list is written with commas. */
export const listOf = (limit: string): string[] =>
  limit
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** What is wrong with settings read from a program file, in words for the one who edits it; empty when all is well. */
export const settingProblems = (settings: InspectionSettings): string[] => {
  const problems: string[] = []
  if (!(settings.sampleFps >= sampleFpsRange.min && settings.sampleFps <= sampleFpsRange.max))
    problems.push(`sampleFps must be between ${sampleFpsRange.min} and ${sampleFpsRange.max}`)
  for (const [check, setting] of Object.entries(settings.checks)) {
    if (!isSubCheckId(check)) {
      problems.push(`checks.${check} is no sub-check`)
      continue
    }
    const known: Record<string, number | string> =
      check in defaultLimits ? defaultLimits[check as keyof DefaultLimits] : {}
    for (const [name, value] of Object.entries(setting?.limits ?? {})) {
      const expected = known[name]
      if (expected === undefined) problems.push(`checks.${check}.limits.${name} is no limit of this sub-check`)
      else if (typeof expected !== typeof value)
        problems.push(`checks.${check}.limits.${name} must be a ${typeof expected}`)
      else if (name === 'kinds' && !listOf(String(value)).every(isFocusLossKind))
        problems.push(`checks.${check}.limits.kinds may list ${focusLossKinds.join(', ')}`)
      else if (name === 'recogniser' && value !== 'settles-unclear' && value !== 'shown')
        problems.push(`checks.${check}.limits.recogniser must be "settles-unclear" or "shown"`)
      else if ((name === 'whenFewer' || name === 'whenDuplicate') && value !== 'refuse' && value !== 'warn')
        problems.push(`checks.${check}.limits.${name} must be "refuse" or "warn"`)
    }
  }
  return problems
}
