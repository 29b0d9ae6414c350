import type { AudioTrack, VideoTrack } from './container-types.ts'
import { elementsOf, readFloat, readUint } from './ebml.ts'
import type { Rotation } from './picture-planes.ts'

const id = {
  trackEntry: 0xae,
  number: 0xd7,
  type: 0x83,
  codec: 0x86,
  codecPrivate: 0x63a2,
  video: 0xe0,
  width: 0xb0,
  height: 0xba,
  colour: 0x55b0,
  matrix: 0x55b1,
  range: 0x55b9,
  projection: 0x7670,
  roll: 0x7675,
  audio: 0xe1,
  sampleRate: 0xb5,
  channels: 0x9f,
  contentEncodings: 0x6d80,
} as const

export type MatroskaTrack = { number: number } & (
  | { kind: 'video'; track: VideoTrack | null; codecName: string }
  | { kind: 'audio'; track: AudioTrack | null; codecName: string }
)

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** Matroska's names of picture codecs in the words of WebCodecs; null for those we cannot decode. */
const videoCodec = (name: string, codecPrivate: Uint8Array | undefined): string | null => {
  switch (name) {
    case 'V_VP8':
      return 'vp8'
    case 'V_VP9':
      return 'vp09.00.10.08'
    case 'V_AV1':
      return 'av01.0.04M.08'
    case 'V_MPEG4/ISO/AVC':
      // Profile, constraints and level are bytes 1 to 3 of the decoder configuration record.
      return codecPrivate && codecPrivate.length > 3
        ? `avc1.${hex(codecPrivate[1]!)}${hex(codecPrivate[2]!)}${hex(codecPrivate[3]!)}`
        : 'avc1.42e01e'
    case 'V_MPEGH/ISO/HEVC':
      return 'hvc1.1.6.L93.B0'
    default:
      return null
  }
}

const audioCodec = (name: string): string | null => {
  if (name === 'A_OPUS') return 'opus'
  if (name.startsWith('A_AAC')) return 'mp4a.40.2'
  if (name === 'A_MPEG/L3') return 'mp3'
  if (name === 'A_VORBIS') return 'vorbis'
  if (name === 'A_FLAC') return 'flac'
  return null
}

/** Far more than any microphone gives. What claims more, or no number at all, is no sound that can be decoded. */
const mostSoundRateHz = 384_000
const mostSoundChannels = 64

/** The decoder takes these descriptions; for the others the stream itself says all there is to know. */
const wantsDescription = (codec: string): boolean => !/^(vp8|vp09|av01|mp3)/.test(codec)

/** Roll is counter-clockwise in Matroska; ours is the clockwise turn that puts the picture upright. */
const rotationOf = (rollDeg: number): Rotation => {
  const quarter = ((Math.round(-rollDeg / 90) % 4) + 4) % 4
  return ([0, 90, 180, 270] as const)[quarter] ?? 0
}

/** Reads one `Tracks` payload. Compressed or encrypted tracks (ContentEncodings) come out as not decodable. */
export const readTracks = (payload: Uint8Array): MatroskaTrack[] => {
  const tracks: MatroskaTrack[] = []
  for (const entry of elementsOf(payload)) {
    if (entry.id !== id.trackEntry || tracks.length >= 32) continue
    let number = 0
    let type = 0
    let codecName = ''
    let codecPrivate: Uint8Array | undefined
    let widthPx = 0
    let heightPx = 0
    let matrix = 0
    let range = 0
    let rollDeg = 0
    let sampleRateHz = 8000
    let channels = 1
    let encoded = false
    const visit = (part: Uint8Array): void => {
      for (const { id: at, payload: value } of elementsOf(part)) {
        if (at === id.number) number = readUint(value)
        else if (at === id.type) type = readUint(value)
        else if (at === id.codec) codecName = Buffer.from(value).toString('latin1').replace(/\0+$/, '').slice(0, 40)
        else if (at === id.codecPrivate) codecPrivate = Uint8Array.from(value)
        else if (at === id.width) widthPx = readUint(value)
        else if (at === id.height) heightPx = readUint(value)
        else if (at === id.matrix) matrix = readUint(value)
        else if (at === id.range) range = readUint(value)
        else if (at === id.roll) rollDeg = readFloat(value)
        else if (at === id.sampleRate) sampleRateHz = readFloat(value)
        else if (at === id.channels) channels = readUint(value)
        else if (at === id.contentEncodings) encoded = true
        else if (at === id.video || at === id.audio || at === id.colour || at === id.projection) visit(value)
      }
    }
    visit(entry.payload)
    if (type === 1) {
      const codec = encoded ? null : videoCodec(codecName, codecPrivate)
      const track: VideoTrack | null =
        codec === null
          ? null
          : {
              codec,
              description: wantsDescription(codec) ? codecPrivate : undefined,
              widthPx,
              heightPx,
              rotationDeg: rotationOf(rollDeg),
              colour: {
                matrix: matrix === 1 ? 'bt709' : matrix === 9 || matrix === 10 ? 'bt2020' : 'bt601',
                fullRange: range === 2,
              },
            }
      tracks.push({ kind: 'video', number, track, codecName })
    } else if (type === 2) {
      const isSound =
        sampleRateHz >= 1 && sampleRateHz <= mostSoundRateHz && channels >= 1 && channels <= mostSoundChannels
      const codec = encoded || !isSound ? null : audioCodec(codecName)
      const track: AudioTrack | null =
        codec === null
          ? null
          : {
              codec,
              description: wantsDescription(codec) ? codecPrivate : undefined,
              sampleRateHz: Math.round(sampleRateHz),
              channels,
            }
      tracks.push({ kind: 'audio', number, track, codecName })
    }
  }
  return tracks
}
