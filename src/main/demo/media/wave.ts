import { Buffer } from 'node:buffer'
import { seededRandom } from './render/picture.ts'

export const soundRateHz = 48_000

/** Reads a 16-bit mono WAV of any rate and answers it at 48 kHz without the silence around the word. */
export const readWave = (bytes: Uint8Array): { samples: Int16Array<ArrayBuffer>; durationMs: number } => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const rate = view.getUint32(24, true)
  let at = 12
  while (String.fromCharCode(...bytes.subarray(at, at + 4)) !== 'data') at += 8 + view.getUint32(at + 4, true)
  // A synthesiser that streams writes no true length, so the file's own end counts.
  const count = Math.floor(Math.min(view.getUint32(at + 4, true), bytes.length - at - 8) / 2)
  const sampleAt = (i: number) => (i < count ? view.getInt16(at + 8 + i * 2, true) : 0)
  const threshold = 300
  let first = 0
  while (first < count && Math.abs(sampleAt(first)) < threshold) first++
  let last = count - 1
  while (last > first && Math.abs(sampleAt(last)) < threshold) last--
  const length = Math.max(0, Math.floor(((last - first + 1) * soundRateHz) / rate))
  const samples = new Int16Array(length)
  for (let i = 0; i < length; i++) {
    const position = first + (i * rate) / soundRateHz
    const whole = Math.floor(position)
    const part = position - whole
    samples[i] = sampleAt(whole) * (1 - part) + sampleAt(whole + 1) * part
  }
  return { samples, durationMs: (length * 1000) / soundRateHz }
}

/** A mono 16-bit WAV file at 48 kHz. */
export const writeWave = (samples: Int16Array): Uint8Array => {
  const bytes = Buffer.alloc(44 + samples.length * 2)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(36 + samples.length * 2, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(soundRateHz, 24)
  bytes.writeUInt32LE(soundRateHz * 2, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(samples.length * 2, 40)
  for (let i = 0; i < samples.length; i++) bytes.writeInt16LE(samples[i]!, 44 + i * 2)
  return bytes
}

/** The hush of a quiet room: without it a recording would be silent to the bit, which no microphone is. */
export const roomTone = (durationMs: number, seed = 5): Int16Array<ArrayBuffer> => {
  const random = seededRandom(seed)
  let low = 0
  return Int16Array.from({ length: Math.ceil((durationMs * soundRateHz) / 1000) }, () => {
    low = 0.97 * low + (random() - 0.5) * 14
    return low + (random() - 0.5) * 10
  })
}
