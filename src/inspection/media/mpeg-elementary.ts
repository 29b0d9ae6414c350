/** Where pictures and frames of sound begin in MPEG-1 elementary streams (ISO/IEC 11172-2 and 11172-3). */

export type SequenceHeader = { widthPx: number; heightPx: number; framesPerSecond: number }

const pictureRates = [0, 24_000 / 1001, 24, 25, 30_000 / 1001, 30, 50, 60_000 / 1001, 60]

const codes = { picture: 0x00, sequence: 0xb3, extension: 0xb5, group: 0xb8 } as const

/** Index of the next `00 00 01`, or −1. */
const nextStartCode = (bytes: Uint8Array, from: number): number => {
  for (let at = from; at + 3 < bytes.length; at++) {
    if (bytes[at] === 0 && bytes[at + 1] === 0 && bytes[at + 2] === 1) return at
  }
  return -1
}

/** Null where there is no sequence header, or one that makes no sense. */
export const readSequenceHeader = (unit: Uint8Array): SequenceHeader | null => {
  for (let at = nextStartCode(unit, 0); at >= 0; at = nextStartCode(unit, at + 3)) {
    if (unit[at + 3] !== codes.sequence || at + 8 > unit.length) continue
    const widthPx = (unit[at + 4]! << 4) | (unit[at + 5]! >> 4)
    const heightPx = ((unit[at + 5]! & 15) << 8) | unit[at + 6]!
    const framesPerSecond = pictureRates[unit[at + 7]! & 15] ?? 0
    return widthPx > 0 && heightPx > 0 && framesPerSecond > 0 ? { widthPx, heightPx, framesPerSecond } : null
  }
  return null
}

export type PictureHead = {
  /** Place of the picture in its group, in the order of showing. */
  place: number
  type: 'intra' | 'predicted' | 'between' | 'other'
  startsGroup: boolean
  /** The extension by which MPEG-2 says that it is not MPEG-1. */
  isMpeg2: boolean
}

export const readPictureHead = (unit: Uint8Array): PictureHead | null => {
  let startsGroup = false
  let isMpeg2 = false
  for (let at = nextStartCode(unit, 0); at >= 0; at = nextStartCode(unit, at + 3)) {
    const code = unit[at + 3]!
    if (code === codes.group) startsGroup = true
    if (code === codes.extension) isMpeg2 = true
    if (code !== codes.picture || at + 6 > unit.length) continue
    const type = ([null, 'intra', 'predicted', 'between'] as const)[(unit[at + 5]! >> 3) & 7] ?? 'other'
    return { place: (unit[at + 4]! << 2) | (unit[at + 5]! >> 6), type, startsGroup, isMpeg2 }
  }
  return null
}

/** Bytes of one stream with the stamps that apply from certain places on, cut into units as these become complete. */
export const openSplitter = (lengthOfUnit: (bytes: Uint8Array, isLast: boolean) => number | null) => {
  let held = new Uint8Array(0)
  /** Stamps by the byte of `held` they begin to apply at. */
  let stamps: { at: number; ptsUs: number }[] = []
  const cut = (isLast: boolean): { data: Uint8Array; ptsUs: number | null }[] => {
    const units: { data: Uint8Array; ptsUs: number | null }[] = []
    for (;;) {
      const length = held.length === 0 ? null : lengthOfUnit(held, isLast)
      if (length === null || length === 0 || length > held.length) return units
      // A stamp belongs to the first unit that begins in its packet.
      const stamp = stamps.findLast(({ at }) => at <= 0)
      units.push({ data: held.slice(0, length), ptsUs: stamp?.ptsUs ?? null })
      held = held.slice(length)
      stamps = stamps.filter((one) => one !== stamp && one.at > 0).map(({ at, ptsUs }) => ({ at: at - length, ptsUs }))
    }
  }
  return {
    add: (data: Uint8Array, ptsUs: number | null) => {
      if (ptsUs !== null) stamps.push({ at: held.length, ptsUs })
      const joined = new Uint8Array(held.length + data.length)
      joined.set(held)
      joined.set(data, held.length)
      held = joined
      return cut(false)
    },
    end: () => cut(true),
    heldBytes: () => held.length,
  }
}

/** A picture with the headers before it, up to where the next one begins. */
export const pictureUnit = (bytes: Uint8Array, isLast: boolean): number | null => {
  let pictureSeen = false
  for (let at = nextStartCode(bytes, 0); at >= 0; at = nextStartCode(bytes, at + 3)) {
    const code = bytes[at + 3]!
    const begins = code === codes.picture || code === codes.group || code === codes.sequence
    if (begins && pictureSeen) return at
    if (code === codes.picture) pictureSeen = true
  }
  return isLast && pictureSeen ? bytes.length : null
}

const bitRates = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
const sampleRates = [44_100, 48_000, 32_000]

export type SoundHead = { frameBytes: number; sampleRateHz: number; channels: number }

/** Head of a frame of MPEG-1 layer II; null for anything else. */
export const readSoundHead = (bytes: Uint8Array): SoundHead | null => {
  if (bytes.length < 4 || bytes[0] !== 0xff || (bytes[1]! & 0xfe) !== 0xfc) return null
  const bitRate = bitRates[bytes[2]! >> 4]
  const sampleRateHz = sampleRates[(bytes[2]! >> 2) & 3]
  if (!bitRate || !sampleRateHz) return null
  return {
    frameBytes: Math.floor((144_000 * bitRate) / sampleRateHz) + ((bytes[2]! >> 1) & 1),
    sampleRateHz,
    channels: bytes[3]! >> 6 === 3 ? 1 : 2,
  }
}

/** A frame of sound, or the bytes up to where one may begin. */
export const soundUnit = (bytes: Uint8Array, isLast: boolean): number | null => {
  if (bytes.length < 4) return isLast ? bytes.length : null
  const head = readSoundHead(bytes)
  if (head) return head.frameBytes
  for (let at = 1; at + 4 <= bytes.length; at++) if (readSoundHead(bytes.subarray(at, at + 4))) return at
  return bytes.length - 3
}
