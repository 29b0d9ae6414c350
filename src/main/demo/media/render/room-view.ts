import { emptyPicture, type Picture } from './picture.ts'
import { openRoom } from './room.ts'

/** All a camera in the middle of the room can see: a band around the horizon, unrolled. */
export type Panorama = { band: Picture; lowestPitch: number; highestPitch: number }

const bandWidth = 3200
const highestPitch = 0.85
const lowestPitch = -0.95

/** Casts the room once into an equirectangular band; column 0 looks north, columns go to the east. */
export const castPanorama = (): Panorama => {
  const height = Math.round((bandWidth * (highestPitch - lowestPitch)) / (2 * Math.PI))
  const band = emptyPicture(bandWidth, height)
  const look = openRoom()
  for (let y = 0; y < height; y++) {
    const pitch = highestPitch - ((y + 0.5) / height) * (highestPitch - lowestPitch)
    const level = Math.cos(pitch)
    const up = Math.sin(pitch)
    for (let x = 0; x < bandWidth; x++) {
      const heading = ((x + 0.5) / bandWidth) * 2 * Math.PI
      look(Math.sin(heading) * level, up, -Math.cos(heading) * level, band.data, (y * bandWidth + x) * 4)
    }
  }
  return { band, lowestPitch, highestPitch }
}

/** Writes what a level camera sees towards a heading (radians), tilted up by a little `pitch`, as RGBA into `out`. */
export type RoomView = (heading: number, pitch: number, out: Picture) => void

/**
 * A camera of one size and field of view (radians across). The directions of its pixels are worked out once; a small
 * tilt moves the rows, which for a few degrees is what tilting looks like.
 */
export const openRoomView = (
  panorama: Panorama,
  width: number,
  height: number,
  horizontalFieldOfView: number,
): RoomView => {
  const { band } = panorama
  const focal = width / 2 / Math.tan(horizontalFieldOfView / 2)
  const perPitch = band.height / (panorama.highestPitch - panorama.lowestPitch)
  const perHeading = band.width / (2 * Math.PI)
  const columns = new Float32Array(width)
  const rows = new Float32Array(width * height)
  for (let x = 0; x < width; x++) {
    const right = x + 0.5 - width / 2
    columns[x] = Math.atan2(right, focal) * perHeading
    const ahead = Math.hypot(right, focal)
    for (let y = 0; y < height; y++)
      rows[y * width + x] = (panorama.highestPitch - Math.atan2(height / 2 - y - 0.5, ahead)) * perPitch - 0.5
  }
  return (heading, pitch, out) => {
    const source = band.data
    const { data } = out
    const turned = (((heading * perHeading) % band.width) + 2 * band.width) % band.width
    const tilt = pitch * perPitch
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        let sx = turned + columns[x]!
        if (sx < 0) sx += band.width
        else if (sx >= band.width) sx -= band.width
        const sy = Math.min(band.height - 1.001, Math.max(0, rows[y * width + x]! - tilt))
        const left = sx | 0
        const top = sy | 0
        const fx = sx - left
        const fy = sy - top
        const p = (top * band.width + left) * 4
        const q = left + 1 === band.width ? top * band.width * 4 : p + 4
        const below = band.width * 4
        const to = (y * width + x) * 4
        for (let c = 0; c < 3; c++)
          data[to + c] =
            (source[p + c]! * (1 - fx) + source[q + c]! * fx) * (1 - fy) +
            (source[p + below + c]! * (1 - fx) + source[q + below + c]! * fx) * fy
        data[to + 3] = 255
      }
  }
}
