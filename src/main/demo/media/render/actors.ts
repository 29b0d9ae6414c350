import { join } from 'node:path'
import { decodeFrames } from './footage-decode.ts'
import type { PersonId } from './invented-identity.ts'
import { canvasOf, type Picture, paint } from './picture.ts'

/** A stretch of footage frames and the frame at which the movement is largest. */
type Span = { from: number; to: number; peak: number }

export type MoveName = 'left' | 'right' | 'up' | 'down' | 'speak-short' | 'speak-wide'

type Head = { x: number; y: number; radiusX: number; radiusY: number }

type Script = {
  file: string
  framesPerSecond: number
  /** Stretch in which the man looks into the camera and keeps quiet; `rest` is where every clip begins and ends. */
  calm: { from: number; rest: number }
  moves: Record<MoveName, Span>
  /** How far the head is turned beyond what the man did himself, in degrees at the peak. */
  extraTurnDeg: Record<'left' | 'right' | 'up' | 'down', number>
  /** The head at rest, in pixels of the footage. */
  head: Head
  /** Where neck and shirt leave the footage at its lower edge, so that both can be drawn on below it. */
  chest: { left: number; right: number; neck: number; neckHalfWidth: number; shirt: string; skin: string }
  /** Frame, centre and width of what is printed on the man's card. */
  portrait: { frame: number; x: number; y: number; width: number }
}

/**
 * Found by running the face models over the whole footage (head pose, mouth opening, face box of every fifth frame).
 * Man A really turns his head and speaks; man B looks about little, so his turns are mostly the warp of head-warp.ts.
 */
export const scripts: Record<PersonId, Script> = {
  a: {
    file: 'man-a.mp4',
    framesPerSecond: 25,
    calm: { from: 16, rest: 100 },
    moves: {
      right: { from: 482, to: 516, peak: 500 },
      left: { from: 514, to: 554, peak: 531 },
      down: { from: 552, to: 598, peak: 573 },
      up: { from: 596, to: 634, peak: 611 },
      'speak-short': { from: 412, to: 431, peak: 420 },
      'speak-wide': { from: 431, to: 452, peak: 440 },
    },
    extraTurnDeg: { left: 9, right: 12, up: 6, down: 10 },
    head: { x: 203, y: 165, radiusX: 56, radiusY: 88 },
    chest: { left: 72, right: 352, neck: 208, neckHalfWidth: 26, shirt: '#8f9793', skin: '#a5704f' },
    portrait: { frame: 320, x: 203, y: 158, width: 172 },
  },
  b: {
    file: 'man-b.mp4',
    framesPerSecond: 24,
    calm: { from: 136, rest: 172 },
    moves: {
      right: { from: 140, to: 172, peak: 156 },
      left: { from: 140, to: 172, peak: 156 },
      down: { from: 140, to: 172, peak: 156 },
      up: { from: 140, to: 172, peak: 156 },
      'speak-short': { from: 36, to: 55, peak: 45 },
      'speak-wide': { from: 56, to: 77, peak: 66 },
    },
    extraTurnDeg: { left: 20, right: 20, up: 18, down: 18 },
    head: { x: 190, y: 148, radiusX: 70, radiusY: 104 },
    chest: { left: 46, right: 340, neck: 186, neckHalfWidth: 0, shirt: '#5e5f60', skin: '#a5704f' },
    portrait: { frame: 160, x: 191, y: 140, width: 214 },
  },
}

/** Where the footage lies in the larger picture that the virtual camera looks at, in pixels of the footage. */
export const world = { left: 440, top: 120, right: 440, bottom: 420 } as const

export type Actor = {
  person: PersonId
  script: Script
  /** A footage frame with everything but the man made transparent. */
  frame(index: number): Picture
  /** The room behind him, of the world's size. */
  wall: Picture
  /** 278 × 350, as printed on his card. */
  portrait: Picture
}

/** Brightness of A's cut-out: his wall shades into the invented one over this many pixels. */
const featherPx = 12

/** Opacity of man A's surroundings: the wall next to him stays, the lamp and the map at the left go. */
const windowMatte = (width: number, height: number): Uint8Array => {
  const matte = new Uint8Array(width * height)
  for (let y = 0; y < height; y++) {
    const spread = Math.min(1, Math.max(0, (y - 190) / 72))
    const left = 112 - 44 * spread
    const right = 322 + 36 * spread
    for (let x = 0; x < width; x++) {
      const inside = Math.min(x - left, right - x, height - 2 - y >= 0 ? featherPx : 0) / featherPx
      matte[y * width + x] = Math.round(255 * Math.min(1, Math.max(0, inside)))
    }
  }
  return matte
}

const withMatte = (picture: Picture, matte: Uint8Array): Picture => {
  const data = new Uint8ClampedArray(picture.data)
  for (let i = 0; i < matte.length; i++) data[i * 4 + 3] = matte[i]!
  return { ...picture, data }
}

/** Man B sits before a blue cloth: what is bluer than red and green goes, and its reflection on his edges with it. */
const withoutBlue = (picture: Picture): Picture => {
  const data = new Uint8ClampedArray(picture.data)
  for (let i = 0; i < data.length; i += 4) {
    const [red, green, blue] = [data[i]!, data[i + 1]!, data[i + 2]!]
    const excess = blue - Math.max(red, green)
    data[i + 3] = excess <= 18 ? 255 : excess >= 60 ? 0 : Math.round((255 * (60 - excess)) / 42)
    if (excess > 0) data[i + 2] = Math.max(red, green)
    // The microphone at the left edge of the cloth is dark, not blue.
    if ((i / 4) % picture.width < 24) data[i + 3] = 0
  }
  return { ...picture, data }
}

const meanOf = (picture: Picture, x0: number, x1: number, y0: number, y1: number): [number, number, number] => {
  const sum: [number, number, number] = [0, 0, 0]
  for (let y = y0; y < y1; y++)
    for (let x = x0; x < x1; x++) for (let c = 0; c < 3; c++) sum[c]! += picture.data[(y * picture.width + x) * 4 + c]!
  const count = (x1 - x0) * (y1 - y0)
  return [sum[0] / count, sum[1] / count, sum[2] / count]
}

/** A plain wall whose colours continue those at both sides of the man, row by row. */
const continuedWall = (rest: Picture): Picture => {
  const bands = [0, 40, 80, 120, 160, 196]
  return paint(rest.width + world.left + world.right, rest.height + world.top + world.bottom, (g) => {
    const column = (x0: number, x1: number) => {
      const gradient = g.createLinearGradient(0, world.top, 0, world.top + bands.at(-1)!)
      bands.slice(0, -1).forEach((band, i) => {
        const [red, green, blue] = meanOf(rest, x0, x1, band, bands[i + 1]!)
        gradient.addColorStop((band + 20) / bands.at(-1)!, `rgb(${red},${green},${blue})`)
      })
      return gradient
    }
    // The corner of the room stands behind his head, where the footage itself shows it.
    const middle = world.left + 226
    g.fillStyle = column(114, 124)
    g.fillRect(0, 0, middle, 4000)
    g.fillStyle = column(308, 318)
    g.fillRect(middle, 0, 4000, 4000)
  })
}

const plainWall = (rest: Picture): Picture =>
  paint(rest.width + world.left + world.right, rest.height + world.top + world.bottom, (g) => {
    const gradient = g.createLinearGradient(0, 0, 900, 500)
    gradient.addColorStop(0, '#d9d5cb')
    gradient.addColorStop(0.6, '#cfcdc6')
    gradient.addColorStop(1, '#b9b8b4')
    g.fillStyle = gradient
    g.fillRect(0, 0, 4000, 4000)
  })

const portraitOf = (picture: Picture, { x, y, width }: Script['portrait']): Picture => {
  const height = (width * 350) / 278
  return paint(278, 350, (g) => {
    g.fillStyle = '#e9edf0'
    g.fillRect(0, 0, 278, 350)
    g.imageSmoothingQuality = 'high'
    g.filter = 'brightness(1.08) saturate(0.9)'
    g.drawImage(canvasOf(picture), x - width / 2, y - height / 2, width, height, 0, 0, 278, 350)
  })
}

/** Reads the stretches of footage that the script names and prepares the man's surroundings. */
export const loadActor = async (sourcesDir: string, person: PersonId): Promise<Actor> => {
  const script = scripts[person]
  const wanted = [script.calm.rest, script.portrait.frame, ...Object.values(script.moves).map((span) => span.to)]
  const frames = await decodeFrames(join(sourcesDir, script.file), 0, Math.max(...wanted))
  const raw = (index: number): Picture => {
    const found = frames.get(index)
    if (!found) throw new Error(`The footage of man ${person} has no frame ${index}`)
    return found
  }
  const rest = raw(script.calm.rest)
  const matte = person === 'a' ? windowMatte(rest.width, rest.height) : null
  const cut = new Map<number, Picture>()
  const frame = (index: number): Picture => {
    let made = cut.get(index)
    if (!made) {
      made = matte ? withMatte(raw(index), matte) : withoutBlue(raw(index))
      cut.set(index, made)
    }
    return made
  }
  return {
    person,
    script,
    frame,
    wall: person === 'a' ? continuedWall(rest) : plainWall(rest),
    portrait: portraitOf(person === 'a' ? raw(script.portrait.frame) : frame(script.portrait.frame), script.portrait),
  }
}
