/** Containers that lie: built by hand, byte by byte, for the attacks on the decoder. */

/** A Matroska element with whatever size it is told to claim. */
export const ebml = (id: number, payload: Uint8Array, claimedSize: number | 'unknown' = payload.length): Uint8Array => {
  const idBytes: number[] = []
  for (let rest = id; rest > 0; rest = Math.floor(rest / 256)) idBytes.unshift(rest % 256)
  const size = new Uint8Array(8)
  if (claimedSize === 'unknown') size.fill(0xff)
  else for (let at = 7, rest = claimedSize; at > 0; at--, rest = Math.floor(rest / 256)) size[at] = rest % 256
  size[0] = 0x01
  return Buffer.concat([Uint8Array.from(idBytes), size, payload])
}

export const ebmlNumber = (id: number, value: number): Uint8Array => {
  const bytes: number[] = []
  for (let rest = value; rest > 0 || bytes.length === 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256)
  return ebml(id, Uint8Array.from(bytes))
}

export const ebmlText = (id: number, text: string): Uint8Array => ebml(id, Buffer.from(text))

export const webmHead = (): Uint8Array => ebml(0x1a45dfa3, ebmlText(0x4282, 'webm'))

/** One picture track. */
export const webmTrack = (
  number: number,
  codec: string,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
  more: Uint8Array[] = [],
): Uint8Array =>
  ebml(
    0xae,
    Buffer.concat([
      ebmlNumber(0xd7, number),
      ebmlNumber(0x83, 1),
      ebmlText(0x86, codec),
      ebml(0xe0, Buffer.concat([ebmlNumber(0xb0, widthPx), ebmlNumber(0xba, heightPx)])),
      ...more,
    ]),
  )

export const webmTracks = (codec: string, widthPx: number, heightPx: number, more: Uint8Array[] = []): Uint8Array =>
  ebml(0x1654ae6b, webmTrack(1, codec, { widthPx, heightPx }, more))

export const webmSegment = (...children: Uint8Array[]): Uint8Array =>
  Buffer.concat([webmHead(), ebml(0x18538067, Buffer.concat(children), 'unknown')])

/** One packet of track 1. */
export const webmBlock = (data: Uint8Array, relativeMs = 0, flags = 0x80): Uint8Array =>
  ebml(0xa3, Buffer.concat([Uint8Array.of(0x81, (relativeMs >> 8) & 255, relativeMs & 255, flags), data]))

export const webmCluster = (timestampMs: number, ...blocks: Uint8Array[]): Uint8Array =>
  ebml(0x1f43b675, Buffer.concat([ebmlNumber(0xe7, timestampMs), ...blocks]), 'unknown')

/** A box of MP4 with whatever size it is told to claim. */
export const box = (type: string, payload: Uint8Array, claimedSize = payload.length + 8): Uint8Array => {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(claimedSize >>> 0, 0)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, payload])
}

export const mp4Head = (): Uint8Array => box('ftyp', Buffer.from('isom\0\0\0\0isomiso2avc1', 'latin1'))

/** Bytes that follow no pattern, the same in every run. */
export const noiseBytes = (length: number, random: () => number): Uint8Array =>
  Uint8Array.from({ length }, () => Math.floor(random() * 256))

/** Index of a pattern, at or after `from`; throws when it is not there, because then the attack would be none. */
export const indexOfBytes = (bytes: Uint8Array, pattern: number[], from = 0): number => {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(Buffer.from(pattern), from)
  if (at < 0) throw new Error('pattern not found')
  return at
}
