/** Encoded sound in, 16 kHz mono out, in stretches whose stamps can be trusted. Runs in the decoding process only. */
import { AudioDecoder, EncodedAudioChunk } from 'node-webcodecs'
import type { AudioTrack } from './container-types.ts'
import type { AudioBlock } from './decoder-types.ts'
import { openLayer2Decoder } from './mpeg1-decoders.ts'
import { openSoundStretches, type SoundChange } from './sound-stretches.ts'

export type SoundDecoder = {
  /** `ptsUs` is null for sound that follows on from the packet before. */
  decode: (packet: { ptsUs: number | null; data: Uint8Array }) => Promise<AudioBlock[]>
  flush: () => Promise<AudioBlock[]>
}

const stampOf = (ptsUs: number | null): number | null => (ptsUs === null ? null : ptsUs / 1000)

/** Null for a codec that cannot be decoded: the recording is then judged as one without sound. */
export const openSoundDecoder = async (track: AudioTrack, onChange: SoundChange): Promise<SoundDecoder | null> => {
  const stretches = openSoundStretches(onChange)
  const flush = async (): Promise<AudioBlock[]> => {
    stretches.end()
    return stretches.take()
  }
  if (track.codec === 'mp2') {
    const decodeFrame = await openLayer2Decoder()
    return {
      decode: async ({ ptsUs, data }) => {
        const sound = decodeFrame(data)
        if (sound) {
          stretches.add({ stampMs: stampOf(ptsUs), rateHz: sound.sampleRateHz, channels: [sound.left, sound.right] })
        }
        return stretches.take()
      },
      flush,
    }
  }

  let stampMs: number | null = null
  const decoder = new AudioDecoder({
    output: (data) => {
      const count = data.numberOfChannels
      const interleaved = new Float32Array(data.numberOfFrames * count)
      data.copyTo(interleaved, { planeIndex: 0, format: 'f32' })
      const channels = Array.from({ length: count }, (_, channel) =>
        Float32Array.from({ length: data.numberOfFrames }, (_, frame) => interleaved[frame * count + channel]!),
      )
      stretches.add({ stampMs, rateHz: data.sampleRate, channels })
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
  return {
    decode: async ({ ptsUs, data }) => {
      if (data.length === 0) return []
      stampMs = stampOf(ptsUs)
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: ptsUs ?? 0, data }))
      // The library hands its output over on the next turn.
      await new Promise<void>((resolve) => setImmediate(resolve))
      return stretches.take()
    },
    flush: async () => {
      stampMs = null
      await decoder.flush()
      return flush()
    },
  }
}
