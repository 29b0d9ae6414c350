import { endianness } from 'node:os'
import type { VideoTrack } from './container-types.ts'
import type { Picture } from './picture-decoder.ts'
import { dropAlpha, type Planes, writeRgb } from './picture-planes.ts'

/**
 * Makes upright RGB24 of one picture after the other, in memory that the next picture uses again. Webcams and browsers
 * record BT.601 of limited range, upright: for those the decoder's own conversion costs 40 % of ours.
 */
export const openPictureWriter = () => {
  const littleEndian = endianness() === 'LE'
  let rgb = new Uint8Array(0)
  let rgba = new Uint8Array(0)
  return (picture: Picture, planes: Planes, track: Pick<VideoTrack, 'colour' | 'rotationDeg'>): Uint8Array => {
    const pixels = picture.widthPx * picture.heightPx
    if (rgb.length !== pixels * 3) rgb = new Uint8Array(pixels * 3)
    // Samples in the layout yuvj420p, which has no name here, are full range whatever the container says.
    const colour = picture.pixelFormat === '' ? { ...track.colour, fullRange: true } : track.colour
    const plain = colour.matrix === 'bt601' && !colour.fullRange && track.rotationDeg === 0
    if (plain && picture.writeRgba && littleEndian && pixels % 4 === 0) {
      if (rgba.length !== pixels * 4) rgba = new Uint8Array(pixels * 4)
      picture.writeRgba(rgba)
      dropAlpha(new Uint32Array(rgba.buffer), new Uint32Array(rgb.buffer))
    } else {
      writeRgb(planes, colour, track.rotationDeg, rgb)
    }
    return rgb
  }
}
