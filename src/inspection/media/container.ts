/**
 * Finds the picture and the sound in a recording whose bytes are still arriving, and hands out their encoded packets.
 * Runs in the decoding process only.
 */
import {
  EncodedPacketSink,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  MPEG_TS,
  QTFF,
  ReadableStreamSource,
  UnsupportedInputFormatError,
  WEBM,
} from 'mediabunny'
import type { DecodeRefusal } from './decoder-types.ts'
import type { ColourSpace, Rotation } from './picture-planes.ts'

export type Packet = { ptsUs: number; keyFrame: boolean; data: Uint8Array }

export type VideoTrack = {
  codec: string
  description: Uint8Array | undefined
  widthPx: number
  heightPx: number
  rotationDeg: Rotation
  colour: ColourSpace
  packets: () => AsyncGenerator<Packet>
}

export type AudioTrack = {
  codec: string
  description: Uint8Array | undefined
  sampleRateHz: number
  channels: number
  packets: () => AsyncGenerator<Packet>
}

export type Container = { name: string; video: VideoTrack; audio: AudioTrack | null }
export type ContainerResult = { ok: true; container: Container } | { ok: false; refusal: DecodeRefusal }

const refuse = (code: DecodeRefusal['code'], detail: string): ContainerResult => ({
  ok: false,
  refusal: { code, detail },
})

const bytesOf = (source: AllowSharedBufferSource | undefined): Uint8Array | undefined => {
  if (source === undefined) return undefined
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
  return new Uint8Array(source)
}

/** Codecs say BT.709 or BT.2020 when they mean it; browsers and webcams that say nothing encode BT.601. */
const colourOf = (space: VideoColorSpaceInit | undefined): ColourSpace => ({
  matrix:
    space?.matrix === 'bt709'
      ? 'bt709'
      : (space?.matrix as string | undefined)?.startsWith('bt2020')
        ? 'bt2020'
        : 'bt601',
  fullRange: space?.fullRange === true,
})

async function* packetsOf(track: InputVideoTrack | InputAudioTrack): AsyncGenerator<Packet> {
  for await (const packet of new EncodedPacketSink(track).packets()) {
    yield { ptsUs: packet.microsecondTimestamp, keyFrame: packet.type === 'key', data: packet.data }
  }
}

/**
 * `cacheBytes` bounds how far back the container may reach. A file whose index comes last (most MP4 from a camera or an
 * editor) is kept whole; one that was made to be streamed is let go as it is read.
 */
export const openContainer = async (
  bytes: ReadableStream<Uint8Array>,
  cacheBytes: number,
): Promise<ContainerResult> => {
  const input = new Input({
    formats: [WEBM, MATROSKA, MP4, QTFF, MPEG_TS],
    source: new ReadableStreamSource(bytes, { maxCacheSize: cacheBytes, handleUnhandledError: () => {} }),
  })
  try {
    const name = (await input.getFormat()).name
    const track = await input.getPrimaryVideoTrack()
    if (!track) {
      const undecodable = (await input.getTracks()).some((any) => any.type === 'video')
      return undecodable
        ? refuse('recording-unsupported', `${name} with a picture codec that is not known`)
        : refuse('recording-without-video', `${name} without a picture track`)
    }
    const config = await track.getDecoderConfig()
    if (!config) return refuse('recording-unsupported', `${name} with a picture codec that is not known`)
    const video: VideoTrack = {
      codec: config.codec,
      description: bytesOf(config.description),
      widthPx: await track.getCodedWidth(),
      heightPx: await track.getCodedHeight(),
      rotationDeg: await track.getRotation(),
      colour: colourOf(await track.getColorSpace()),
      packets: () => packetsOf(track),
    }
    const sound = await input.getPrimaryAudioTrack()
    const soundConfig = await sound?.getDecoderConfig()
    const audio =
      sound && soundConfig
        ? {
            codec: soundConfig.codec,
            description: bytesOf(soundConfig.description),
            sampleRateHz: soundConfig.sampleRate,
            channels: soundConfig.numberOfChannels,
            packets: () => packetsOf(sound),
          }
        : null
    return { ok: true, container: { name, video, audio } }
  } catch (error) {
    if (error instanceof UnsupportedInputFormatError) {
      return refuse('recording-unreadable', 'not a WebM, Matroska, MP4, QuickTime or MPEG-TS recording')
    }
    return refuse('recording-unreadable', error instanceof Error ? error.message : 'unknown error')
  }
}
