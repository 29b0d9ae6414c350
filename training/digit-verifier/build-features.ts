import { createWriteStream } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { openModels } from '#inspection/models/load.ts'
import { otherClass } from '#inspection/voice/digit-classes.ts'
import { contextSamples, frameSamples, framesPerTile, speechFeatures } from '#inspection/voice/speech-features.ts'
import { gcinClips, promptClips, realClips, syntheticClips, type WordClip } from './clips.ts'
import { seeded, utterance } from './utterances.ts'

/**
 * Makes the training set: utterances put together from single words, disturbed, and turned into the very features that
 * the product computes. Writes `features.f32`, `classes.i16` and `index.json` to the work folder.
 */
const { values } = parseArgs({
  options: {
    voice: { type: 'string' },
    prompts: { type: 'string' },
    gcin: { type: 'string' },
    work: { type: 'string' },
    models: { type: 'string', default: 'models' },
    count: { type: 'string', default: '2400' },
    seed: { type: 'string', default: '1' },
    language: { type: 'string' },
    pitch: { type: 'string', default: '0.16' },
  },
})
const { voice, work } = values
if (!voice || !work) throw new Error('--voice DIR and --work DIR are needed')
await mkdir(work, { recursive: true })
const random = seeded(Number(values.seed))
const models = openModels(values.models)

const clips: WordClip[] = await (async () => {
  // Speaking and decoding all words takes minutes; a second set is made from the same ones.
  const kept = join(work, 'clips.bin')
  const cached = await readFile(kept).catch(() => null)
  if (cached) return deserialize(cached) as WordClip[]
  const made = [
    ...(await realClips(voice)),
    ...(values.prompts ? await promptClips(values.prompts) : []),
    ...(values.gcin ? await gcinClips(values.gcin, 'gcin-5', true) : []),
    ...(await syntheticClips(random)),
  ]
  await writeFile(kept, serialize(made))
  return made
})()
const bySpeaker = Map.groupBy(clips, ({ speaker, language }) => `${language}/${speaker}`)
const speakers = [...bySpeaker].map(([key, own]) => ({
  key,
  language: own[0]!.language,
  speaker: own[0]!.speaker,
  synthetic: own[0]!.synthetic,
  words: own.filter(({ word }) => word !== null),
}))
const others = clips.filter(({ word }) => word === null)
process.stderr.write(`${clips.length} clips, ${speakers.length} speakers, ${others.length} other words\n`)

const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
const featureFile = createWriteStream(join(work, 'features.f32'))
const classFile = createWriteStream(join(work, 'classes.i16'))
const index: { speaker: string; language: string; synthetic: boolean; others: string[]; frames: number }[] = []

for (let n = 0; n < Number(values.count); n++) {
  const drawn = random() < 0.5 ? 'en' : 'zh'
  const language = values.language ?? drawn
  // Real voices are few; the synthetic ones keep the net from learning them by heart.
  const synthetic = random() < (language === 'zh' ? 0.5 : 0.25)
  const who = pick(
    speakers.filter((one) => one.language === language && one.synthetic === synthetic && one.words.length > 5),
  )
  // Other words come from one other speaker, so that leaving a speaker out can leave these utterances out too.
  const stranger = pick(others)
  const strange = others.filter(({ speaker }) => speaker === stranger.speaker)
  const { samples, classes } = utterance(who.words, strange, who, random, Number(values.pitch))
  const frames = Math.ceil(samples.length / frameSamples / framesPerTile) * framesPerTile
  const padded = new Float32Array(frames * frameSamples + 2 * contextSamples)
  for (let i = 0; i < padded.length; i++) padded[i] = (random() - 0.5) * 1e-4
  padded.set(samples, contextSamples)
  const features = await speechFeatures(models, padded, frames)
  const labels = new Int16Array(frames)
  for (let frame = 0; frame < frames; frame++) labels[frame] = classes[frame * frameSamples + frameSamples / 2] ?? -100
  const hasOthers = labels.includes(otherClass)
  featureFile.write(Buffer.from(features.buffer))
  classFile.write(Buffer.from(labels.buffer))
  index.push({ speaker: who.speaker, language, synthetic, others: hasOthers ? [stranger.speaker] : [], frames })
  if (n % 100 === 0) process.stderr.write(`${n} utterances\n`)
}
await Promise.all([featureFile, classFile].map((file) => new Promise((done) => file.end(done))))
await writeFile(join(work, 'index.json'), JSON.stringify(index))
await models.release()
