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

/** Stands for "no stamp of its own" on the way through the library, which wants a number. */
const followsUs = -(2 ** 50)

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

  const decoder = new AudioDecoder({
    output: (data) => {
      const count = data.numberOfChannels
      const frames = data.numberOfFrames
      const interleaved = new Float32Array(frames * count)
      data.copyTo(interleaved, { planeIndex: 0, format: 'f32' })
      const channels: Float32Array[] = []
      for (let channel = 0; channel < count; channel++) {
        const samples = new Float32Array(frames)
        for (let frame = 0; frame < frames; frame++) samples[frame] = interleaved[frame * count + channel]!
        channels.push(samples)
      }
      stretches.add({
        stampMs: data.timestamp === followsUs ? null : data.timestamp / 1000,
        rateHz: data.sampleRate,
        channels,
      })
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
      decoder.decode(new EncodedAudioChunk({ type: 'key', timestamp: ptsUs ?? followsUs, data }))
      // The library hands its output over on a later turn; what is ready by now goes out now.
      return stretches.take()
    },
    flush: async () => {
      await decoder.flush()
      return flush()
    },
  }
}
