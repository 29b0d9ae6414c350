/**
 * WebM and Matroska as MediaRecorder streams them, block by block as the bytes arrive. The general library waits for a
 * whole cluster (a second or more of a live run, and the last one of a broken recording is lost); this reader holds one
 * element at a time, so its memory does not depend on what the container claims.
 *
 * The structure is read flat: segments and clusters are walked into whatever size they claim, the few elements of
 * interest are taken whole when they are small enough, all others are skipped without being held.
 */
import { type ByteFeed, openByteReader } from './byte-feed.ts'
import { type ContainerResult, type Packet, refuse } from './container-types.ts'
import type { ContainerDamage } from './decoder-types.ts'
import { elementsOf, readId, readSize, readUint, vintLength } from './ebml.ts'
import { type MatroskaTrack, readTracks } from './matroska-tracks.ts'

const id = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  tracks: 0x1654ae6b,
  cluster: 0x1f43b675,
  clusterTimestamp: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  referenceBlock: 0xfb,
} as const

/** Far beyond any honest element of its kind; a larger one is damage. */
const mostHeaderBytes = 1 << 20
const mostBlockBytes = 16 << 20
/** Elements that may come before the tracks. A file with more is made to keep a reader busy. */
const mostLeadingElements = 1000

type Head = { id: number; size: number | null }

/** Packets of one block: `[track, relative time (2), flags, data]`, with several packets when it is laced. */
const unlace = (data: Uint8Array, lacing: number): Uint8Array[] => {
  if (lacing === 0) return [data]
  const count = data[0]! + 1
  let at = 1
  if (lacing === 2) {
    const size = Math.floor((data.length - 1) / count)
    return Array.from({ length: count }, (_, index) => data.subarray(1 + index * size, 1 + (index + 1) * size))
  }
  const sizes: number[] = []
  for (let index = 0; index < count - 1; index++) {
    if (lacing === 1) {
      let size = 0
      while (at < data.length && data[at] === 255) size += data[at++]!
      sizes.push(size + (data[at++] ?? 0))
    } else {
      const length = vintLength(data[at] ?? 0)
      const raw = readSize(data.subarray(at, at + Math.max(1, length))) ?? 0
      at += Math.max(1, length)
      // After the first, EBML lacing tells differences, offset by half the range.
      sizes.push(index === 0 ? raw : sizes[index - 1]! + raw - (2 ** (7 * length - 1) - 1))
    }
  }
  const packets: Uint8Array[] = []
  for (const size of sizes) {
    if (size < 0 || at + size > data.length) return packets
    packets.push(data.subarray(at, at + size))
    at += size
  }
  packets.push(data.subarray(at))
  return packets
}

export const openMatroska = async (feed: ByteFeed): Promise<ContainerResult> => {
  const reader = openByteReader(feed)
  let damage: ContainerDamage | null = null

  /** The next element's head; null at the end of the recording and where nothing can be made of the bytes. */
  const nextHead = async (): Promise<Head | null> => {
    if (!(await reader.ensure(1))) return null
    const idLength = vintLength(reader.peek(1)[0]!)
    const broken = (): null => {
      damage = { atByte: reader.position(), what: 'damaged' }
      return null
    }
    if (idLength === 0 || idLength > 4) return broken()
    if (!(await reader.ensure(idLength + 1))) return null
    const sizeLength = vintLength(reader.peek(idLength + 1)[idLength]!)
    if (sizeLength === 0) return broken()
    if (!(await reader.ensure(idLength + sizeLength))) return null
    const element = readId(reader.take(idLength))
    const size = readSize(reader.take(sizeLength))
    const walkedInto = element === id.segment || element === id.cluster
    if (size === null && !walkedInto) return broken()
    const taken = element === id.simpleBlock || element === id.blockGroup ? mostBlockBytes : mostHeaderBytes
    const wanted =
      element === id.simpleBlock ||
      element === id.blockGroup ||
      element === id.tracks ||
      element === id.info ||
      element === id.ebml ||
      element === id.clusterTimestamp
    if (wanted && size! > taken) return broken()
    return { id: element, size }
  }
  const payloadOf = async (head: Head): Promise<Uint8Array | null> =>
    (await reader.ensure(head.size!)) ? reader.take(head.size!) : null

  let name = 'Matroska'
  let nanosecondsPerTick = 1_000_000
  let tracks: MatroskaTrack[] | null = null
  let clusterTicks = 0
  let ebmlHeads = 0

  /** Everything but blocks. False when reading cannot go on. */
  const readOther = async (head: Head): Promise<boolean> => {
    if (head.id === id.segment || head.id === id.cluster) return true
    const known = head.id === id.ebml || head.id === id.info || head.id === id.tracks || head.id === id.clusterTimestamp
    if (!known) return reader.skip(head.size!)
    const payload = await payloadOf(head)
    if (payload === null) return false
    if (head.id === id.clusterTimestamp) clusterTicks = readUint(payload)
    if (head.id === id.ebml) {
      ebmlHeads++
      for (const element of elementsOf(payload)) {
        if (element.id === id.docType && Buffer.from(element.payload).toString('latin1').startsWith('webm'))
          name = 'WebM'
      }
    }
    if (head.id === id.info) {
      for (const element of elementsOf(payload)) {
        if (element.id === id.timestampScale) nanosecondsPerTick = readUint(element.payload) || 1_000_000
      }
    }
    if (head.id === id.tracks) tracks ??= readTracks(payload)
    return true
  }

  for (let seen = 0; tracks === null; seen++) {
    const head = seen < mostLeadingElements ? await nextHead() : null
    if (head === null || head.id === id.cluster || !(await readOther(head))) {
      return refuse('recording-unreadable', 'a Matroska recording without its list of tracks')
    }
  }
  const found = tracks as MatroskaTrack[]
  const videos = found.filter((entry) => entry.kind === 'video')
  const video = videos.find((entry) => entry.track !== null)
  if (!video?.track) {
    return videos.length === 0
      ? refuse('recording-without-video', `${name} without a picture track`)
      : refuse('recording-unsupported', `${name} with picture codec ${videos[0]!.codecName}`)
  }
  const audio = found.find((entry) => entry.kind === 'audio' && entry.track !== null)

  const packetsOf = (block: Uint8Array, keyFrame: boolean | null): Packet[] => {
    const numberLength = vintLength(block[0] ?? 0)
    if (numberLength === 0 || block.length < numberLength + 3) return []
    const number = readSize(block.subarray(0, numberLength))
    const kind = number === video.number ? 'video' : number === audio?.number ? 'audio' : null
    if (kind === null) return []
    const view = new DataView(block.buffer, block.byteOffset, block.byteLength)
    const ticks = clusterTicks + view.getInt16(numberLength)
    const flags = block[numberLength + 2]!
    const ptsUs = Math.round((ticks * nanosecondsPerTick) / 1000)
    const isKey = keyFrame ?? (flags & 0x80) !== 0
    return unlace(block.subarray(numberLength + 3), (flags >> 1) & 3).map((data, index) => ({
      kind,
      ptsUs: index === 0 ? ptsUs : null,
      keyFrame: isKey,
      data,
    }))
  }

  async function* packets(): AsyncGenerator<Packet> {
    for (let head = await nextHead(); head !== null; head = await nextHead()) {
      if (head.id === id.simpleBlock) {
        const block = await payloadOf(head)
        if (block === null) return
        yield* packetsOf(block, null)
      } else if (head.id === id.blockGroup) {
        const group = await payloadOf(head)
        if (group === null) return
        let block: Uint8Array | null = null
        let keyFrame = true
        for (const element of elementsOf(group)) {
          if (element.id === id.block) block = element.payload
          if (element.id === id.referenceBlock) keyFrame = false
        }
        if (block) yield* packetsOf(block, keyFrame)
      } else if (!(await readOther(head))) return
      if (ebmlHeads > 1) {
        // One recorder writes one head. What follows is another recording, not the rest of this one.
        damage = { atByte: reader.position(), what: 'second-recording' }
        return
      }
    }
  }
  return {
    ok: true,
    container: {
      name,
      video: video.track,
      audio: audio?.kind === 'audio' ? audio.track : null,
      packets,
      damage: () => damage,
    },
  }
}
