import { type Picture, paint, seededRandom } from './picture.ts'

/**
 * An invented office: a box of a room with a sign, a window, a door, desks, screens and shelves, seen from its middle.
 * It is cast once into a band around the horizon (room-view.ts); every pan is then sampled from that. Metres; x east, y up, z south.
 */
type Vector = readonly [x: number, y: number, z: number]
type Colour = readonly [red: number, green: number, blue: number]
/** `face` is a picture on the side that looks south. */
type Block = { low: Vector; high: Vector; colour: Colour; face?: Picture }

const half: Vector = [3.2, 1.4, 2.6]
const eye: Vector = [0, 0.1, 0.25]

const block = (x: number, y: number, z: number, w: number, h: number, d: number, colour: Colour): Block => ({
  low: [x - w / 2, y - 1.4, z - d / 2],
  high: [x + w / 2, y - 1.4 + h, z + d / 2],
  colour,
})

const hue = (degrees: number, saturation: number, lightness: number): Colour => {
  const a = saturation * Math.min(lightness, 1 - lightness)
  const channel = (n: number) => {
    const k = (n + degrees / 30) % 12
    return 255 * (lightness - a * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return [channel(0), channel(8), channel(4)]
}

const screenTexture = (seed: number): Picture =>
  paint(160, 100, (g) => {
    const random = seededRandom(seed)
    g.fillStyle = ['#1f4e79', '#2d6a4f', '#7a3e3e'][seed % 3]!
    g.fillRect(0, 0, 160, 100)
    g.fillStyle = 'rgba(255,255,255,0.85)'
    for (let i = 0; i < 8; i++) g.fillRect(8, 9 + i * 11, 30 + random() * 100, 4)
  })

const desk = (x: number, z: number, seed: number): Block[] => {
  const wood = hue(30, 0.35, 0.5)
  const metal = hue(215, 0.05, 0.5)
  const dark = hue(220, 0.1, 0.15)
  const legs = [-0.68, 0.68].flatMap((dx) =>
    [-0.28, 0.28].map((dz) => block(x + dx, 0, z + dz, 0.05, 0.72, 0.05, metal)),
  )
  const screen = block(x - 0.1, 0.86, z - 0.18, 0.64, 0.4, 0.04, dark)
  return [
    block(x, 0.72, z, 1.5, 0.05, 0.7, wood),
    ...legs,
    { ...screen, face: screenTexture(seed) },
    block(x - 0.1, 0.77, z - 0.18, 0.2, 0.1, 0.12, dark),
    block(x - 0.1, 0.77, z + 0.1, 0.42, 0.025, 0.14, dark),
    block(x + 0.5, 0.77, z, 0.24, 0.12, 0.3, hue(seed * 90, 0.4, 0.6)),
    block(x, 0.42, z + 0.75, 0.48, 0.08, 0.46, hue(seed * 70 + 200, 0.3, 0.35)),
    block(x, 0.5, z + 0.98, 0.48, 0.5, 0.07, hue(seed * 70 + 200, 0.3, 0.35)),
    block(x, 0, z + 0.75, 0.07, 0.42, 0.07, metal),
  ]
}

const shelf = (): Block[] => {
  const random = seededRandom(31)
  const [x, z, wood] = [-1.2, 2.32, hue(30, 0.35, 0.5)]
  const boards = [0.05, 0.65, 1.25, 1.85].map((y) => block(x, y, z, 2.2, 0.04, 0.42, wood))
  const sides = [-1.1, 0, 1.1].map((dx) => block(x + dx, 0, z, 0.04, 1.9, 0.42, wood))
  const parcels = [0.09, 0.69, 1.29, 1.89].flatMap((y) =>
    Array.from({ length: 7 }, (_, i) =>
      block(
        x - 0.95 + i * 0.31,
        y,
        z - 0.02,
        0.16 + random() * 0.12,
        0.15 + random() * 0.3,
        0.28,
        hue(28 + random() * 12, 0.45, 0.45 + random() * 0.2),
      ),
    ),
  )
  return [...boards, ...sides, ...parcels]
}

const furniture = (): Block[] => [
  ...desk(-1.6, -1.8, 1),
  ...desk(1.5, -1.8, 2),
  ...desk(-2.3, 0.7, 3),
  ...shelf(),
  block(1.7, 0, 2.57, 0.95, 2.05, 0.06, hue(22, 0.4, 0.38)),
  block(1.35, 1, 2.52, 0.12, 0.04, 0.06, hue(45, 0.3, 0.6)),
  block(2.7, 0, -2.1, 0.32, 0.36, 0.32, hue(14, 0.5, 0.45)),
  ...Array.from({ length: 9 }, (_, i) =>
    block(
      2.7 + Math.sin(i * 2.4) * 0.18,
      0.4 + i * 0.09,
      -2.1 + Math.cos(i * 2.4) * 0.18,
      0.26,
      0.1,
      0.26,
      hue(105 + i * 4, 0.4, 0.3),
    ),
  ),
]

/** Fine grain, so that every wall gives a tracker something to hold on to. */
const grain = (g: Parameters<Parameters<typeof paint>[2]>[0], width: number, height: number, seed: number) => {
  const random = seededRandom(seed)
  for (let i = 0; i < (width * height) / 50; i++) {
    g.fillStyle = `rgba(${random() * 255},${random() * 255},${random() * 255},0.06)`
    g.fillRect(random() * width, random() * height, 1 + random() * 3, 1 + random() * 3)
  }
}

const wall = (seed: number, colour: string, draw: (g: Parameters<Parameters<typeof paint>[2]>[0]) => void): Picture =>
  paint(1024, 448, (g) => {
    g.fillStyle = colour
    g.fillRect(0, 0, 1024, 448)
    grain(g, 1024, 448, seed)
    draw(g)
  })

const cityWindow = (g: Parameters<Parameters<typeof paint>[2]>[0]) => {
  const random = seededRandom(77)
  g.fillStyle = '#fff'
  g.fillRect(270, 60, 500, 250)
  const sky = g.createLinearGradient(0, 70, 0, 300)
  sky.addColorStop(0, '#9cc7ee')
  sky.addColorStop(1, '#e9f2f7')
  g.fillStyle = sky
  g.fillRect(280, 70, 480, 230)
  for (let i = 0; i < 14; i++) {
    const [width, height, x] = [24 + random() * 36, 50 + random() * 130, 284 + random() * 430]
    g.fillStyle = `hsl(210,${6 + random() * 10}%,${45 + random() * 30}%)`
    g.fillRect(x, 300 - height, width, height)
  }
  g.fillStyle = '#fff'
  for (const x of [436, 596]) g.fillRect(x, 60, 10, 250)
}

const posters = (g: Parameters<Parameters<typeof paint>[2]>[0]) => {
  const random = seededRandom(12)
  for (let i = 0; i < 3; i++) {
    g.fillStyle = `hsl(${random() * 360},45%,78%)`
    g.fillRect(140 + i * 270, 90, 140, 190)
    for (let k = 0; k < 10; k++) {
      g.fillStyle = `hsl(${random() * 360},60%,50%)`
      g.beginPath()
      g.arc(160 + i * 270 + random() * 100, 110 + random() * 140, 5 + random() * 20, 0, 7)
      g.fill()
    }
  }
}

const sign = (g: Parameters<Parameters<typeof paint>[2]>[0]) => {
  g.fillStyle = '#264a63'
  g.fillRect(280, 60, 464, 110)
  g.fillStyle = '#fff'
  g.textAlign = 'center'
  g.font = '44px CardHan'
  g.fillText('样本市木棉样例贸易', 512, 112)
  g.font = '22px CardLatin, CardHan'
  g.fillText('样本办公室 SPECIMEN OFFICE', 512, 150)
}

type Surfaces = { north: Picture; east: Picture; south: Picture; west: Picture; floor: Picture; ceiling: Picture }

const surfaces = (): Surfaces => ({
  north: wall(1, '#dcdfe0', sign),
  east: wall(2, '#d6dadb', cityWindow),
  south: wall(3, '#dcdfe0', (g) => grain(g, 1024, 448, 9)),
  west: wall(4, '#d2d7d9', posters),
  floor: paint(512, 512, (g) => {
    const random = seededRandom(5)
    g.fillStyle = '#4d4033'
    g.fillRect(0, 0, 512, 512)
    for (let x = 0; x < 8; x++)
      for (let y = 0; y < 8; y++) {
        g.fillStyle = `hsl(${26 + random() * 10},24%,${42 + random() * 10}%)`
        g.fillRect(x * 64, y * 64, 63, 63)
      }
    grain(g, 512, 512, 6)
  }),
  ceiling: paint(512, 512, (g) => {
    g.fillStyle = '#eeeeea'
    g.fillRect(0, 0, 512, 512)
    grain(g, 512, 512, 8)
    g.fillStyle = '#ffffff'
    for (let i = 0; i < 3; i++) g.fillRect(70 + i * 150, 230, 90, 40)
  }),
})

const sampleTexture = ({ data, width, height }: Picture, u: number, v: number): Colour => {
  const x = Math.min(width - 1, Math.max(0, Math.floor(u * width)))
  const y = Math.min(height - 1, Math.max(0, Math.floor(v * height)))
  const at = (y * width + x) * 4
  return [data[at]!, data[at + 1]!, data[at + 2]!]
}

/** Where a ray leaves the box of the room: distance and the wall it meets. */
const shellDistance = (dx: number, dy: number, dz: number): number => {
  const x = dx === 0 ? Number.POSITIVE_INFINITY : ((dx > 0 ? half[0] : -half[0]) - eye[0]) / dx
  const y = dy === 0 ? Number.POSITIVE_INFINITY : ((dy > 0 ? half[1] : -half[1]) - eye[1]) / dy
  const z = dz === 0 ? Number.POSITIVE_INFINITY : ((dz > 0 ? half[2] : -half[2]) - eye[2]) / dz
  return Math.min(x, y, z)
}

const shellColour = (sides: Surfaces, x: number, y: number, z: number): Colour => {
  const [east, up, south] = [x / half[0], y / half[1], z / half[2]]
  const down = (1 - up) / 2
  if (east > 0.9999) return sampleTexture(sides.east, (1 + south) / 2, down)
  if (east < -0.9999) return sampleTexture(sides.west, (1 - south) / 2, down)
  if (up > 0.9999) return sampleTexture(sides.ceiling, (1 + east) / 2, (1 + south) / 2)
  if (up < -0.9999) return sampleTexture(sides.floor, (1 + east) / 2, (1 + south) / 2)
  return south > 0 ? sampleTexture(sides.south, (1 - east) / 2, down) : sampleTexture(sides.north, (1 + east) / 2, down)
}

const faceShade = [0.82, 1, 0.92] as const

/**
 * Writes the colour seen from the eye in a direction into `out` at `at`. Called millions of times, so the blocks lie
 * in one flat array and nothing is allocated on the way.
 */
export const openRoom = (): ((dx: number, dy: number, dz: number, out: Uint8ClampedArray, at: number) => void) => {
  const sides = surfaces()
  const blocks = furniture()
  const bounds = new Float64Array(blocks.length * 6)
  blocks.forEach(({ low, high }, b) => {
    for (let i = 0; i < 3; i++) {
      bounds[b * 6 + i] = low[i]! - eye[i]!
      bounds[b * 6 + 3 + i] = high[i]! - eye[i]!
    }
  })
  return (dx, dy, dz, out, at) => {
    const [ix, iy, iz] = [1 / dx, 1 / dy, 1 / dz]
    let distance = shellDistance(dx, dy, dz)
    let hit = -1
    let axis = 0
    for (let b = 0, i = 0; b < blocks.length; b++, i += 6) {
      const x0 = bounds[i]! * ix
      const x1 = bounds[i + 3]! * ix
      const y0 = bounds[i + 1]! * iy
      const y1 = bounds[i + 4]! * iy
      const z0 = bounds[i + 2]! * iz
      const z1 = bounds[i + 5]! * iz
      const enterX = Math.min(x0, x1)
      const enterY = Math.min(y0, y1)
      const enterZ = Math.min(z0, z1)
      const enter = enterX > enterY ? Math.max(enterX, enterZ) : Math.max(enterY, enterZ)
      if (enter <= 0.01 || enter >= distance) continue
      if (enter > Math.max(x0, x1) || enter > Math.max(y0, y1) || enter > Math.max(z0, z1)) continue
      distance = enter
      hit = b
      axis = enter === enterX ? 0 : enter === enterY ? 1 : 2
    }
    const [x, y, z] = [eye[0] + dx * distance, eye[1] + dy * distance, eye[2] + dz * distance]
    let colour: Colour
    let shade = 0.95
    const block = blocks[hit]
    if (block) {
      const { low, high, face } = block
      const screen = face && axis === 2 && dz < 0
      colour = screen
        ? sampleTexture(face, (x - low[0]) / (high[0] - low[0]), (high[1] - y) / (high[1] - low[1]))
        : block.colour
      shade = screen ? 1 : axis === 1 && dy > 0 ? 0.6 : faceShade[axis]!
    } else colour = shellColour(sides, x, y, z)
    const light = shade * (1.08 - 0.05 * distance)
    out[at] = colour[0] * light
    out[at + 1] = colour[1] * light
    out[at + 2] = colour[2] * light
    out[at + 3] = 255
  }
}
