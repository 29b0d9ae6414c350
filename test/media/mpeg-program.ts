/**
 * Writes MPEG program streams (`.mpg`) for tests: MPEG-1 pictures of flat macroblocks and silent layer II sound. Only
 * what a decoder must understand is there: no motion, no detail.
 */

const bitWriter = () => {
  const bytes: number[] = []
  let current = 0
  let filled = 0
  const put = (value: number, bits: number): void => {
    for (let bit = bits - 1; bit >= 0; bit--) {
      current = (current << 1) | (Math.floor(value / 2 ** bit) & 1)
      if (++filled === 8) {
        bytes.push(current)
        current = 0
        filled = 0
      }
    }
  }
  const code = (text: string): void => {
    for (const bit of text) put(Number(bit), 1)
  }
  const align = (): void => {
    while (filled !== 0) put(0, 1)
  }
  const startCode = (value: number): void => {
    align()
    bytes.push(0, 0, 1, value)
  }
  return { put, code, align, startCode, bytes }
}

// ISO/IEC 11172-2, tables B.5a and B.5b: how many bits the difference of a block's mean takes.
const lumaSizes = ['100', '00', '01', '101', '110', '1110', '11110', '111110', '1111110']
const chromaSizes = ['00', '01', '10', '110', '1110', '11110', '111110', '1111110', '11111110']

export type MpegPicture = {
  /** Luma, Cb and Cr of a macroblock of 16 × 16 samples. */
  level: (column: number, row: number) => [number, number, number]
  type?: 'intra' | 'between'
}

export type MpegProgram = {
  widthPx: number
  heightPx: number
  framesPerSecond: 24 | 25 | 30
  pictures: MpegPicture[]
  /** Stamp of the first picture. */
  startMs?: number
  /** Milliseconds of silence. */
  soundMs?: number
  groupLength?: number
}

const rateCodes = { 24: 2, 25: 3, 30: 5 } as const

const encodePicture = (program: MpegProgram, index: number): Uint8Array => {
  const { put, code, align, startCode, bytes } = bitWriter()
  const place = index % (program.groupLength ?? 12)
  const picture = program.pictures[index]!
  if (place === 0) {
    startCode(0xb3)
    put(program.widthPx, 12)
    put(program.heightPx, 12)
    put(1, 4)
    put(rateCodes[program.framesPerSecond], 4)
    put(0x3ffff, 18)
    put(1, 1)
    put(20, 10)
    put(0, 3)
    startCode(0xb8)
    put(0, 25)
    put(2, 2)
  }
  startCode(0x00)
  put(place, 10)
  put(picture.type === 'between' ? 3 : 1, 3)
  put(0xffff, 16)
  put(0, 3)
  if (picture.type === 'between') {
    align()
    return Uint8Array.from(bytes)
  }
  const mean = (difference: number, sizes: string[]): void => {
    const size = difference === 0 ? 0 : 32 - Math.clz32(Math.abs(difference))
    code(sizes[size]!)
    if (size > 0) put(difference > 0 ? difference : difference + 2 ** size - 1, size)
    code('10')
  }
  for (let row = 0; row < Math.ceil(program.heightPx / 16); row++) {
    startCode(row + 1)
    put(8, 5)
    put(0, 1)
    let before: [number, number, number] = [128, 128, 128]
    for (let column = 0; column < Math.ceil(program.widthPx / 16); column++) {
      code('11')
      const level = picture.level(column, row)
      mean(level[0] - before[0], lumaSizes)
      for (let block = 1; block < 4; block++) mean(0, lumaSizes)
      mean(level[1] - before[1], chromaSizes)
      mean(level[2] - before[2], chromaSizes)
      before = level
    }
  }
  align()
  return Uint8Array.from(bytes)
}

const packet = (stream: number, data: Uint8Array, ptsMs: number): Uint8Array => {
  const ticks = Math.round(ptsMs * 90)
  const high = Math.floor(ticks / 2 ** 30) & 7
  const middle = Math.floor(ticks / 2 ** 15) & 0x7fff
  const low = ticks & 0x7fff
  const head = [0x21 | (high << 1), middle >> 7, ((middle << 1) & 255) | 1, low >> 7, ((low << 1) & 255) | 1]
  const length = head.length + data.length
  return Buffer.concat([Uint8Array.of(0, 0, 1, stream, length >> 8, length & 255, ...head), data])
}

export const writeMpegProgram = (program: MpegProgram): Uint8Array => {
  const startMs = program.startMs ?? 0
  const parts: { atMs: number; bytes: Uint8Array }[] = program.pictures.map((_, index) => {
    const atMs = startMs + (index * 1000) / program.framesPerSecond
    return { atMs, bytes: packet(0xe0, encodePicture(program, index), atMs) }
  })
  // 128 kbit/s, 48 kHz, one channel: 1152 samples in 384 bytes, all of them zero.
  const silence = new Uint8Array(384)
  silence.set([0xff, 0xfd, 0x84, 0xc0])
  for (let atMs = 0; atMs < (program.soundMs ?? 0); atMs += 24) {
    parts.push({ atMs: startMs + atMs, bytes: packet(0xc0, silence, startMs + atMs) })
  }
  const pack = Uint8Array.of(0, 0, 1, 0xba, 0x21, 0, 1, 0, 1, 0x80, 0, 1)
  const ordered = parts.sort((a, b) => a.atMs - b.atMs).map(({ bytes }) => bytes)
  return Buffer.concat([pack, ...ordered, Uint8Array.of(0, 0, 1, 0xb9)])
}
