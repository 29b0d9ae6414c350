import { type AudioResampler, openResampler } from './audio-resampler.ts'
import type { AudioBlock } from './decoder-types.ts'

export const soundRateHz = 16_000

/**
 * Stamps of sound packets are rounded and jitter by up to a packet; beyond this the sound really has a gap or jumps,
 * and a new stretch begins at the new stamp.
 */
const mostDriftMs = 80
/** Samples are collected to at least this much before they are handed on. */
const blockMs = 100

export type SoundChange = (ptsMs: number, what: 'audio-rate' | 'audio-channels', from: string, to: string) => void

/** Decoded sound of one packet: one array of samples for each channel, all of one length. */
export type DecodedSound = { stampMs: number | null; rateHz: number; channels: Float32Array[] }

type Stretch = {
  startMs: number
  rateHz: number
  channels: number
  inSamples: number
  outSamples: number
  resampler: AudioResampler
}

/** Joins decoded packets to uninterrupted stretches of 16 kHz mono, each with stamps counted from its beginning. */
export const openSoundStretches = (onChange: SoundChange) => {
  let stretch: Stretch | null = null
  let collected: Float32Array[] = []
  let collectedSamples = 0
  let blocks: AudioBlock[] = []

  const hand = (): void => {
    if (stretch === null || collectedSamples === 0) return
    const samples = new Float32Array(collectedSamples)
    let at = 0
    for (const piece of collected) {
      samples.set(piece, at)
      at += piece.length
    }
    blocks.push({ ptsMs: stretch.startMs + (stretch.outSamples * 1000) / soundRateHz, samples })
    stretch.outSamples += collectedSamples
    collected = []
    collectedSamples = 0
  }
  const collect = (samples: Float32Array): void => {
    collected.push(samples)
    collectedSamples += samples.length
  }
  const end = (): void => {
    if (stretch === null) return
    collect(stretch.resampler.flush())
    hand()
    stretch = null
  }

  return {
    add: ({ stampMs, rateHz, channels }: DecodedSound): void => {
      const expectedMs = stretch === null ? null : stretch.startMs + (stretch.inSamples * 1000) / stretch.rateHz
      const ptsMs = stampMs ?? expectedMs ?? 0
      if (stretch && expectedMs !== null) {
        const rateChanged = stretch.rateHz !== rateHz
        const channelsChanged = stretch.channels !== channels.length
        if (rateChanged) onChange(ptsMs, 'audio-rate', `${stretch.rateHz}`, `${rateHz}`)
        if (channelsChanged) onChange(ptsMs, 'audio-channels', `${stretch.channels}`, `${channels.length}`)
        if (rateChanged || channelsChanged || Math.abs(ptsMs - expectedMs) > mostDriftMs) end()
      }
      stretch ??= {
        startMs: ptsMs,
        rateHz,
        channels: channels.length,
        inSamples: 0,
        outSamples: 0,
        resampler: openResampler(rateHz, soundRateHz),
      }
      const mono = new Float32Array(channels[0]?.length ?? 0)
      for (const channel of channels)
        for (let at = 0; at < mono.length; at++) mono[at]! += channel[at]! / channels.length
      stretch.inSamples += mono.length
      collect(stretch.resampler.push(mono))
      if (collectedSamples >= (blockMs * soundRateHz) / 1000) hand()
    },
    end,
    /** The blocks that are ready. */
    take: (): AudioBlock[] => {
      const ready = blocks
      blocks = []
      return ready
    },
  }
}
