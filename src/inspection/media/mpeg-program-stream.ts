/**
 * MPEG program streams (`.mpg`) with MPEG-1 picture and layer II sound: ISO/IEC 11172-1, and the packet head of 13818-1
 * that newer writers use. Stamps are counted from the first one, because such streams begin at any time of day.
 */
import { type ByteFeed, type ByteReader, openByteReader } from './byte-feed.ts'
import { type AudioTrack, type ContainerResult, type Packet, refuse } from './container-types.ts'
import type { ContainerDamage } from './decoder-types.ts'
import {
  openSplitter,
  pictureUnit,
  readPictureHead,
  readSequenceHeader,
  readSoundHead,
  type SequenceHeader,
  soundUnit,
} from './mpeg-elementary.ts'

const codes = { end: 0xb9, pack: 0xba, system: 0xbb } as const
/** A picture of the largest size this format can say is smaller; more is damage. */
const mostUnitBytes = 4 << 20
/** Packets looked at for the first picture and the first sound. */
const mostLeadingPackets = 400

type StreamPacket = { stream: 'picture' | 'sound'; ptsUs: number | null; data: Uint8Array }

const ptsUsOf = (bytes: Uint8Array, at: number): number => {
  const high = (bytes[at]! >> 1) & 7
  const middle = ((bytes[at + 1]! << 8) | bytes[at + 2]!) >> 1
  const low = ((bytes[at + 3]! << 8) | bytes[at + 4]!) >> 1
  return Math.round(((high * 2 ** 30 + middle * 2 ** 15 + low) * 100) / 9)
}

/** The part of a packet behind its head, and the stamp in the head. */
const openPacket = (body: Uint8Array): { ptsUs: number | null; data: Uint8Array } => {
  let at = 0
  while (at < 16 && body[at] === 0xff) at++
  if ((body[at] ?? 0) >> 6 === 2) {
    const ptsUs = (body[at + 1] ?? 0) & 0x80 ? ptsUsOf(body, at + 3) : null
    return { ptsUs, data: body.subarray(at + 3 + (body[at + 2] ?? 0)) }
  }
  if ((body[at] ?? 0) >> 6 === 1) at += 2
  const kind = (body[at] ?? 0) >> 4
  if (kind === 2) return { ptsUs: ptsUsOf(body, at), data: body.subarray(at + 5) }
  if (kind === 3) return { ptsUs: ptsUsOf(body, at), data: body.subarray(at + 10) }
  return { ptsUs: null, data: body.subarray(at + 1) }
}

async function* packetsOf(reader: ByteReader, onDamage: () => void): AsyncGenerator<StreamPacket> {
  while (await reader.ensure(4)) {
    const [a, b, c, code] = reader.peek(4)
    if (a !== 0 || b !== 0 || c !== 1) {
      // Zero padding between packs is allowed; anything else is damage.
      if (a !== 0) return onDamage()
      await reader.skip(1)
      continue
    }
    if (code === codes.end) return
    if (code === codes.pack) {
      if (!(await reader.ensure(14))) return
      const head = reader.peek(14)
      const length = head[4]! >> 6 === 1 ? 14 + (head[13]! & 7) : 12
      if (!(await reader.skip(length))) return
      continue
    }
    if (code! < codes.system) return onDamage()
    if (!(await reader.ensure(6))) return
    const head = reader.take(6)
    const length = (head[4]! << 8) | head[5]!
    const stream = (code! & 0xf0) === 0xe0 ? 'picture' : (code! & 0xe0) === 0xc0 ? 'sound' : null
    if (stream === null) {
      if (!(await reader.skip(length))) return
    } else {
      if (!(await reader.ensure(length))) return
      yield { stream, ...openPacket(reader.take(length)) }
    }
  }
}

/** Stamps of pictures: those told, and between them by their place in the group. */
const openPictureClock = ({ framesPerSecond }: SequenceHeader) => {
  const frameUs = 1e6 / framesPerSecond
  let groupUs = 0
  let nextGroupUs = 0
  let known = false
  return (place: number, startsGroup: boolean, toldUs: number | null): number => {
    if (startsGroup) {
      groupUs = nextGroupUs
      known = false
    }
    if (toldUs !== null && !known) {
      groupUs = toldUs - place * frameUs
      known = true
    }
    const ptsUs = toldUs ?? groupUs + place * frameUs
    nextGroupUs = Math.max(nextGroupUs, ptsUs + frameUs)
    return Math.round(ptsUs)
  }
}

export const openProgramStream = async (feed: ByteFeed): Promise<ContainerResult> => {
  const reader = openByteReader(feed)
  let damage: ContainerDamage | null = null
  const packets = packetsOf(reader, () => {
    damage = { atByte: reader.position(), what: 'damaged' }
  })
  // What is read to find out what is there is kept and handed out first.
  const leading: StreamPacket[] = []
  const pictureHead = openSplitter(pictureUnit)
  let sequence: SequenceHeader | null = null
  let isMpeg2 = false
  let sound: AudioTrack | null = null
  let first = await packets.next()
  for (; !first.done && leading.length < mostLeadingPackets; first = await packets.next()) {
    leading.push(first.value)
    const { stream, data, ptsUs } = first.value
    if (stream === 'picture' && sequence === null) {
      for (const unit of pictureHead.add(data, ptsUs)) {
        sequence ??= readSequenceHeader(unit.data)
        isMpeg2 ||= readPictureHead(unit.data)?.isMpeg2 ?? false
      }
    }
    if (stream === 'sound' && sound === null) {
      const head = readSoundHead(data)
      if (head)
        sound = { codec: 'mp2', description: undefined, sampleRateHz: head.sampleRateHz, channels: head.channels }
    }
    if (sequence && sound) break
  }
  if (!leading.some(({ stream }) => stream === 'picture')) {
    return leading.length === 0
      ? refuse('recording-unreadable', 'an MPEG program stream without packets')
      : refuse('recording-without-video', 'MPEG program stream without pictures')
  }
  if (sequence === null) return refuse('recording-unreadable', 'an MPEG program stream without a whole picture')
  if (isMpeg2) return refuse('recording-unsupported', 'MPEG program stream with picture codec MPEG-2')
  const originUs = Math.min(...leading.map(({ ptsUs }) => ptsUs ?? Number.POSITIVE_INFINITY))
  const start = Number.isFinite(originUs) ? originUs : 0
  const pictureClock = openPictureClock(sequence)

  async function* run(): AsyncGenerator<Packet> {
    const pictures = openSplitter(pictureUnit)
    const sounds = openSplitter(soundUnit)
    type Units = ReturnType<typeof pictures.end>
    function* picturePackets(units: Units): Generator<Packet> {
      for (const { data, ptsUs } of units) {
        const head = readPictureHead(data)
        if (head === null) continue
        const told = ptsUs === null ? null : ptsUs - start
        const stamp = pictureClock(head.place, head.startsGroup, told)
        yield { kind: 'video', ptsUs: stamp, keyFrame: head.type === 'intra', data }
      }
    }
    function* soundPackets(units: Units): Generator<Packet> {
      for (const { data, ptsUs } of units) {
        if (readSoundHead(data) === null) continue
        yield { kind: 'audio', ptsUs: ptsUs === null ? null : ptsUs - start, keyFrame: true, data }
      }
    }
    async function* everything(): AsyncGenerator<StreamPacket> {
      yield* leading
      yield* packets
    }
    for await (const { stream, ptsUs, data } of everything()) {
      if (stream === 'picture') yield* picturePackets(pictures.add(data, ptsUs))
      else yield* soundPackets(sounds.add(data, ptsUs))
      if (pictures.heldBytes() > mostUnitBytes || sounds.heldBytes() > mostUnitBytes) {
        damage = { atByte: reader.position(), what: 'damaged' }
        return
      }
    }
    yield* picturePackets(pictures.end())
    yield* soundPackets(sounds.end())
  }
  return {
    ok: true,
    container: {
      name: 'MPEG-PS',
      video: {
        codec: 'mpeg1video',
        description: undefined,
        widthPx: sequence.widthPx,
        heightPx: sequence.heightPx,
        rotationDeg: 0,
        colour: { matrix: 'bt601', fullRange: false },
      },
      audio: sound,
      packets: run,
      damage: () => damage,
    },
  }
}
