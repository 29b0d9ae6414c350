/**
 * The messages between an inspection and its decoding process: one type byte, the payload's length as four bytes
 * little-endian, the payload. Pictures and sound travel as raw bytes, because JSON or structured cloning of a 2.7 MB
 * picture costs more than decoding it. The reader trusts nothing it is told: the decoding process works on hostile
 * bytes and may be under somebody else's control.
 */
import type { AudioBlock, FrameStamp, VideoSample } from './decoder-types.ts'

/** From the inspection to the decoding process. */
export const toChild = { open: 1, bytes: 2, finish: 3, sampling: 4, credit: 5 } as const
/** From the decoding process to the inspection. */
export const toParent = { info: 1, stamps: 2, video: 3, audio: 4, hungry: 5, summary: 6, refusal: 7 } as const

export const headerBytes = 5
/** Columns and rows of the brightness grid that is kept of every frame. */
export const gridColumns = 16
export const gridRows = 9
const gridCells = gridColumns * gridRows
const stampBytes = 8 + 4 + 1 + 2 + 2 + 4 + gridCells * 2
const videoHeadBytes = 8 + 4 + 4 + 4

export const messageHeader = (type: number, payloadBytes: number): Buffer => {
  const header = Buffer.alloc(headerBytes)
  header.writeUInt8(type, 0)
  header.writeUInt32LE(payloadBytes, 1)
  return header
}

export type Message = { type: number; payload: Buffer }

/**
 * Puts messages together from the pieces a pipe delivers. A message longer than `maxPayloadBytes` throws, so a broken
 * or hostile peer cannot make this side allocate without bound. `memoryFor` gives a payload its memory, all of which is
 * written before anybody sees it.
 */
export const messageReader = (
  maxPayloadBytes: number,
  onMessage: (message: Message) => void,
  memoryFor: (type: number, bytes: number) => Uint8Array<ArrayBuffer> = (_type, bytes) => Buffer.allocUnsafeSlow(bytes),
) => {
  const header = Buffer.alloc(headerBytes)
  let headerFill = 0
  let payload: Buffer | null = null
  let payloadFill = 0
  const deliver = () => {
    const message = { type: header[0]!, payload: payload! }
    payload = null
    payloadFill = 0
    headerFill = 0
    onMessage(message)
  }
  return (piece: Uint8Array): void => {
    let at = 0
    while (at < piece.length) {
      if (payload === null) {
        header[headerFill++] = piece[at++]!
        if (headerFill < headerBytes) continue
        const length = header.readUInt32LE(1)
        if (length > maxPayloadBytes) throw new RangeError(`message of ${length} bytes, at most ${maxPayloadBytes}`)
        const memory = memoryFor(header[0]!, length)
        payload = Buffer.from(memory.buffer, memory.byteOffset, length)
      }
      const take = Math.min(payload.length - payloadFill, piece.length - at)
      payload.set(piece.subarray(at, at + take), payloadFill)
      payloadFill += take
      at += take
      if (payloadFill === payload.length) deliver()
    }
  }
}

export const encodeStamps = (stamps: FrameStamp[]): Buffer => {
  const out = Buffer.alloc(stamps.length * stampBytes)
  let at = 0
  for (const stamp of stamps) {
    at = out.writeDoubleLE(stamp.ptsMs, at)
    at = out.writeUInt32LE(stamp.frameIndex, at)
    at = out.writeUInt8(stamp.keyFrame ? 1 : 0, at)
    at = out.writeUInt16LE(stamp.widthPx, at)
    at = out.writeUInt16LE(stamp.heightPx, at)
    at = out.writeUInt32LE(stamp.lumaCrc32, at)
    for (const cell of stamp.lumaGrid) at = out.writeUInt16LE(cell, at)
  }
  return out
}

export const decodeStamps = (payload: Buffer): FrameStamp[] => {
  if (payload.length % stampBytes !== 0) throw new RangeError('stamps of a wrong length')
  const stamps: FrameStamp[] = []
  for (let base = 0; base < payload.length; base += stampBytes) {
    if (!Number.isFinite(payload.readDoubleLE(base))) throw new RangeError('a stamp that is no time')
    const lumaGrid = new Uint16Array(gridCells)
    for (let cell = 0; cell < gridCells; cell++) lumaGrid[cell] = payload.readUInt16LE(base + 21 + cell * 2)
    stamps.push({
      ptsMs: payload.readDoubleLE(base),
      frameIndex: payload.readUInt32LE(base + 8),
      keyFrame: payload.readUInt8(base + 12) === 1,
      widthPx: payload.readUInt16LE(base + 13),
      heightPx: payload.readUInt16LE(base + 15),
      lumaCrc32: payload.readUInt32LE(base + 17),
      lumaGrid,
    })
  }
  return stamps
}

export const encodeVideoHead = (sample: Omit<VideoSample, 'rgb'>): Buffer => {
  const head = Buffer.alloc(videoHeadBytes)
  head.writeDoubleLE(sample.ptsMs, 0)
  head.writeUInt32LE(sample.frameIndex, 8)
  head.writeUInt32LE(sample.widthPx, 12)
  head.writeUInt32LE(sample.heightPx, 16)
  return head
}

export const decodeVideo = (payload: Buffer): VideoSample => {
  const widthPx = payload.readUInt32LE(12)
  const heightPx = payload.readUInt32LE(16)
  const rgb = new Uint8Array(payload.buffer, payload.byteOffset + videoHeadBytes, payload.length - videoHeadBytes)
  if (rgb.length !== widthPx * heightPx * 3) throw new RangeError('a picture of a wrong length')
  return { ptsMs: payload.readDoubleLE(0), frameIndex: payload.readUInt32LE(8), widthPx, heightPx, rgb }
}

export const encodeAudio = (block: AudioBlock): Buffer => {
  const out = Buffer.alloc(8 + block.samples.byteLength)
  out.writeDoubleLE(block.ptsMs, 0)
  out.set(new Uint8Array(block.samples.buffer, block.samples.byteOffset, block.samples.byteLength), 8)
  return out
}

export const decodeAudio = (payload: Buffer): AudioBlock => {
  if (payload.length < 8 || payload.length % 4 !== 0) throw new RangeError('sound of a wrong length')
  const samples = new Float32Array((payload.length - 8) / 4)
  new Uint8Array(samples.buffer).set(payload.subarray(8))
  return { ptsMs: payload.readDoubleLE(0), samples }
}

/** Longest message the decoding process may send under these limits: one whole picture, or a burst of stamps. */
export const longestMessageBytes = (longSidePx: number, shortSidePx: number): number =>
  Math.max(longSidePx * shortSidePx * 3 + videoHeadBytes, 1 << 20)
