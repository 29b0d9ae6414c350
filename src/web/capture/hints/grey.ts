/** A small grey picture: one byte a pixel, row by row. */
export type Grey = { width: number; height: number; data: Uint8Array | Uint8ClampedArray }

/** Luma of an RGBA picture, after BT.601, which cameras and codecs use at these sizes. */
export const greyOf = (rgba: Uint8ClampedArray | Uint8Array, width: number, height: number): Grey => {
  const data = new Uint8Array(width * height)
  for (let at = 0, from = 0; at < data.length; at += 1, from += 4)
    data[at] = ((rgba[from] ?? 0) * 77 + (rgba[from + 1] ?? 0) * 150 + (rgba[from + 2] ?? 0) * 29) >> 8
  return { width, height, data }
}

/** Half the size in both directions, by averaging. */
export const halve = ({ width, height, data }: Grey): Grey => {
  const halfWidth = width >> 1
  const halfHeight = height >> 1
  const half = new Uint8Array(halfWidth * halfHeight)
  for (let y = 0; y < halfHeight; y += 1)
    for (let x = 0; x < halfWidth; x += 1) {
      const from = 2 * y * width + 2 * x
      half[y * halfWidth + x] =
        ((data[from] ?? 0) + (data[from + 1] ?? 0) + (data[from + width] ?? 0) + (data[from + width + 1] ?? 0) + 2) >> 2
    }
  return { width: halfWidth, height: halfHeight, data: half }
}
