import type { ContainerDamage, DecodeRefusal } from './decoder-types.ts'
import type { ColourSpace, Rotation } from './picture-planes.ts'

/**
 * One encoded picture or piece of sound. `ptsUs` is null for sound that follows on from the packet before it (laced
 * Matroska blocks carry one stamp for several packets).
 */
export type Packet = { kind: 'video' | 'audio'; ptsUs: number | null; keyFrame: boolean; data: Uint8Array }

export type VideoTrack = {
  /** As WebCodecs names it, e.g. `avc1.42c01f`. */
  codec: string
  description: Uint8Array | undefined
  widthPx: number
  heightPx: number
  rotationDeg: Rotation
  colour: ColourSpace
}

export type AudioTrack = {
  codec: string
  description: Uint8Array | undefined
  sampleRateHz: number
  channels: number
}

export type Container = {
  name: string
  video: VideoTrack
  audio: AudioTrack | null
  /** Pictures and sound in the order of decoding, as soon as their bytes are there. To be run through once. */
  packets: () => AsyncGenerator<Packet>
  /** Where the container stopped making sense, if it did; known when `packets` has ended. */
  damage: () => ContainerDamage | null
}

export type ContainerResult = { ok: true; container: Container } | { ok: false; refusal: DecodeRefusal }

export const refuse = (code: DecodeRefusal['code'], detail: string): { ok: false; refusal: DecodeRefusal } => ({
  ok: false,
  refusal: { code, detail },
})
