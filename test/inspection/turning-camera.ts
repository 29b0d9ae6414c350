import type { Grey } from '#inspection/pan/small-grey.ts'
import { seededRandom } from '#test/media/synthesise-recording.ts'

/** An invented room all around, unrolled: 1440 × 480 grey levels, 0.25° a column. */
export type Surroundings = { data: Uint8Array; width: number; height: number }

const perDegree = 4

/** Boxes of many sizes on walls of slowly changing grey; between `blankFromDeg` and `blankToDeg` the wall is bare. */
export const invented = ({ seed = 5, blankFromDeg = 0, blankToDeg = 0 } = {}): Surroundings => {
  const [width, height] = [360 * perDegree, 480]
  const random = seededRandom(seed)
  const data = new Uint8Array(width * height).fill(170)
  for (let box = 0; box < 900; box++) {
    const [left, top] = [Math.floor(random() * width), Math.floor(random() * height)]
    const [wide, high] = [4 + Math.floor(random() * 44), 4 + Math.floor(random() * 44)]
    const level = 40 + Math.floor(random() * 200)
    for (let y = top; y < Math.min(height, top + high); y++)
      for (let x = left; x < left + wide; x++) data[y * width + (x % width)] = level
  }
  for (let y = 0; y < height; y++)
    data.fill(170, y * width + blankFromDeg * perDegree, y * width + blankToDeg * perDegree)
  return { data, width, height }
}

/** What a level camera of a field of view sees towards a heading. Right is where headings grow. */
export const seenTowards = (
  room: Surroundings,
  headingDeg: number,
  { fieldOfViewDeg = 72, pitchDeg = 0, noise = 3, seed = 1 } = {},
): Grey => {
  const [width, height] = [320, 180]
  const focal = width / 2 / Math.tan((fieldOfViewDeg * Math.PI) / 360)
  const random = seededRandom(seed + Math.round(headingDeg * 100))
  const data = new Uint8Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const right = x + 0.5 - width / 2
      const yaw = headingDeg + (Math.atan2(right, focal) * 180) / Math.PI
      const pitch = (Math.atan2(height / 2 - y - 0.5, Math.hypot(right, focal)) * 180) / Math.PI + pitchDeg
      const column = (((yaw * perDegree) % room.width) + room.width) % room.width
      const row = Math.max(0, Math.min(room.height - 2, room.height / 2 - pitch * perDegree))
      data[y * width + x] = Math.max(0, Math.min(255, between(room, column, row) + (random() - 0.5) * 2 * noise))
    }
  return { data, width, height }
}

const between = ({ data, width }: Surroundings, column: number, row: number): number => {
  const [x, y] = [Math.floor(column), Math.floor(row)]
  const [right, down] = [column - x, row - y]
  const next = (x + 1) % width
  const top = data[y * width + x]! * (1 - right) + data[y * width + next]! * right
  const bottom = data[(y + 1) * width + x]! * (1 - right) + data[(y + 1) * width + next]! * right
  return top * (1 - down) + bottom * down
}
