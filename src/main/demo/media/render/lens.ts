import { seededRandom } from './picture.ts'

/**
 * How the invented camera sees: exposure (1 is right), darker corners, how far its brightness swims from place to
 * place, and sensor grain; the last two in grey levels.
 */
export type Light = { exposure: number; vignette: number; swim: number; grain: number }

/**
 * No grain in good light: the liveness model takes as little as one grey level of fine noise on smooth footage for the
 * pattern of a screen (0.98 falls to 0.4). The slow swimming alone keeps any two frames from being equal.
 */
export const goodLight: Light = { exposure: 1, vignette: 0.12, swim: 1.6, grain: 0 }
/** A dim room: the picture is dark and the amplified sensor noisy. */
export const badLight: Light = { exposure: 0.2, vignette: 0.35, swim: 2, grain: 7 }

const grainSize = 1 << 16
const cellPx = 20

/** Smooth random hills, ±1, much larger than a frame, so that every frame can be given another piece of it. */
const openHills = (width: number, height: number): Float32Array => {
  const random = seededRandom(99)
  const columns = Math.ceil(width / cellPx) + 2
  const grid = Float32Array.from({ length: columns * (Math.ceil(height / cellPx) + 2) }, () => random() * 2 - 1)
  const hills = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / cellPx)
    const fy = 0.5 - 0.5 * Math.cos((Math.PI * (y % cellPx)) / cellPx)
    for (let x = 0; x < width; x++) {
      const at = row * columns + Math.floor(x / cellPx)
      const fx = 0.5 - 0.5 * Math.cos((Math.PI * (x % cellPx)) / cellPx)
      const above = grid[at]! * (1 - fx) + grid[at + 1]! * fx
      const below = grid[at + columns]! * (1 - fx) + grid[at + columns + 1]! * fx
      hills[y * width + x] = above * (1 - fy) + below * fy
    }
  }
  return hills
}

/**
 * Turns a stage's RGBA into the planar 4:2:0 that a video encoder takes (BT.601, limited range), seen in a light.
 * `seed` is different for every frame.
 */
export type Lens = (rgba: Uint8ClampedArray, light: Light, seed: number) => Uint8Array

export const openLens = (width: number, height: number): Lens => {
  const random = seededRandom(4711)
  const grainOf = new Float32Array(grainSize)
  for (let i = 0; i < grainSize; i++) grainOf[i] = random() + random() + random() - 1.5
  const hillsWidth = width + 512
  const hills = openHills(hillsWidth, height + 512)
  const corners = new Float32Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) corners[y * width + x] = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) * 2
  return (rgba, { exposure, vignette, swim, grain }, seed) => {
    const luma = width * height
    const out = new Uint8Array(luma + luma / 2)
    const pick = seededRandom(seed)
    const hillsAt = Math.floor(pick() * 512) * hillsWidth + Math.floor(pick() * 512)
    let chroma = luma
    const chromaSize = luma / 4
    for (let y = 0; y < height; y += 2) {
      let at = Math.floor(pick() * grainSize)
      for (let x = 0; x < width; x += 2, chroma++) {
        const i = y * width + x
        const gain = exposure * (1 - vignette * corners[i]!)
        const lift = 16.5 + swim * hills[hillsAt + y * hillsWidth + x]!
        let red = 0
        let green = 0
        let blue = 0
        for (let k = 0; k < 4; k++) {
          const pixel = i + (k & 1) + (k >> 1) * width
          const r = rgba[pixel * 4]!
          const g = rgba[pixel * 4 + 1]!
          const b = rgba[pixel * 4 + 2]!
          red += r
          green += g
          blue += b
          const speck = grain === 0 ? 0 : grainOf[at++ & (grainSize - 1)]! * grain
          const grey = (0.2568 * r + 0.5041 * g + 0.0979 * b) * gain + lift + speck
          out[pixel] = Math.max(16, Math.min(235, grey))
        }
        const share = gain / 4
        const u = (-0.1482 * red - 0.291 * green + 0.4392 * blue) * share + 128.5
        const v = (0.4392 * red - 0.3678 * green - 0.0714 * blue) * share + 128.5
        out[chroma] = Math.max(16, Math.min(240, u))
        out[chroma + chromaSize] = Math.max(16, Math.min(240, v))
      }
    }
    return out
  }
}
