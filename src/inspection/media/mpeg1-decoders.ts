/** MPEG-1 picture and layer II sound, decoded in JavaScript. Runs in the decoding process only. */
import type { VideoTrack } from './container-types.ts'
import { readPictureHead } from './mpeg-elementary.ts'
import type { EncodedPicture, Picture, PictureDecoder } from './picture-decoder.ts'
import type { Planes } from './picture-planes.ts'

/** Holds one coded picture, or a few frames of sound; both are fed singly. */
const pictureBytes = 4 << 20
const soundBytes = 64 << 10
/** The decoder finishes a picture only at the next start code, so one that says nothing is put behind it. */
const sequenceEnd = Uint8Array.of(0, 0, 1, 0xb7)

/** The package reads the clock of a browser's window when it is loaded and used. */
const load = async () => {
  Object.assign(globalThis, { window: globalThis })
  return (await import('@cycjimmy/jsmpeg-player')).default
}

const rows = (from: Uint8ClampedArray, stride: number, to: Uint8Array, width: number, height: number): void => {
  for (let row = 0; row < height; row++) to.set(from.subarray(row * stride, row * stride + width), row * width)
}

/** Pictures predicted from later ones are not decoded; they count as damaged, and no other picture depends on them. */
export const openMpeg1Decoder = async (track: VideoTrack): Promise<PictureDecoder> => {
  const { Decoder } = await load()
  const decoder = new Decoder.MPEG1Video({ streaming: true, videoBufferSize: pictureBytes, decodeFirstFrame: false })
  let rendered: Planes | null = null
  decoder.connect({
    resize: () => {},
    render: (y, cr, cb) => {
      const { width, height, codedWidth } = decoder
      const chromaWidth = (width + 1) >> 1
      const chromaHeight = (height + 1) >> 1
      const planes = {
        widthPx: width,
        heightPx: height,
        y: new Uint8Array(width * height),
        u: new Uint8Array(chromaWidth * chromaHeight),
        v: new Uint8Array(chromaWidth * chromaHeight),
      }
      rows(y, codedWidth, planes.y, width, height)
      rows(cb, codedWidth >> 1, planes.u, chromaWidth, chromaHeight)
      rows(cr, codedWidth >> 1, planes.v, chromaWidth, chromaHeight)
      rendered = planes
    },
  })
  let damaged = 0
  let keySeen = false
  return {
    decode: ({ ptsUs, keyFrame, data }: EncodedPicture): Picture[] => {
      keySeen ||= keyFrame
      rendered = null
      const type = readPictureHead(data)?.type
      if (keySeen && (type === 'intra' || type === 'predicted') && data.length + 4 <= pictureBytes) {
        decoder.bits.index = 0
        decoder.bits.byteLength = 0
        decoder.write(0, [data, sequenceEnd])
        while (rendered === null && decoder.bits.index < decoder.bits.byteLength << 3) decoder.decode()
      }
      const planes = rendered as Planes | null
      if (planes === null) {
        damaged++
        return []
      }
      const { widthPx, heightPx } = track
      return [
        {
          ptsUs,
          keyFrame,
          widthPx,
          heightPx,
          pixelFormat: 'I420',
          planes: () => planes,
          writeRgba: null,
          close: () => {},
        },
      ]
    },
    flush: async () => [],
    damagedPackets: () => damaged,
  }
}

/** Gives the two channels of one frame of sound, or null for a damaged one. */
export const openLayer2Decoder = async (): Promise<
  (frame: Uint8Array) => { sampleRateHz: number; left: Float32Array; right: Float32Array } | null
> => {
  const { Decoder } = await load()
  const decoder = new Decoder.MP2Audio({ streaming: true, audioBufferSize: soundBytes })
  let played: { sampleRateHz: number; left: Float32Array; right: Float32Array } | null = null
  decoder.connect({
    play: (sampleRateHz, left, right) => {
      played = { sampleRateHz, left, right }
    },
  })
  return (frame) => {
    played = null
    decoder.bits.index = 0
    decoder.bits.byteLength = 0
    decoder.write(0, [frame])
    decoder.decode()
    return played
  }
}
