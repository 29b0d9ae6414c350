import { createCanvas, ImageData, type SKRSContext2D } from '@napi-rs/canvas'

/** RGBA, four bytes a pixel, rows from the top. */
export type Picture = { data: Uint8ClampedArray<ArrayBuffer>; width: number; height: number }

export const emptyPicture = (width: number, height: number): Picture => ({
  data: new Uint8ClampedArray(width * height * 4),
  width,
  height,
})

/** Draws with a canvas and keeps the pixels. */
export const paint = (width: number, height: number, draw: (g: SKRSContext2D) => void): Picture => {
  const canvas = createCanvas(width, height)
  const g = canvas.getContext('2d')
  draw(g)
  const { data } = g.getImageData(0, 0, width, height)
  return { data: new Uint8ClampedArray(data), width, height }
}

/** A canvas that holds a picture, to be drawn scaled by the native rasteriser. */
export const canvasOf = (picture: Picture) => {
  const canvas = createCanvas(picture.width, picture.height)
  canvas.getContext('2d').putImageData(new ImageData(picture.data, picture.width, picture.height), 0, 0)
  return canvas
}

/** A seeded generator of numbers in [0, 1), the same on every machine. Source: mulberry32. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Smooth noise around 0 (±1) over seconds: how a hand or a head sways. */
export const sway = (seed: number): ((seconds: number) => number) => {
  const random = seededRandom(seed)
  const waves = [0.31, 0.83, 1.9, 4.3].map((hz, i) => ({
    hz: hz * (0.8 + 0.4 * random()),
    phase: random() * 2 * Math.PI,
    size: [0.6, 0.28, 0.1, 0.03][i]!,
  }))
  return (seconds) =>
    waves.reduce((sum, { hz, phase, size }) => sum + size * Math.sin(2 * Math.PI * hz * seconds + phase), 0)
}

/** 0 → 1 with soft ends. */
export const ease = (x: number): number => {
  const t = Math.min(1, Math.max(0, x))
  return t * t * (3 - 2 * t)
}
