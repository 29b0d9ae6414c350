import { appendFile, readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { type Models, openModels } from '#inspection/models/load.ts'
import { digitScores } from '#inspection/voice/digit-scores.ts'
import { hear } from '#inspection/voice/hear.ts'
import { type DigitVerification, verifyDigits } from '#inspection/voice/verify-digits.ts'
import { openVoiceRecord } from '#inspection/voice/voice-record.ts'
import { gcinClips, isGcinVoice, promptClips, rateHz, realClips, type WordClip } from './clips.ts'
import { seeded } from './utterances.ts'

/**
 * Measures one verifier on one speaker whom it has never heard, on the product's own path: speech is found, read and
 * held against the string shown, against random other strings and against strings with one wrong digit. Digits come one
 * by one, 2.1 to 3.4 s apart, as the program shows them. Appends one line of JSON for each string spoken.
 */
const { values } = parseArgs({
  options: {
    voice: { type: 'string' },
    prompts: { type: 'string' },
    gcin: { type: 'string' },
    models: { type: 'string', default: 'models' },
    verifier: { type: 'string' },
    speaker: { type: 'string' },
    strings: { type: 'string', default: '60' },
    out: { type: 'string' },
  },
})
const { voice, verifier, speaker, out } = values
if (!voice || !verifier || !speaker || !out) throw new Error('--voice, --verifier, --speaker and --out are needed')

const random = seeded(7)
const models: Models = await (async () => {
  const pinned = openModels(values.models)
  const session = await InferenceSession.create(await readFile(verifier), { intraOpNumThreads: 1 })
  return {
    ...pinned,
    model: async (name) =>
      name === 'digit-verifier'
        ? async (input, shape) => {
            const { logits } = await session.run({ features: new Tensor('float32', input, shape) })
            return { logits: { data: logits!.data as Float32Array, dims: logits!.dims } }
          }
        : pinned.model(name),
  }
})()

const clips = isGcinVoice(speaker)
  ? await gcinClips(values.gcin ?? '', speaker, false)
  : speaker === 'prompts'
    ? await promptClips(values.prompts ?? '')
    : await realClips(voice)
const own = clips.filter((clip) => clip.speaker === speaker && clip.word !== null)
const language = own[0]?.language
if (!language) throw new Error(`No clips of ${speaker}`)
const takes = (digit: number): WordClip[] =>
  own.filter(({ word }) => word === digit || (language === 'zh' && digit === 1 && word === 10))
const digitAt = (): number => Math.floor(random() * 10)
const between = (low: number, high: number): number => low + random() * (high - low)

const speak = (digits: number[]) => {
  const shownMs: number[] = []
  let atMs = 1500
  for (const _ of digits) {
    shownMs.push(atMs)
    atMs += between(2100, 3400)
  }
  const samples = new Float32Array(((atMs + 1500) * rateHz) / 1000)
  // The room: what a quiet microphone takes up beside the voice.
  for (let i = 0; i < samples.length; i++) samples[i] = (random() - 0.5) * 0.002
  const level = 10 ** (between(-12, 6) / 20)
  digits.forEach((digit, at) => {
    const own = takes(digit)
    const { samples: word } = own[Math.floor(random() * own.length)]!
    const from = Math.floor(((shownMs[at]! + between(350, 1000)) * rateHz) / 1000)
    for (let i = 0; i < word.length; i++) samples[from + i]! += word[i]! * level
  })
  return { samples, shownMs, durationMs: atMs + 1500 }
}

const brief = (verified: DigitVerification) => ({
  margin: Math.min(...verified.digits.map(({ marginNats }) => marginNats)),
  free: verified.overFreeNats,
})

for (let n = 0; n < Number(values.strings); n++) {
  const digits = [digitAt(), digitAt(), digitAt(), digitAt()]
  const { samples, shownMs, durationMs } = speak(digits)
  const record = openVoiceRecord({
    hear: async (wish) => ({ ok: true, heard: await hear(models, wish), used: [], tookMs: 0 }),
    wants: () => true,
    onReply: () => {},
  })
  for (let at = 0; at < samples.length; at += 1600)
    await record.onAudio({ ptsMs: at / 16, samples: samples.slice(at, at + 1600) })
  await record.finish()
  const { reads, speech } = record.evidence()
  const scores = digitScores(reads, { startMs: shownMs[0]! - 600, endMs: durationMs }, language)
  const against = (asked: readonly number[]) =>
    verifyDigits(
      scores,
      language,
      asked.map((digit, at) => ({ digit, notBeforeMs: shownMs[at]! - 250 })),
    )
  const right = against(digits)
  const others = [0, 1, 2, 3].map(() =>
    brief(against(digits.map(digitAt).map((d, i) => (i === 0 && d === digits[0] ? (d + 1) % 10 : d)))),
  )
  const oneWrong = digits.map((digit, at) =>
    brief(against(digits.with(at, (digit + 1 + Math.floor(random() * 9)) % 10))),
  )
  const line = {
    speaker,
    language,
    digits: digits.join(''),
    likeliest: right.likeliest,
    spans: speech.length,
    ...brief(right),
    margins: right.digits.map(({ marginNats }) => Math.round(marginNats * 10) / 10),
    others,
    oneWrong,
  }
  await appendFile(out, `${JSON.stringify(line)}\n`)
}
await models.release()
