/**
 * Encoded sound in, 16 kHz mono out, in stretches whose stamps can be trusted. Runs in the decoding process only.
 */
import { AudioDecoder, EncodedAudioChunk } from 'node-webcodecs'
import { type AudioResampler, openResampler } from './audio-resampler.ts'
import type { AudioTrack } from './container-types.ts'
import type { AudioBlock } from './decoder-types.ts'

export const soundRateHz = 16_000

/**
 * Stamps of sound packets are rounded and jitter by up to a packet; beyond this the sound really has a gap or jumps,
 * and a new stretch begins at the new stamp.
 */
const mostDriftMs = 80
/** Samples are collected to at least this much before they are handed on. */
const blockMs = 100

export type SoundDecoder = {
  /** `ptsUs` is null for sound that follows on from the packet before. */
  decode: (packet: { ptsUs: number | null; data: Uint8Array }) => Promise<AudioBlock[]>
  flush: () => Promise<AudioBlock[]>
}

export type SoundChange = (ptsMs: number, what: 'audio-rate' | 'audio-channels', from: string, to: string) => void

type Stretch = {
  startMs: number
  rateHz: number
  channels: number
  inSamples: number
  outSamples: number
  resampler: AudioResampler
}

export const openSoundDecoder = (track: AudioTrack, onChange: SoundChange): SoundDecoder | null => {
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
  const endStretch = (): void => {
    if (stretch === null) return
    collect(stretch.resampler.flush())
    hand()
    stretch = null
  }

  const onSamples = (stampMs: number | null, rateHz: number, channels: number, interleaved: Float32Array): void => {
    const expectedMs = stretch && stretch.startMs + (stretch.inSamples * 1000) / stretch.rateHz
    const ptsMs = stampMs ?? expectedMs ?? 0
    if (stretch && stretch.rateHz !== rateHz) onChange(ptsMs, 'audio-rate', `${stretch.rateHz}`, `${rateHz}`)
    if (stretch && stretch.channels !== channels)
      onChange(ptsMs, 'audio-channels', `${stretch.channels}`, `${channels}`)
    const broken =
      stretch !== null &&
      (stretch.rateHz !== rateHz || stretch.channels !== channels || Math.abs(ptsMs - expectedMs!) > mostDriftMs)
    if (broken) endStretch()
    stretch ??= {
      startMs: ptsMs,
      rateHz,
      channels,
      inSamples: 0,
      outSamples: 0,
      resampler: openResampler(rateHz, soundRateHz),
    }
    const frames = Math.floor(interleaved.length / channels)
    const mono = new Float32Array(frames)
    for (let frame = 0; frame < frames; frame++) {
      let sum = 0
      for (let channel = 0; channel < channels; channel++) sum += interleaved[frame * channels + channel]!
      mono[frame] = sum / channels
    }
    stretch.inSamples += frames
    collect(stretch.resampler.push(mono))
    if (collectedSamples >= (blockMs * soundRateHz) / 1000) hand()
  }

  let following = false
  const decoder = new AudioDecoder({
    output: (data) => {
      const frames = data.numberOfFrames
      const channels = data.numberOfChannels
      const interleaved = new Float32Array(frames * channels)
      data.copyTo(interleaved, { planeIndex: 0, format: 'f32' })
      onSamples(following ? null : data.timestamp / 1000, data.sampleRate, channels, interleaved)
      data.close()
    },
    // A damaged sound packet shows as a gap between stretches.
    error: () => {},
  })
  try {
    decoder.configure({
      codec: track.codec,
      sampleRate: track.sampleRateHz,
      numberOfChannels: track.channels,
      ...(track.description ? { description: track.description } : {}),
    })
  } catch {
    return null
  }
  const take = (): AudioBlock[] => {
    const out = blocks
    blocks = []
    return out
  }
  return {
    decode: async (packet) => {
      if (packet.data.length === 0) return []
      following = packet.ptsUs === null
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: packet.ptsUs ?? 0, data: packet.data }))
      // The library hands its output over on the next turn.
      await new Promise<void>((resolve) => setImmediate(resolve))
      return take()
    },
    flush: async () => {
      await decoder.flush()
      endStretch()
      return take()
    },
  }
}
