import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { openResampler } from '#inspection/media/audio-resampler.ts'
import type { DigitLanguage } from '#inspection/voice/digit-classes.ts'

const run = promisify(execFile)
export const rateHz = 16_000

/** One spoken word of one speaker, 16 kHz mono, trimmed to itself. `word` is null for speech that is no digit. */
export type WordClip = {
  language: DigitLanguage
  word: number | null
  speaker: string
  synthetic: boolean
  samples: Float32Array
}

const decode = async (args: string[]): Promise<Float32Array> => {
  const { stdout } = await run(
    'ffmpeg',
    ['-v', 'error', ...args, '-ac', '1', '-ar', String(rateHz), '-f', 'f32le', '-'],
    { encoding: 'buffer', maxBuffer: 2 ** 28 },
  )
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength))
}
/** Plain 16-bit WAVE is read here, which is a hundred times as fast as starting a process for each of 2,500 files. */
export const decodeFile = async (path: string): Promise<Float32Array> => {
  if (!path.endsWith('.wav')) return decode(['-i', path])
  const file = await readFile(path)
  return fromWave(file)
}

const fromWave = (file: Buffer): Float32Array => {
  const resampler = openResampler(file.readUInt32LE(24), rateHz)
  const at = file.indexOf('data', 12, 'latin1') + 8
  const body = file.subarray(at, at + (file.readUInt32LE(at - 4) & ~1))
  const samples = Float32Array.from({ length: body.length >> 1 }, (_, i) => body.readInt16LE(i * 2) / 32_768)
  const [head, tail] = [resampler.push(samples), resampler.flush()]
  const out = new Float32Array(head.length + tail.length)
  out.set(head)
  out.set(tail, head.length)
  return out
}

const rms = (samples: Float32Array): number => {
  let sum = 0
  for (const value of samples) sum += value * value
  return Math.sqrt(sum / Math.max(1, samples.length))
}

/** Cuts silence (35 dB under the loudest 10 ms) off both ends, keeps 20 ms of it, and brings all clips to one level. */
export const trimmed = (samples: Float32Array): Float32Array => {
  const hop = 160
  const levels = Array.from({ length: Math.floor(samples.length / hop) }, (_, i) =>
    rms(samples.subarray(i * hop, (i + 1) * hop)),
  )
  const floor = Math.max(...levels) * 10 ** (-35 / 20)
  const first = levels.findIndex((level) => level > floor)
  const last = levels.findLastIndex((level) => level > floor)
  if (first < 0) return new Float32Array(0)
  const cut = samples.slice(Math.max(0, first - 2) * hop, (last + 3) * hop)
  const gain = 0.06 / (rms(cut) + 1e-9)
  return cut.map((value) => value * gain)
}

const usable = (samples: Float32Array): boolean => samples.length > 0.08 * rateHz && samples.length < 1.8 * rateHz

const inBatches = async <T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> => {
  const results: R[] = []
  for (let i = 0; i < items.length; i += 2) results.push(...(await Promise.all(items.slice(i, i + 2).map(work))))
  return results
}

const filesIn = async (folder: string, ending: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith(ending)).map((name) => join(folder, name))

const clip = (
  language: DigitLanguage,
  word: number | null,
  speaker: string,
  synthetic: boolean,
  samples: Float32Array,
): WordClip[] => {
  const cut = trimmed(samples)
  return usable(cut) ? [{ language, word, speaker, synthetic, samples: cut }] : []
}

const pinyin = ['ling2', 'yi1', 'er4', 'san1', 'si4', 'wu3', 'liu4', 'qi1', 'ba1', 'jiu3', 'yao1']

/** The real voices of the licensed set (see README.md for its layout). */
export const realClips = async (voiceDir: string): Promise<WordClip[]> => {
  const english = await inBatches(await filesIn(join(voiceDir, 'en/fsdd'), '.wav'), async (path) => {
    const [digit, speaker] = basename(path).split('_')
    return clip('en', Number(digit), `fsdd-${speaker}`, false, await decodeFile(path))
  })
  const mandarin = await inBatches(
    pinyin.flatMap((syllable, word) => [
      { word, speaker: 'audio-cmn', path: join(voiceDir, `zh/audio-cmn/cmn-${syllable}.mp3`) },
      { word, speaker: 'mp3-pinyin', path: join(voiceDir, `zh/mp3-pinyin/${syllable}.mp3`) },
    ]),
    async ({ word, speaker, path }) => clip('zh', word, speaker, false, await decodeFile(path)),
  )
  const others = await inBatches(await filesIn(join(voiceDir, 'zh/other-syllables'), '.mp3'), async (path) => {
    const tone = basename(path, '.mp3').replace('cmn-', '')
    // The same syllable in another tone is too near to a digit to be called anything.
    if (pinyin.some((digit) => digit.slice(0, -1) === tone.slice(0, -1))) return []
    return clip('zh', null, 'audio-cmn', false, await decodeFile(path))
  })
  return [...english, ...mandarin, ...others].flat()
}

const zhuyin = 'ㄌㄧㄥ2 ㄧ ㄦ4 ㄙㄢ ㄙ4 ㄨ3 ㄌㄧㄡ4 ㄑㄧ ㄅㄚ ㄐㄧㄡ3 ㄧㄠ'.split(' ')
/** Voices of Debian's `gcin-voice`, by the names of their files. Only the second has a licence for data (CC BY 3.0). */
export const gcinVoices = { 'gcin-3': '3.ogg', 'gcin-5': '5.ogg' } as const
export type GcinVoice = keyof typeof gcinVoices
export const isGcinVoice = (speaker: string): speaker is GcinVoice => speaker in gcinVoices

/**
 * Mandarin digits of one voice of Debian's `gcin-voice`, unpacked (its folder `ogg`), and every fifth other syllable. One
 * take each.
 */
export const gcinClips = async (oggDir: string, voice: GcinVoice, withOthers: boolean): Promise<WordClip[]> => {
  const file = gcinVoices[voice]
  const bare = (syllable: string): string => syllable.replace(/\d$/, '')
  const digits = await inBatches([...zhuyin.entries()], async ([word, syllable]) =>
    clip('zh', word, voice, false, await decodeFile(join(oggDir, syllable, file))),
  )
  if (!withOthers) return digits.flat()
  const near = new Set(zhuyin.map(bare))
  const strange = (await readdir(oggDir)).filter((syllable) => !near.has(bare(syllable))).sort()
  const others = await inBatches(
    strange.filter((_, i) => i % 5 === 0),
    async (syllable) => {
      const samples = await decodeFile(join(oggDir, syllable, file)).catch(() => new Float32Array(0))
      return clip('zh', null, voice, false, samples)
    },
  )
  return [...digits, ...others].flat()
}

/** Digits and other words of one woman: Debian's `asterisk-core-sounds-en-wav`, unpacked. */
export const promptClips = async (promptsDir: string): Promise<WordClip[]> => {
  const digits = await inBatches([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], async (digit) =>
    clip('en', digit, 'prompts', false, await decodeFile(join(promptsDir, `digits/${digit}.wav`))),
  )
  const phrases = (await filesIn(promptsDir, '.wav')).filter((_, i) => i % 3 === 0)
  const others = await inBatches(phrases, async (path) => {
    const samples = await decodeFile(path)
    const piece = Math.round(0.8 * rateHz)
    return Array.from({ length: Math.min(3, Math.floor(samples.length / piece)) }, (_, i) =>
      clip('en', null, 'prompts', false, samples.slice(i * piece, (i + 1) * piece)),
    ).flat()
  })
  return [...digits, ...others].flat()
}

const variants =
  'm1 m2 m3 m4 m5 m6 m7 m8 f1 f2 f3 f4 f5 klatt klatt2 klatt4 adam Andy Annie anika antonio belinda boris caleb david ed edward Gene grandma linda michael Mike miguel pablo quincy rob robert steph steph2 zac Lee max john Denis Alicia'.split(
    ' ',
  )
const spoken = {
  en: 'zero one two three four five six seven eight nine'.split(' '),
  zh: [...'零一二三四五六七八九幺'],
} as const
const otherWords = {
  en: 'yes no hello okay wait sorry camera next a b c d e f g h j k l m n p q r s t u v w x y z ten eleven please what again right left good'.split(
    ' ',
  ),
  zh: [...'好是的请等我你他这那有人大小中国上下来去会说看天地水火山月日风花鸟书电车门开关左右前后快慢百千万点'],
} as const
const accents = { en: ['en-us', 'en-gb', 'en-029', 'en-gb-scotland', 'en-gb-x-rp', 'en-us-nyc'], zh: ['cmn'] } as const

/** Synthetic voices of espeak-ng. They widen the training; they are never counted as people. */
export const syntheticClips = async (random: () => number): Promise<WordClip[]> => {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const jobs = (['en', 'zh'] as const).flatMap((language) =>
    variants.flatMap((variant) =>
      [0, 1].flatMap(() => {
        const manner = {
          language,
          voice: `${pick(accents[language])}+${variant}`,
          speed: 90 + Math.floor(random() * 100),
          pitch: 15 + Math.floor(random() * 70),
        }
        return [
          ...spoken[language].map((text, word) => ({ ...manner, text, word: word as number | null })),
          ...[0, 1, 2, 3].map(() => ({ ...manner, text: pick(otherWords[language]), word: null })),
        ]
      }),
    ),
  )
  const made = await inBatches(jobs, async ({ language, voice, speed, pitch, text, word }) => {
    const { stdout } = await run(
      'espeak-ng',
      ['-v', voice, '-s', String(speed), '-p', String(pitch), '--stdout', text],
      { encoding: 'buffer', maxBuffer: 2 ** 26 },
    )
    return clip(language, word, `espeak-${voice}`, true, fromWave(stdout))
  })
  return made.flat()
}

/** Plays `factor` times as fast, pitch and all. */
export const stretched = (samples: Float32Array, factor: number): Float32Array => {
  const length = Math.floor(samples.length / factor)
  const out = new Float32Array(length)
  for (let i = 0; i < length; i++) {
    const at = i * factor
    const whole = Math.floor(at)
    const rest = at - whole
    out[i] = (samples[whole] ?? 0) * (1 - rest) + (samples[whole + 1] ?? 0) * rest
  }
  return out
}
