/**
 * From decoded luma and chroma planes to what the inspection works on: an upright RGB picture, and the few bytes that
 * are kept of every frame. The decoder's own colour conversion knows neither the recording's colour matrix nor its
 * range, so it serves the common case only (see `picture-writer.ts`); turning comes for free in the same pass.
 */
import { crc32 } from 'node:zlib'
import { gridColumns, gridRows } from './wire.ts'

/** Planar 4:2:0 samples without row padding; the chroma planes are half as wide and high, rounded up. */
export type Planes = { widthPx: number; heightPx: number; y: Uint8Array; u: Uint8Array; v: Uint8Array }

export type ColourSpace = { matrix: 'bt601' | 'bt709' | 'bt2020'; fullRange: boolean }

export const planesOf = (i420: Uint8Array, widthPx: number, heightPx: number): Planes => {
  const chroma = ((widthPx + 1) >> 1) * ((heightPx + 1) >> 1)
  const luma = widthPx * heightPx
  return {
    widthPx,
    heightPx,
    y: i420.subarray(0, luma),
    u: i420.subarray(luma, luma + chroma),
    v: i420.subarray(luma + chroma, luma + 2 * chroma),
  }
}

// Kr and Kb of ITU-R BT.601, BT.709 and BT.2020.
const weights = { bt601: [0.299, 0.114], bt709: [0.2126, 0.0722], bt2020: [0.2627, 0.0593] } as const

type Tables = { luma: Int32Array; rv: Int32Array; gu: Int32Array; gv: Int32Array; bu: Int32Array }
const tableCache = new Map<string, Tables>()

/** Sixteen fractional bits keep the rounding error under half a grey level. */
const tablesOf = ({ matrix, fullRange }: ColourSpace): Tables => {
  const key = `${matrix}${fullRange}`
  const known = tableCache.get(key)
  if (known) return known
  const [kr, kb] = weights[matrix]
  const kg = 1 - kr - kb
  const lumaScale = fullRange ? 1 : 255 / 219
  const chromaScale = fullRange ? 1 : 255 / 224
  const build = (value: (level: number) => number) =>
    Int32Array.from({ length: 256 }, (_, level) => Math.round(value(level) * 65536))
  const chroma = (factor: number) => build((level) => (level - 128) * chromaScale * factor)
  const tables = {
    luma: build((level) => (level - (fullRange ? 0 : 16)) * lumaScale + 0.5),
    rv: chroma(2 * (1 - kr)),
    gu: chroma((-2 * kb * (1 - kb)) / kg),
    gv: chroma((-2 * kr * (1 - kr)) / kg),
    bu: chroma(2 * (1 - kb)),
  }
  tableCache.set(key, tables)
  return tables
}

// Clamping by table: index is the value + 512, which covers every sum the tables can give.
const clamp = Uint8ClampedArray.from({ length: 1536 }, (_, index) => index - 512)

export type Rotation = 0 | 90 | 180 | 270

/** RGB24 into `rgb`, turned clockwise by `rotation`. `rgb` holds `widthPx * heightPx * 3` bytes. */
export const writeRgb = (planes: Planes, colour: ColourSpace, rotation: Rotation, rgb: Uint8Array): void => {
  const { widthPx, heightPx, y, u, v } = planes
  const { luma, rv, gu, gv, bu } = tablesOf(colour)
  const chromaWidth = (widthPx + 1) >> 1
  // Where the first sample goes, and how far the next one in a row and the next row are apart, in output bytes.
  const [first, alongRow, nextRow] =
    rotation === 0
      ? [0, 3, widthPx * 3]
      : rotation === 90
        ? [(heightPx - 1) * 3, heightPx * 3, -3]
        : rotation === 180
          ? [(widthPx * heightPx - 1) * 3, -3, -widthPx * 3]
          : [(widthPx - 1) * heightPx * 3, -heightPx * 3, 3]
  for (let row = 0; row < heightPx; row++) {
    let at = first + row * nextRow
    let sample = row * widthPx
    let chroma = (row >> 1) * chromaWidth
    for (let column = 0; column < widthPx; column += 2, chroma++) {
      const cu = u[chroma]!
      const cv = v[chroma]!
      const red = rv[cv]!
      const green = gu[cu]! + gv[cv]!
      const blue = bu[cu]!
      const left = luma[y[sample++]!]!
      rgb[at] = clamp[((left + red) >> 16) + 512]!
      rgb[at + 1] = clamp[((left + green) >> 16) + 512]!
      rgb[at + 2] = clamp[((left + blue) >> 16) + 512]!
      at += alongRow
      if (column + 1 === widthPx) break
      const right = luma[y[sample++]!]!
      rgb[at] = clamp[((right + red) >> 16) + 512]!
      rgb[at + 1] = clamp[((right + green) >> 16) + 512]!
      rgb[at + 2] = clamp[((right + blue) >> 16) + 512]!
      at += alongRow
    }
  }
}

/**
 * RGBA to RGB24, four pixels at a time: three times as fast as byte by byte. The number of pixels must be a multiple of
 * four, and the machine little-endian (all that Node runs on, but for some mainframes).
 */
export const dropAlpha = (rgba: Uint32Array, rgb: Uint32Array): void => {
  for (let from = 0, to = 0; from + 3 < rgba.length; from += 4, to += 3) {
    const second = rgba[from + 1]!
    const third = rgba[from + 2]!
    rgb[to] = (rgba[from]! & 0xffffff) | (second << 24)
    rgb[to + 1] = ((second >>> 8) & 0xffff) | (third << 16)
    rgb[to + 2] = ((third >>> 16) & 0xff) | (rgba[from + 3]! << 8)
  }
}

/** Checksum and brightness grid of a frame as it was decoded (not turned). Every fourth sample both ways is enough. */
export const signatureOf = ({ widthPx, heightPx, y }: Planes): { lumaCrc32: number; lumaGrid: Uint16Array } => {
  const lumaGrid = new Uint16Array(gridColumns * gridRows)
  for (let cellRow = 0; cellRow < gridRows; cellRow++) {
    const top = Math.floor((cellRow * heightPx) / gridRows)
    const bottom = Math.max(top + 1, Math.floor(((cellRow + 1) * heightPx) / gridRows))
    for (let cellColumn = 0; cellColumn < gridColumns; cellColumn++) {
      const left = Math.floor((cellColumn * widthPx) / gridColumns)
      const right = Math.max(left + 1, Math.floor(((cellColumn + 1) * widthPx) / gridColumns))
      let sum = 0
      let count = 0
      for (let row = top; row < bottom && row < heightPx; row += 4) {
        const base = row * widthPx
        for (let column = left; column < right && column < widthPx; column += 4) {
          sum += y[base + column]!
          count++
        }
      }
      lumaGrid[cellRow * gridColumns + cellColumn] = count === 0 ? 0 : Math.round((sum * 256) / count)
    }
  }
  return { lumaCrc32: crc32(y), lumaGrid }
}
