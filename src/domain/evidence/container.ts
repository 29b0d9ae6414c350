import { crc32 } from 'node:zlib'

/**
 * The bundle's file: a ZIP that any tool opens, in the one form that has no freedom left: entries stored (media does not
 * compress), in the order given, no dates, comments, or extra fields. A ZIP library's output may change with its
 * version and its reader overlooks bytes that nothing depends on; here the reader writes the container again and
 * compares, so a bundle in which any byte was changed is refused. Stored entries also cannot be a bomb: what comes out
 * is never larger than what came in.
 */
export type Entry = { path: string; bytes: Uint8Array }

export type ContainerVerdict =
  | { ok: true; entries: Entry[] }
  | { ok: false; why: 'not-a-container' | 'not-in-our-form' | 'too-large' | 'too-many-entries' }

export type ContainerLimits = { bytesMax: number; entriesMax: number }

/** What Node reads into memory at once (below 2 GiB), so that every bundle that can be written can be verified. */
export const containerLimits: ContainerLimits = { bytesMax: 2 ** 31 - 1, entriesMax: 20_000 }

const pathForm = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*)*$/
const pathLengthMax = 200
/** 1 January 1980, the first day a ZIP can name. */
const noDate = 0x0021
const [localMark, centralMark, endMark] = [0x04034b50, 0x02014b50, 0x06054b50]

export const isEntryPath = (path: string): boolean => path.length <= pathLengthMax && pathForm.test(path)

/** What the container says of an entry; enough to write everything but the entry itself. */
export type MeasuredEntry = { path: string; sizeBytes: number; crc32: number }

/**
 * Everything around the entries: `headers[n]` stands before the bytes of entry n, `tail` behind the last one. So large
 * entries can be written as they are read, once they were measured. Throws on what the form cannot hold.
 */
export function containerFrame(
  entries: readonly MeasuredEntry[],
  limits: ContainerLimits = containerLimits,
): { headers: Uint8Array[]; tail: Uint8Array; sizeBytes: number } {
  if (entries.length > limits.entriesMax) throw new RangeError('too many entries for one bundle')
  if (new Set(entries.map(({ path }) => path)).size !== entries.length) throw new RangeError('two entries of one path')
  const headers: Uint8Array[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    if (!isEntryPath(entry.path)) throw new RangeError('not an entry path')
    // Beyond this a size does not fit into its field, which comes before the sum is looked at.
    if (entry.sizeBytes > limits.bytesMax) throw new RangeError('too large for one bundle')
    const shared = sharedFields(entry)
    const local = Buffer.concat([u32(localMark), u16(20), shared, u16(0), Buffer.from(entry.path)])
    central.push(centralRecord(entry.path, shared, offset))
    headers.push(local)
    offset += local.length + entry.sizeBytes
    if (offset > limits.bytesMax) throw new RangeError('too large for one bundle')
  }
  const directory = Buffer.concat(central)
  const count = u16(entries.length)
  const end = [u32(endMark), u16(0), u16(0), count, count, u32(directory.length), u32(offset), u16(0)]
  const tail = Buffer.concat([directory, ...end])
  if (offset + tail.length > limits.bytesMax) throw new RangeError('too large for one bundle')
  return { headers, tail, sizeBytes: offset + tail.length }
}

export const measureEntry = ({ path, bytes }: Entry): MeasuredEntry => ({
  path,
  sizeBytes: bytes.length,
  crc32: crc32(bytes),
})

/** The container's parts in order, so that large entries need not be copied. Throws on what the form cannot hold. */
export function containerParts(entries: readonly Entry[], limits: ContainerLimits = containerLimits): Uint8Array[] {
  const { headers, tail } = containerFrame(entries.map(measureEntry), limits)
  return [...entries.flatMap(({ bytes }, index) => [headers[index] ?? new Uint8Array(), bytes]), tail]
}

/** The entries, as views into `bytes`. */
export function readContainer(bytes: Uint8Array, limits: ContainerLimits = containerLimits): ContainerVerdict {
  if (bytes.length > limits.bytesMax) return { ok: false, why: 'too-large' }
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const entries: Entry[] = []
  let at = 0
  while (at + 30 <= all.length && all.readUInt32LE(at) === localMark) {
    if (entries.length === limits.entriesMax) return { ok: false, why: 'too-many-entries' }
    const [size, pathLength] = [all.readUInt32LE(at + 22), all.readUInt16LE(at + 26)]
    const start = at + 30 + pathLength
    if (start + size > all.length) return { ok: false, why: 'not-in-our-form' }
    entries.push({ path: all.toString('latin1', at + 30, start), bytes: all.subarray(start, start + size) })
    at = start + size
  }
  if (entries.length === 0) return { ok: false, why: 'not-a-container' }
  return isWritten(entries, all, limits) ? { ok: true, entries } : { ok: false, why: 'not-in-our-form' }
}

/** Writing the entries again must give the same bytes. */
function isWritten(entries: readonly Entry[], all: Buffer, limits: ContainerLimits): boolean {
  if (new Set(entries.map(({ path }) => path)).size !== entries.length) return false
  if (!entries.every(({ path }) => isEntryPath(path))) return false
  let at = 0
  for (const part of containerParts(entries, { ...limits, bytesMax: containerLimits.bytesMax })) {
    if (!all.subarray(at, at + part.length).equals(part)) return false
    at += part.length
  }
  return at === all.length
}

/** Flags (names are UTF-8), method (stored), time, date, CRC, both sizes, length of the path: the same in both records. */
function sharedFields({ path, sizeBytes, crc32: crc }: MeasuredEntry): Buffer {
  const size = u32(sizeBytes)
  return Buffer.concat([u16(0x0800), u16(0), u16(0), u16(noDate), u32(crc), size, size, u16(path.length)])
}

function centralRecord(path: string, shared: Buffer, offset: number): Buffer {
  // Made by and needs version 2.0; no extra field, comment, disk number or attributes.
  const rest = [u16(0), u16(0), u16(0), u16(0), u32(0), u32(offset), Buffer.from(path)]
  return Buffer.concat([u32(centralMark), u16(20), u16(20), shared, ...rest])
}

function u16(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16LE(value)
  return buffer
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value)
  return buffer
}
