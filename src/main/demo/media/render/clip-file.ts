import { Buffer } from 'node:buffer'

/** One encoded picture of a clip. */
export type ClipFrame = { key: boolean; timestampUs: number; data: Uint8Array }

export type Clip = { codec: 'vp8'; width: number; height: number; durationUs: number; frames: ClipFrame[] }

type Head = Omit<Clip, 'frames'> & { frames: { key: boolean; timestampUs: number; bytes: number }[] }

/**
 * A clip as a file that a browser page and Node read alike: four bytes with the length of a JSON head (little endian),
 * the head, then the encoded pictures one after the other.
 */
export const packClip = ({ frames, ...head }: Clip): Uint8Array => {
  const described: Head = {
    ...head,
    frames: frames.map(({ key, timestampUs, data }) => ({ key, timestampUs, bytes: data.length })),
  }
  const json = Buffer.from(JSON.stringify(described))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(json.length)
  return Buffer.concat([length, json, ...frames.map((frame) => frame.data)])
}

export const unpackClip = (bytes: Uint8Array): Clip => {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const head = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + length))) as Head
  let at = 4 + length
  const frames = head.frames.map(({ key, timestampUs, bytes: size }) => {
    const data = bytes.subarray(at, at + size)
    at += size
    return { key, timestampUs, data }
  })
  return { ...head, frames }
}
