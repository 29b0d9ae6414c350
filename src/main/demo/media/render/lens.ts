import { seededRandom } from './picture.ts'

/** How the invented camera sees: exposure (1 is right), sensor noise in grey levels, darker corners. */
export type Light = { exposure: number; noise: number; vignette: number }

export const goodLight: Light = { exposure: 1, noise: 3, vignette: 0.12 }
/** A dim room: the picture is dark and the amplified sensor noisy. */
export const badLight: Light = { exposure: 0.2, noise: 7, vignette: 0.35 }

const noiseSize = 1 << 16

/**
 * Turns a stage's RGBA into the planar 4:2:0 that a video encoder takes (BT.601, limited range), with the camera's
 * exposure, vignette and noise in the same pass. `seed` is different for every frame, or the noise would stand still.
 */
export type Lens = (rgba: Uint8ClampedArray, light: Light, seed: number) => Uint8Array

export const openLens = (width: number, height: number): Lens => {
  const random = seededRandom(4711)
  const noise = new Float32Array(noiseSize)
  for (let i = 0; i < noiseSize; i++) noise[i] = random() + random() + random() - 1.5
  const corners = new Float32Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) corners[y * width + x] = ((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) * 2
  return (rgba, { exposure, noise: noiseLevel, vignette }, seed) => {
    const luma = width * height
    const out = new Uint8Array(luma + luma / 2)
    const pick = seededRandom(seed)
    let chroma = luma
    const chromaSize = luma / 4
    for (let y = 0; y < height; y += 2) {
      let at = Math.floor(pick() * noiseSize)
      for (let x = 0; x < width; x += 2, chroma++) {
        const i = y * width + x
        const gain = exposure * (1 - vignette * corners[i]!)
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
          const grey =
            (0.2568 * r + 0.5041 * g + 0.0979 * b) * gain + 16.5 + noise[at++ & (noiseSize - 1)]! * noiseLevel
          out[pixel] = grey < 16 ? 16 : Math.min(grey, 235)
        }
        const share = gain / 4
        const u = (-0.1482 * red - 0.291 * green + 0.4392 * blue) * share + 128.5
        const v = (0.4392 * red - 0.3678 * green - 0.0714 * blue) * share + 128.5
        out[chroma] = u < 16 ? 16 : Math.min(u, 240)
        out[chroma + chromaSize] = v < 16 ? 16 : Math.min(v, 240)
      }
    }
    return out
  }
}
