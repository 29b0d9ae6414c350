import type { Grey } from './grey.ts'

/** What most built-in cameras see from left to right. Only a hint hangs on it: the server measures the turn itself. */
const fieldOfViewDegrees = 62
const furthest01 = 0.25

/** Mean brightness of each column of the upper two thirds: the room, without the hands that hold the card. */
const columnsOf = ({ width, height, data }: Grey): Float32Array => {
  const columns = new Float32Array(width)
  const rows = Math.floor((height * 2) / 3)
  for (let y = 0; y < rows; y += 1)
    for (let x = 0; x < width; x += 1) columns[x] = (columns[x] as number) + (data[y * width + x] as number) / rows
  return columns
}

export type Turn = { degrees: number; sure: boolean }

/** How far the camera turned between two pictures: the shift at which their columns fit best. */
export const turnBetween = (before: Grey, now: Grey): Turn => {
  const first = columnsOf(before)
  const second = columnsOf(now)
  const furthest = Math.floor(now.width * furthest01)
  let best = { shift: 0, cost: Number.POSITIVE_INFINITY }
  let worst = 0
  for (let shift = -furthest; shift <= furthest; shift += 1) {
    const cost = costOf(first, second, shift)
    worst = Math.max(worst, cost)
    if (cost < best.cost) best = { shift, cost }
  }
  // A bare wall fits everywhere equally well.
  const sure = worst > 3 && best.cost < worst * 0.6 && Math.abs(best.shift) < furthest
  return { degrees: sure ? (best.shift / now.width) * fieldOfViewDegrees : 0, sure }
}

const costOf = (first: Float32Array, second: Float32Array, shift: number): number => {
  const from = Math.max(0, shift)
  const to = Math.min(first.length, first.length + shift)
  let difference = 0
  for (let x = from; x < to; x += 1) difference += (second[x] as number) - (first[x - shift] as number)
  const light = difference / Math.max(1, to - from)
  let cost = 0
  for (let x = from; x < to; x += 1) cost += Math.abs((second[x] as number) - (first[x - shift] as number) - light)
  return cost / Math.max(1, to - from)
}
