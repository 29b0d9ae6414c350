/** MP4, QuickTime and MPEG-TS, through the general library. Runs in the decoding process only. */
import {
  EncodedPacketSink,
  Input,
  type InputTrack,
  MP4,
  MPEG_TS,
  QTFF,
  ReadableStreamSource,
  UnsupportedInputFormatError,
} from 'mediabunny'
import type { ByteFeed } from './byte-feed.ts'
import { type ContainerResult, type Packet, refuse, type VideoTrack } from './container-types.ts'
import type { ColourSpace } from './picture-planes.ts'

const bytesOf = (source: AllowSharedBufferSource | undefined): Uint8Array | undefined => {
  if (source === undefined) return undefined
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
  return new Uint8Array(source)
}

/** Codecs say BT.709 or BT.2020 when they mean it; cameras and browsers that say nothing encode BT.601. */
const colourOf = (space: VideoColorSpaceInit): ColourSpace => {
  const matrix = space.matrix as string | null | undefined
  return {
    matrix: matrix === 'bt709' ? 'bt709' : matrix?.startsWith('bt2020') ? 'bt2020' : 'bt601',
    fullRange: space.fullRange === true,
  }
}

async function* packetsOf(track: InputTrack, kind: Packet['kind']): AsyncGenerator<Packet> {
  for await (const packet of new EncodedPacketSink(track).packets()) {
    yield { kind, ptsUs: packet.microsecondTimestamp, keyFrame: packet.type === 'key', data: packet.data }
  }
}

/** Two tracks as one, in the order of time, so that neither is read far ahead of the other. */
async function* interleave(one: AsyncGenerator<Packet>, other: AsyncGenerator<Packet>): AsyncGenerator<Packet> {
  let a = await one.next()
  let b = await other.next()
  while (!a.done || !b.done) {
    if (!a.done && (b.done || a.value.ptsUs! <= b.value.ptsUs!)) {
      yield a.value
      a = await one.next()
    } else if (!b.done) {
      yield b.value
      b = await other.next()
    }
  }
}

const streamOf = (feed: ByteFeed): ReadableStream<Uint8Array> =>
  new ReadableStream(
    {
      pull: async (controller) => {
        const piece = await feed.next()
        if (piece === null) controller.close()
        else controller.enqueue(piece)
      },
    },
    { highWaterMark: 0 },
  )

/**
 * `cacheBytes` bounds how far back the container may reach. The index of a file often comes last (most MP4 from a camera
 * or an editor), so the whole recording may have to be held.
 */
export const openIndexed = async (feed: ByteFeed, cacheBytes: number): Promise<ContainerResult> => {
  const input = new Input({
    formats: [MP4, QTFF, MPEG_TS],
    source: new ReadableStreamSource(streamOf(feed), { maxCacheSize: cacheBytes, handleUnhandledError: () => {} }),
  })
  try {
    const name = (await input.getFormat()).name
    const track = await input.getPrimaryVideoTrack()
    const config = await track?.getDecoderConfig()
    if (!track || !config) {
      const tracks = await input.getTracks()
      if (tracks.length === 0) return refuse('recording-unreadable', `${name} without its list of tracks`)
      return tracks.some((any) => any.type === 'video')
        ? refuse('recording-unsupported', `${name} with a picture codec that is not known`)
        : refuse('recording-without-video', `${name} without a picture track`)
    }
    const video: VideoTrack = {
      codec: config.codec,
      description: bytesOf(config.description),
      widthPx: await track.getCodedWidth(),
      heightPx: await track.getCodedHeight(),
      rotationDeg: await track.getRotation(),
      colour: colourOf(await track.getColorSpace()),
    }
    const sound = await input.getPrimaryAudioTrack()
    const soundConfig = await sound?.getDecoderConfig()
    const audio = soundConfig && {
      codec: soundConfig.codec,
      description: bytesOf(soundConfig.description),
      sampleRateHz: soundConfig.sampleRate,
      channels: soundConfig.numberOfChannels,
    }
    const pictures = () => packetsOf(track, 'video')
    return {
      ok: true,
      container: {
        name,
        video,
        audio: audio ?? null,
        packets: () => (sound && audio ? interleave(pictures(), packetsOf(sound, 'audio')) : pictures()),
        damage: () => null,
      },
    }
  } catch (error) {
    if (error instanceof UnsupportedInputFormatError) {
      return refuse('recording-unreadable', 'not a WebM, Matroska, MP4, QuickTime or MPEG recording')
    }
    return refuse('recording-unreadable', error instanceof Error ? error.message : 'unknown error')
  }
}
