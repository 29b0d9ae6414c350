import { expect, test } from 'vitest'
import { turnHead } from './head-warp.ts'
import { emptyPicture } from './picture.ts'

const head = { x: 50, y: 50, radiusX: 30, radiusY: 40 }

/** A dark face with a white nose in the middle. */
const face = () => {
  const picture = emptyPicture(100, 100)
  for (let y = 0; y < 100; y++)
    for (let x = 0; x < 100; x++)
      picture.data.fill(Math.hypot(x - 50, y - 50) < 4 ? 255 : 20, (y * 100 + x) * 4, (y * 100 + x) * 4 + 4)
  return picture
}

const nose = ({ data }: { data: Uint8ClampedArray }) => {
  let [sum, atX, atY] = [0, 0, 0]
  for (let y = 0; y < 100; y++)
    for (let x = 0; x < 100; x++) {
      const white = Math.max(0, data[(y * 100 + x) * 4]! - 100)
      sum += white
      atX += white * x
      atY += white * y
    }
  return { x: atX / sum, y: atY / sum }
}

test('a turn to his own left takes the nose to the right of the picture, up takes it up', () => {
  expect(nose(turnHead(face(), head, 15, 0)).x).toBeGreaterThan(55)
  expect(nose(turnHead(face(), head, -15, 0)).x).toBeLessThan(45)
  expect(nose(turnHead(face(), head, 0, 15)).y).toBeLessThan(45)
  expect(nose(turnHead(face(), head, 0, -15)).y).toBeGreaterThan(55)
})

test('the room around the head stays where it is', () => {
  const picture = face()
  picture.data.set([200, 10, 10, 255], (50 * 100 + 4) * 4)
  const turned = turnHead(picture, head, 15, 10)
  expect([...turned.data.subarray((50 * 100 + 4) * 4, (50 * 100 + 4) * 4 + 4)]).toEqual([200, 10, 10, 255])
})
