/**
 * Encoded packets in, planes out, one after the other on this thread. Runs in the decoding process only.
 *
 * The decoder's own worker thread is not used: its error path reads a message that is already gone (undefined
 * behaviour on damaged packets), and without it every picture and every error is known to come from the call that
 * caused it. Stamps come from `presentation-order.ts`, which stays right with frame threads and B-frames alike.
 */
import { EncodedVideoChunk, VideoDecoder, type VideoFrame } from 'node-webcodecs'
import type { VideoTrack } from './container-types.ts'
import { openMpeg1Decoder } from './mpeg1-decoders.ts'
import { type Planes, planesOf } from './picture-planes.ts'
import { openPresentationOrder, packetShowsPicture } from './presentation-order.ts'

export type Picture = {
  ptsUs: number
  keyFrame: boolean
  widthPx: number
  heightPx: number
  /** The decoder's name of the sample layout; empty for one it has no name for (full-range 4:2:0). */
  pixelFormat: string
  /**
   * Copies the samples out as 4:2:0 into memory that the next picture uses again. Throws when the layout cannot be
   * converted (more than 8 bits a sample).
   */
  planes: () => Planes
  /** The same picture as RGBA by the decoder's own conversion, if it has one; it knows BT.601 of limited range only. */
  writeRgba: ((rgba: Uint8Array) => void) | null
  close: () => void
}

export type EncodedPicture = { ptsUs: number; keyFrame: boolean; data: Uint8Array }

export type PictureDecoder = {
  /** Pictures that became ready with this packet. */
  decode: (packet: EncodedPicture) => Picture[]
  /** The pictures that were still held back. */
  flush: () => Promise<Picture[]>
  damagedPackets: () => number
}

/** The library gives frames without a name for their layout the name I420; the native frame still knows. */
const layoutOf = (frame: VideoFrame): string => {
  const native = (frame as unknown as { _getNative?: () => { format: string } | null })._getNative?.()
  return native?.format ?? frame.format ?? ''
}

/** Null for a codec that cannot be decoded. */
export const openPictureDecoder = async (track: VideoTrack): Promise<PictureDecoder | null> => {
  if (track.codec === 'mpeg1video') return openMpeg1Decoder(track)
  const order = openPresentationOrder()
  let ready: VideoFrame[] = []
  let i420 = new Uint8Array(0)
  let damaged = 0
  let errors = 0
  const decoder = new VideoDecoder({ output: (frame) => ready.push(frame), error: () => errors++ })
  const config = {
    codec: track.codec,
    codedWidth: track.widthPx,
    codedHeight: track.heightPx,
    ...(track.description ? { description: track.description } : {}),
    useWorkerThread: false,
  }
  try {
    decoder.configure(config)
  } catch {
    return null
  }

  const take = (): Picture[] => {
    const pictures: Picture[] = []
    for (const frame of ready) {
      const packet = order.pictureOut()
      if (packet === null) {
        frame.close()
        continue
      }
      const widthPx = frame.codedWidth
      const heightPx = frame.codedHeight
      const pixelFormat = layoutOf(frame)
      pictures.push({
        ...packet,
        widthPx,
        heightPx,
        pixelFormat,
        planes: () => {
          const chroma = ((widthPx + 1) >> 1) * ((heightPx + 1) >> 1)
          const bytes = widthPx * heightPx + 2 * chroma
          if (i420.length !== bytes) i420 = new Uint8Array(bytes)
          const direct = pixelFormat === 'I420' || pixelFormat === ''
          // The copy happens before the promise is returned, so there is nothing to wait for.
          void frame.copyTo(i420, direct ? undefined : { format: 'I420' })
          return planesOf(i420, widthPx, heightPx)
        },
        writeRgba: (rgba) => void frame.copyTo(rgba, { format: 'RGBA' }),
        close: () => frame.close(),
      })
    }
    ready = []
    return pictures
  }

  let keySeen = false
  return {
    decode: (packet) => {
      // Nothing can be decoded before the first key frame, and asking would only spoil the stamps.
      keySeen ||= packet.keyFrame
      if (!keySeen || packet.data.length === 0) {
        damaged++
        return []
      }
      const waiting = { ptsUs: packet.ptsUs, keyFrame: packet.keyFrame }
      if (packetShowsPicture(track.codec, packet.data)) order.packetGiven(waiting)
      const errorsBefore = errors
      decoder.decode(
        new EncodedVideoChunk({
          type: packet.keyFrame ? 'key' : 'delta',
          timestamp: packet.ptsUs,
          data: packet.data,
        }),
      )
      if (errors > errorsBefore) {
        damaged++
        order.packetLost(waiting)
      }
      return take()
    },
    flush: async () => {
      await decoder.flush()
      return take()
    },
    damagedPackets: () => damaged,
  }
}
