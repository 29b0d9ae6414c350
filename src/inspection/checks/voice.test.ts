import { describe, expect, test } from 'vitest'
import { contextOf, evidenceOf, step } from '#test/inspection/hand-made-evidence.ts'
import { readOf, type SaidWord, voiceOf } from '#test/inspection/hand-made-voice.ts'
import type { RunEvidence } from '../evidence.ts'
import { digitsPace } from './digits-pace.ts'
import { digitsSpoken } from './digits-spoken.ts'
import { environmentQuiet } from './environment-quiet.ts'
import { voiceSameSpeaker } from './voice-same-speaker.ts'

const shownMs = [1000, 3500, 5600, 8900]
const challenges: RunEvidence['challenges'] = [...'4821'].map((value, index) => ({
  stepId: 'digits',
  index,
  shownMs: shownMs[index]!,
  challenge: { kind: 'digit', value },
}))

/** Says each digit some time after it was shown. */
const answering = (digits: string, afterMs: readonly number[] = [600, 700, 500, 800]): SaidWord[] =>
  [...digits].map((digit, at) => ({ word: Number(digit), atMs: shownMs[at]! + afterMs[at]! }))

const runOf = (said: readonly SaidWord[], members: Partial<RunEvidence> = {}) =>
  evidenceOf([], {
    steps: [step('digits', 800, 12_000)],
    challenges,
    digits: '4821',
    language: 'zh',
    maxDigitMs: 2000,
    recordingMs: 12_000,
    voice: voiceOf(said),
    ...members,
  })
const brief = ({ outcome, reason }: { outcome: string; reason: string | null }) => `${outcome} ${reason}`
const spoken = (run: RunEvidence) => digitsSpoken(run, contextOf())
const pace = (run: RunEvidence) => digitsPace(run, contextOf())

describe('digits that were shown one by one', () => {
  test('[CK5] said in time they pass, with the least certain margin, the step and the sound as proof', () => {
    const finding = spoken(runOf(answering('4821')))
    expect(brief(finding)).toBe('pass null')
    expect(finding.value).toBeGreaterThan(finding.limit ?? Number.POSITIVE_INFINITY)
    expect(finding).toMatchObject({ unit: 'score', stepId: 'digits', span: { startMs: 400, endMs: 12_000 } })
    expect(finding.fields).toEqual([{ field: 'digits', read: '4821', registered: '4821', score01: null }])
    expect(finding.waveform?.marks.map(({ what, number }) => `${what} ${number}`)).toEqual(
      [1, 2, 3, 4].flatMap((number) => [`shown ${number}`, `heard ${number}`]),
    )
  })

  test('[CK5] one wrong digit fails when it is clear, and goes to a person when it is not', () => {
    expect(brief(spoken(runOf(answering('4871'))))).toBe('fail digits-wrong')
    const mumbled = { voice: voiceOf(answering('4871'), { sure: 1.4 }) }
    expect(brief(spoken(runOf(answering('4871'), mumbled)))).toBe('unsure digits-unclear')
  })

  test('[CK5] the right digits said before they were shown are out of step: whoever can do that was not asked', () => {
    const early = [...'4821'].map((digit, at) => ({ word: Number(digit), atMs: 1200 + at * 700 }))
    expect(brief(spoken(runOf(early)))).toBe('fail digits-out-of-step')
    const aLittle = answering('4821', [600, 700, -500, 800])
    expect(brief(spoken(runOf(aLittle)))).toBe('unsure digits-out-of-step')
  })

  /** The third digit is heard as the eight that it could also be, a little more surely than as the two. */
  const likeAnother = (said: readonly SaidWord[]) => {
    const voice = voiceOf(said)
    const eight = said.map((word, at) => (at === 2 ? { ...word, word: 8 } : word))
    const like = readOf(eight, 12_000, 'zh', 6.05).logits
    const [read] = voice.reads
    read!.logits = read!.logits.map((value, at) => Math.max(value, like[at]!))
    return voice
  }

  test('[CK5] digits that pass are told as they were shown, though another is a little likelier', () => {
    const said = answering('4821')
    const finding = spoken(runOf(said, { voice: likeAnother(said) }))
    expect(brief(finding)).toBe('pass null')
    expect(finding.value).toBeLessThan(0)
    expect(finding.fields).toEqual([{ field: 'digits', read: '4821', registered: '4821', score01: null }])
  })

  test('[CK5] a digit that another one explains better fails nobody for being early: where it was said is a guess', () => {
    const early = answering('4821', [600, 700, -900, 800])
    expect(brief(spoken(runOf(early)))).toBe('fail digits-out-of-step')
    expect(brief(spoken(runOf(early, { voice: likeAnother(early) })))).toBe('unsure digits-out-of-step')
  })

  test('[CK5] digits said too late are too slow and not out of step, however late the last of them is', () => {
    const late = answering('4821', [3300, 3400, 3300, 4000])
    const durationMs = 14_000
    const run = runOf(late, {
      steps: [step('digits', 800, durationMs)],
      recordingMs: durationMs,
      voice: voiceOf(late, { durationMs }),
    })
    expect(brief(spoken(run))).toBe('pass null')
    expect(brief(pace(run))).toBe('fail digits-too-slow')
  })

  test('[CK5] silence while digits are shown is named as such', () => {
    expect(brief(spoken(runOf([])))).toBe('fail digits-not-heard')
  })

  test('[CK5] a last digit that the end of the recording cut off goes to a person; what was wrong before it fails', () => {
    const endsMs = 8900 + 1900
    const cutShort = { recordingMs: endsMs, steps: [step('digits', 800, endsMs)] }
    // What is left of it is taken for a seven.
    const late = (digits: string) => answering(digits, [600, 700, 500, 1400])
    expect(brief(spoken(runOf(late('4827'), cutShort)))).toBe('unsure digits-unclear')
    expect(brief(spoken(runOf(late('4871'), cutShort)))).toBe('fail digits-wrong')
    expect(brief(spoken(runOf(late('4827'))))).toBe('fail digits-wrong')
  })

  test('[CK5] in a language that the verifier does not know a person listens', () => {
    expect(brief(spoken(runOf(answering('4821'), { language: 'th' })))).toBe('unsure language-not-known')
    expect(brief(pace(runOf(answering('4821'), { language: 'th' })))).toBe('unsure language-not-known')
  })

  test('[CK11] without sound, without models, or with speech that nobody got to, nothing passes', () => {
    const silent = { voice: { windows: [], speech: [], reads: [], unread: [] } }
    expect(brief(spoken(runOf([], silent)))).toBe('unsure no-evidence')
    expect(brief(spoken(runOf([], { missingModels: ['digit-verifier'] })))).toBe('unsure model-missing')
    const elsewhere = { steps: [step('face', 0, 5000)], challenges: [] }
    expect(brief(spoken(runOf([], elsewhere)))).toBe('unsure no-evidence')
    expect(brief(pace(runOf([], elsewhere)))).toBe('unsure no-evidence')
    const voice = { ...voiceOf(answering('4821')), unread: [{ startMs: 5000, endMs: 6000 }] }
    expect(brief(spoken(runOf([], { voice })))).toBe('unsure worker-behind')
  })

  test('[CK5] each digit may take the time of the program, and only what is clearly over fails', () => {
    const inTime = pace(runOf(answering('4821')))
    expect(brief(inTime)).toBe('pass null')
    expect(inTime).toMatchObject({ value: 820, limit: 2000, unit: 'ms' })
    expect(brief(pace(runOf(answering('4821', [600, 700, 2800, 500]))))).toBe('fail digits-too-slow')
    expect(brief(pace(runOf(answering('4821', [600, 700, 2200, 500]))))).toBe('unsure digits-too-slow')
    const shorter = pace(runOf(answering('4821'), { maxDigitMs: 300 }))
    expect(shorter).toMatchObject({ outcome: 'fail', reason: 'digits-too-slow', value: 820, limit: 300 })
    expect(brief(pace(runOf(answering('4821'), { maxDigitMs: null })))).toBe('unsure no-evidence')
  })

  test('[CK5] a digit that another one explains better fails nobody for its time: where it was said is a guess', () => {
    const late = answering('4821', [600, 700, 2800, 500])
    expect(brief(pace(runOf(late, { voice: likeAnother(late) })))).toBe('unsure digits-too-slow')
  })

  test('[CK5] a digit that was not told for certain has no pace', () => {
    expect(brief(pace(runOf(answering('4871'))))).toBe('unsure digits-unclear')
  })
})

describe('digits of which only the string is known', () => {
  const whole = { challenges: [] }

  test('[CK5] they are looked for in the whole step', () => {
    expect(brief(spoken(runOf(answering('4821'), whole)))).toBe('pass null')
    expect(brief(spoken(runOf(answering('4827'), whole)))).toBe('fail digits-wrong')
  })

  test('[CK5] when nobody says what was asked for, what was heard is a guess for a person', () => {
    const finding = spoken(runOf(answering('4821'), { ...whole, digits: null }))
    expect(brief(finding)).toBe('unsure no-evidence')
    expect(finding.fields).toEqual([{ field: 'digits', read: '4821', registered: null, score01: null }])
  })
})

describe('the room', () => {
  const quiet = (voice: RunEvidence['voice']) => brief(environmentQuiet(runOf([], { voice }), contextOf()))

  test('[EN1] a voice far above the room passes, one in it fails, between them a person listens', () => {
    expect(quiet(voiceOf(answering('4821')))).toBe('pass null')
    expect(quiet(voiceOf(answering('4821'), { roomDb: -29 }))).toBe('unsure too-noisy')
    expect(quiet(voiceOf(answering('4821'), { roomDb: -22 }))).toBe('fail too-noisy')
    expect(quiet(voiceOf([]))).toBe('unsure no-evidence')
  })
})

test('[CK7] without a speaker model nothing is compared and nothing claimed', () => {
  expect(brief(voiceSameSpeaker(runOf(answering('4821')), contextOf()))).toBe('unsure no-speaker-model')
})
