import { describe, expect, test } from 'vitest'
import { contextOf, evidenceOf, step } from '#test/inspection/hand-made-evidence.ts'
import { type SaidWord, voiceOf } from '#test/inspection/hand-made-voice.ts'
import type { RunEvidence } from '../evidence.ts'
import type { OperatorHeard, VoicePrint } from '../voice/operator-hearing.ts'
import { digitsSpoken } from './digits-spoken.ts'
import { voiceSameSpeaker } from './voice-same-speaker.ts'
import { voiceSecondVoice } from './voice-second-voice.ts'

const model = (kind: 'asr' | 'speaker') => ({
  name: `own-${kind}`,
  kind,
  version: '3',
  sha256: 'ab'.repeat(32),
  licence: 'stated by the operator',
})
const shownMs = [1000, 3500, 5600, 8900]
const runOf = (
  digits: string,
  operatorHeard: Partial<OperatorHeard>,
  { sure = 6, language = 'zh' } = {},
): RunEvidence => {
  const said = [...digits].map((digit, at): SaidWord => ({ word: Number(digit), atMs: shownMs[at]! + 600 }))
  return evidenceOf([], {
    steps: [step('digits', 800, 12_000)],
    challenges: [...'4821'].map((value, index) => ({
      stepId: 'digits',
      index,
      shownMs: shownMs[index]!,
      challenge: { kind: 'digit', value },
    })),
    digits: '4821',
    language,
    recordingMs: 12_000,
    voice: voiceOf(said, { sure }),
    operatorHeard: { speaker: null, recogniser: null, ...operatorHeard },
  })
}
const wrote = (text: string | null): Partial<OperatorHeard> => ({
  recogniser: { model: model('asr'), text, failed: text === null },
})
const brief = ({ outcome, reason }: { outcome: string; reason: string | null }) => `${outcome} ${reason}`
const spoken = (run: RunEvidence, limits = {}) =>
  digitsSpoken(run, contextOf({ 'digits.spoken': { grade: 'gate', limits } }))

describe('[CK5] a recogniser that the operator installed', () => {
  /** So unsure that the verifier alone would send it to a person. */
  const mumbled = { sure: 1.4 }

  test('settles what the verifier is in doubt of, when it wrote down just what was shown, and is named', () => {
    expect(brief(spoken(runOf('4871', {}, mumbled)))).toBe('unsure digits-unclear')
    const settled = spoken(runOf('4871', wrote('四八二一'), mumbled))
    expect(brief(settled)).toBe('pass null')
    expect(settled.model).toContain('+operator:own-asr')
    expect(settled.version).toContain('operator:own-asr 3 abababababab')
    expect(settled.fields).toContainEqual({
      field: 'digits-recognised',
      read: '4821',
      registered: '4821',
      score01: null,
    })
  })

  test('passes nothing that the verifier fails, and fails nothing that it passes', () => {
    expect(brief(spoken(runOf('4871', wrote('四八二一'))))).toBe('fail digits-wrong')
    expect(brief(spoken(runOf('', wrote('四八二一'))))).toBe('fail digits-not-heard')
    expect(brief(spoken(runOf('4821', wrote('四八七一'))))).toBe('pass null')
  })

  test('leaves to a person what it wrote otherwise, and shows it', () => {
    for (const text of ['四八七一', '四八二一一', '是八二一', '']) {
      const finding = spoken(runOf('4871', wrote(text), mumbled))
      expect(brief(finding), text).toBe('unsure digits-unclear')
    }
    expect(spoken(runOf('4871', wrote('是八二一'), mumbled)).fields.at(-1)).toMatchObject({ read: '是八二一' })
    expect(brief(spoken(runOf('4871', wrote(null), mumbled)))).toBe('unsure digits-unclear')
  })

  test('only shows what it heard where the program says so, and in a language that the verifier does not know', () => {
    expect(brief(spoken(runOf('4871', wrote('4821'), mumbled), { recogniser: 'shown' }))).toBe('unsure digits-unclear')
    const thai = spoken(runOf('4821', wrote('4821'), { language: 'th' }))
    expect(brief(thai)).toBe('unsure language-not-known')
    expect(thai.fields).toMatchObject([{ field: 'digits-recognised', read: '4821' }])
  })
})

describe('[CK7] a speaker model that the operator installed', () => {
  const print = (startMs: number, ...values: number[]): VoicePrint => ({
    startMs,
    endMs: startMs + 900,
    print: Float32Array.from(values),
  })
  const compared = (prints: VoicePrint[], { failed = false, limits = {} } = {}) =>
    voiceSameSpeaker(
      runOf('4821', { speaker: { model: model('speaker'), prints, failed } }),
      contextOf({ 'voice.same-speaker': { grade: 'signal', limits } }),
    )

  test('one voice in all answers passes, with the least alike of them as the value and the model named', () => {
    const finding = compared([print(1600, 1, 0.1), print(5000, 0.9, 0.2), print(9000, 1, 0)])
    expect(brief(finding)).toBe('pass null')
    expect(finding.value).toBeGreaterThan(0.9)
    expect(finding).toMatchObject({ limit: 0.6, unit: 'cos', stepId: 'digits', span: { startMs: 1600, endMs: 9900 } })
    expect(finding.model).toBe('voice-activity+operator:own-speaker')
  })

  test('an answer in another voice fails when it is clear, is unsure when it is not, and is shown', () => {
    const other = compared([print(1600, 1, 0.1), print(5000, 0, 1), print(9000, 1, 0)])
    expect(brief(other)).toBe('fail second-voice')
    expect(other).toMatchObject({ limit: 0.2, span: { startMs: 5000, endMs: 5900 } })
    const near = [print(1600, 1, 0), print(5000, 0.5, 0.9)]
    expect(brief(compared(near))).toBe('unsure second-voice')
    expect(brief(compared(near, { limits: { passCos: 0.4 } }))).toBe('pass null')
  })

  test('[CK11] nothing to compare, or a model that fell over, is unsure', () => {
    expect(brief(compared([print(1600, 1, 0)]))).toBe('unsure no-evidence')
    expect(brief(compared([]))).toBe('unsure no-evidence')
    expect(brief(compared([print(1600, 1, 0), print(5000, 1, 0)], { failed: true }))).toBe('unsure model-missing')
  })

  test('it does not tell a second voice in other steps, where the page itself is heard', () => {
    const second = (operatorHeard: Partial<OperatorHeard>) =>
      voiceSecondVoice(runOf('4821', operatorHeard), contextOf())
    expect(brief(second({}))).toBe('unsure no-speaker-model')
    expect(brief(second({ speaker: { model: model('speaker'), prints: [], failed: false } }))).toBe(
      'unsure not-built-yet',
    )
  })
})
