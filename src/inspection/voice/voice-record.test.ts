import { expect, test } from 'vitest'
import type { SoundWish } from './hear.ts'
import { contextSamples } from './speech-features.ts'
import { freshState, windowSamples } from './voice-activity.ts'
import { openVoiceRecord } from './voice-record.ts'

const perMs = 16

/** A thread that hears speech where samples are loud, and says nothing of digits. */
const record = () => {
  const wishes: SoundWish[] = []
  const voice = openVoiceRecord({
    hear: async (wish) => {
      wishes.push({ ...wish, samples: wish.samples.slice() } as SoundWish)
      const windows = Math.floor(wish.samples.length / windowSamples)
      const speech01 = Float32Array.from({ length: windows }, (_, i) => (wish.samples[i * windowSamples]! >= 1 ? 1 : 0))
      const heard = { speech01, state: freshState(), logits: new Float32Array(0), missing: [] }
      return { ok: true, heard, used: [], tookMs: 0 }
    },
    wants: () => true,
    onReply: () => {},
  })
  return { wishes, voice }
}

/** Sound whose samples say when they are: whole seconds below 1, with a loud word in the second `wordAt`. */
const soundOf = (seconds: number, wordAt: number): Float32Array<ArrayBuffer> =>
  Float32Array.from({ length: seconds * 1000 * perMs }, (_, i) => {
    const second = Math.floor(i / (1000 * perMs))
    return second === wordAt ? 1 + i / 1e7 : second / 1000
  })

test.each([
  ['in small blocks', 320],
  ['in one block that is longer than what is kept', 70 * 1000 * perMs],
])('[CK5] all sound is followed once and in order, %s', async (_, block) => {
  const { voice, wishes } = record()
  const sound = soundOf(70, -1)
  for (let at = 0; at < sound.length; at += block)
    await voice.onAudio({ ptsMs: at / perMs, samples: sound.slice(at, at + block) })
  await voice.finish()
  const followed = wishes.flatMap((wish) => (wish.do === 'follow' ? [...wish.samples] : []))
  expect(followed.length).toBeGreaterThan(sound.length - windowSamples)
  expect(followed.findIndex((value, i) => value !== sound[i])).toBe(-1)
})

test('[CK5] a word late in a long run is read from its own sound', async () => {
  const { voice, wishes } = record()
  const sound = soundOf(70, 63)
  for (let at = 0; at < sound.length; at += 320)
    await voice.onAudio({ ptsMs: at / perMs, samples: sound.slice(at, at + 320) })
  await voice.finish()
  const reads = wishes.filter((wish) => wish.do === 'read-digits')
  expect(reads.length).toBe(1)
  const word = [...reads[0]!.samples].filter((value) => value >= 1)
  expect(word.length).toBe(1000 * perMs)
  expect(word[0]).toBe(sound[63 * 1000 * perMs])
  expect(reads[0]!.samples.length).toBeGreaterThan(1000 * perMs + 2 * contextSamples)
  expect(voice.evidence().unread).toEqual([])
})
