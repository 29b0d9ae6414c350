/**
 * Gives decoded pictures their time stamps. The decoder hands pictures out in the order they are shown, but labels each
 * with the stamp of whatever packet it had been given last, which is wrong as soon as it keeps pictures back (frame
 * threads, B-frames). Since the order is right, the n-th picture belongs to the n-th smallest stamp still waiting.
 */
export type WaitingPacket = { ptsUs: number; keyFrame: boolean }

export type PresentationOrder = {
  packetGiven: (packet: WaitingPacket) => void
  /** A packet that will never become a picture, because it is damaged. */
  packetLost: (packet: WaitingPacket) => void
  /** The packet that the picture which came out belongs to, or null when none is waiting for one. */
  pictureOut: () => WaitingPacket | null
}

/**
 * More pictures than any stream may hold back: 16 by reordering (H.264, HEVC) and 16 by frame threads, and a few.
 * Beyond that the oldest packet is taken as lost, so that one silent loss cannot shift all later stamps for ever.
 */
const mostHeldBack = 40

export const openPresentationOrder = (): PresentationOrder => {
  // Kept sorted; new stamps belong near the end, so the insertion is short.
  const waiting: WaitingPacket[] = []
  return {
    packetGiven: (packet) => {
      let at = waiting.length
      while (at > 0 && waiting[at - 1]!.ptsUs > packet.ptsUs) at--
      waiting.splice(at, 0, packet)
      if (waiting.length > mostHeldBack) waiting.shift()
    },
    packetLost: (packet) => {
      const at = waiting.indexOf(packet)
      if (at >= 0) waiting.splice(at, 1)
    },
    pictureOut: () => waiting.shift() ?? null,
  }
}

/**
 * False for a packet that carries no picture to show (the hidden reference frames of VP8 and VP9), judged from its
 * first bits (RFC 6386 section 9.1; VP9 bitstream specification section 6.2). Other codecs have none in a packet of
 * their own.
 */
export const packetShowsPicture = (codec: string, data: Uint8Array): boolean => {
  const first = data[0]
  if (first === undefined) return false
  if (codec.startsWith('vp8')) return (first & 0x10) !== 0
  if (!codec.startsWith('vp09') && codec !== 'vp9') return true
  // A superframe ends with an index whose marker is 0b110xxxxx; it holds hidden frames and one that is shown.
  if ((data[data.length - 1]! & 0xe0) === 0xc0) return true
  // Bits from the top: marker (2), profile (2), one reserved when the profile is 3, show_existing, type, show.
  let bit = ((first >> 4) & 3) === 3 ? 5 : 4
  const next = () => (first >> (7 - bit++)) & 1
  if (next() === 1) return true
  next()
  return next() === 1
}
