import { createCanvas } from '@napi-rs/canvas'
import { canvasOf, emptyPicture } from './picture.ts'
import { castPanorama, openRoomView } from './room-view.ts'
import { stageHeight, stageWidth } from './stage.ts'

/** The stage's pixels towards a heading, tilted and rolled a little (radians); valid until the next call. */
export type RoomScene = (heading: number, pitch: number, roll: number) => Uint8ClampedArray

const [viewWidth, viewHeight] = [960, 540]
const fieldOfView = 1.22

export const openRoomScene = (): RoomScene => {
  const view = openRoomView(castPanorama(), viewWidth, viewHeight, fieldOfView)
  const small = emptyPicture(viewWidth, viewHeight)
  const canvas = createCanvas(stageWidth, stageHeight)
  const g = canvas.getContext('2d')
  return (heading, pitch, roll) => {
    view(heading, pitch, small)
    g.save()
    g.translate(stageWidth / 2, stageHeight / 2)
    g.rotate(roll)
    // A little larger than the stage, so that a tilted camera shows no empty corner.
    g.scale(1.4, 1.4)
    g.drawImage(canvasOf(small), -viewWidth / 2, -viewHeight / 2)
    g.restore()
    const bytes = canvas.data()
    return new Uint8ClampedArray(bytes.buffer as ArrayBuffer, bytes.byteOffset, stageWidth * stageHeight * 4)
  }
}

/**
 * A camera that is taken from the desk and swung round: what lay before it leaves to the left while the room comes in
 * from the right, `swung01` of the way.
 */
export const swing = (desk: Uint8ClampedArray, room: Uint8ClampedArray, swung01: number): Uint8ClampedArray => {
  const out = new Uint8ClampedArray(desk.length)
  const row = stageWidth * 4
  const shift = Math.round(swung01 * stageWidth) * 4
  for (let at = 0; at < out.length; at += row) {
    out.set(desk.subarray(at + shift, at + row), at)
    out.set(room.subarray(at, at + shift), at + row - shift)
  }
  return out
}
