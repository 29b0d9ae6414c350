import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openFollowedPlan } from '#inspection/followed-plan.ts'
import type { SoundReply } from '#inspection/models/model-worker-messages.ts'
import { addModel } from '#inspection/operator-models/add-model.ts'
import { modelFolder } from '#inspection/operator-models/operator-model.ts'
import { openOperatorSpeech } from '#inspection/operator-models/operator-speech.ts'
import type { SoundWish } from '#inspection/voice/hear.ts'
import { openOperatorHearing } from '#inspection/voice/operator-hearing.ts'
import { freshState, windowSamples } from '#inspection/voice/voice-activity.ts'
import { openVoiceRecord } from '#inspection/voice/voice-record.ts'
import { recogniserFolder, tinySpeakerModel, tones } from '#test/inspection/tiny-speech-models.ts'
import { temporaryFolder } from './temporary-folder.ts'

const withModels = async ({ speaker = true, recogniser = true } = {}): Promise<string> => {
  const folder = await temporaryFolder()
  const modelsDir = join(folder, 'models')
  const clock = { now: () => new Date('2026-11-22T08:00:00Z') }
  if (speaker) {
    const path = join(folder, 'voices.onnx')
    await writeFile(path, tinySpeakerModel())
    await addModel(modelsDir, { path, kind: 'speaker', languages: [], licence: 'own' }, clock)
  }
  if (recogniser) {
    const path = await recogniserFolder(join(folder, 'tones'))
    await addModel(modelsDir, { path, kind: 'asr', languages: ['zh'], licence: 'own' }, clock)
  }
  return modelsDir
}

/** Takes what is loud for speech, which is all that matters of it here. */
const hear = async (wish: SoundWish): Promise<SoundReply> => {
  if (wish.do !== 'follow') throw new Error('not asked here')
  const speech01 = Float32Array.from({ length: wish.samples.length / windowSamples }, (_, i) => {
    const window = wish.samples.subarray(i * windowSamples, (i + 1) * windowSamples)
    return Math.max(...window) > 0.05 ? 0.9 : 0.01
  })
  const heard = { speech01, state: freshState(), logits: new Float32Array(0), missing: [] }
  return { ok: true, heard, used: [], tookMs: 0 }
}

/** Each digit for 0.3 s, every 1.2 s, from 0.6 s on. */
const sound = (digits: string): Float32Array => {
  const out = new Float32Array(digits.length * 19_200 + 64_000)
  ;[...digits].forEach((digit, at) => {
    out.set(tones(digit), 4800 + at * 19_200)
  })
  return out
}

const listened = async (
  modelsDir: string,
  samples: Float32Array,
  { language = 'zh' as string | null, shownMs = 0, stepEndMs = 20_000, patienceMs = 60_000 } = {},
) => {
  const speech = openOperatorSpeech(modelsDir)
  onTestFinished(() => speech.close())
  const plan = openFollowedPlan({
    digits: null,
    language: language ?? 'zh',
    maxDigitMs: null,
    steps: [{ id: 'digits', kind: 'digits', startMs: 0, endMs: stepEndMs, action: null }],
    challenges: [{ stepId: 'digits', index: 0, shownMs, challenge: { kind: 'digit', value: '4' } }],
  })
  const operator = openOperatorHearing({
    speech,
    language,
    minPrintMs: 500,
    wants: { speaker: true, recogniser: true },
    isAnswer: plan.mayAnswerIn,
    patienceMs,
    onTime: () => {},
  })
  const record = openVoiceRecord({ hear, wants: () => false, onReply: () => {}, listener: operator })
  for (let at = 0; at < samples.length; at += 1600)
    await record.onAudio({ ptsMs: at / 16, samples: samples.slice(at, at + 1600) })
  await record.finish()
  await operator.finish()
  return operator.heard()
}

describe('[CK5] [CK7] what an operator’s models hear of a run', () => {
  test('the recogniser writes down the answers, and each part of them gives a voice print', async () => {
    const { speaker, recogniser } = await listened(await withModels(), sound('4821'))
    expect(recogniser).toMatchObject({ text: '四八二一', failed: false, model: { name: 'tones', kind: 'asr' } })
    expect(speaker).toMatchObject({ failed: false, model: { name: 'voices' } })
    expect(speaker?.prints).toHaveLength(2)
    expect(speaker?.prints[0]?.print).toHaveLength(80)
    expect(speaker?.prints[0]?.startMs).toBeGreaterThan(500)
    expect(speaker?.prints[0]?.endMs).toBeLessThan(speaker?.prints[1]?.startMs ?? 0)
  })

  test('what is said before the first digit was shown is no answer, nor what is said long after the step', async () => {
    const modelsDir = await withModels({ speaker: false })
    const late = await listened(modelsDir, sound('4821'), { shownMs: 1500 })
    expect(late).toMatchObject({ speaker: null, recogniser: { text: '八二一' } })
    const short = await listened(modelsDir, sound('482100'), { stepEndMs: 500 })
    expect(short.recogniser?.text).toBe('四八二')
  })

  test('without models, or in a language that none is for, nothing is heard and nothing is claimed', async () => {
    expect(await listened(await temporaryFolder(), sound('48'))).toEqual({ speaker: null, recogniser: null })
    const thai = await listened(await withModels({ speaker: false }), sound('48'), { language: 'th' })
    expect(thai).toEqual({ speaker: null, recogniser: null })
  })

  test('[CK11] a model that is too far behind holds up no run, and what it heard in part does not count', async () => {
    const { speaker, recogniser } = await listened(await withModels(), sound('4821'), { patienceMs: 0 })
    expect(recogniser).toMatchObject({ text: null, failed: true })
    expect(speaker).toMatchObject({ failed: true })
  })

  test('a file that is not the one that was added is not used', async () => {
    const modelsDir = await withModels()
    await writeFile(join(modelFolder(modelsDir, 'tones'), 'tokens.txt'), '<blk> 0\n')
    const { speaker, recogniser } = await listened(modelsDir, sound('4821'))
    expect(recogniser).toMatchObject({ text: null, failed: true })
    expect(speaker?.prints).toHaveLength(2)
  })
})
