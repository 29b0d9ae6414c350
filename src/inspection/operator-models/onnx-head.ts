import { open } from 'node:fs/promises'

/** What an ONNX file says of itself beside its graph. */
export type OnnxHead = { ok: true; metadata: Map<string, string> } | { ok: false; why: string }

/** Fields of ModelProto, from the published onnx.proto. */
const irVersion = 1
const graph = 7
const metadataProps = 14
const mostMetadataBytes = 1 << 20
const mostFields = 10_000

type Varint = { value: number; next: number }

const varint = (bytes: Uint8Array, at: number): Varint | null => {
  let value = 0
  for (let i = 0; i < 8; i++) {
    const byte = bytes[at + i]
    if (byte === undefined) return null
    value += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80) return { value, next: at + i + 1 }
  }
  return null
}

/** Key and value of a StringStringEntryProto. */
const entryOf = (bytes: Uint8Array): [key: string, value: string] | null => {
  const parts = new Map<number, string>()
  for (let at = 0; at < bytes.length; ) {
    const tag = varint(bytes, at)
    const length = tag && varint(bytes, tag.next)
    if (!tag || !length || (tag.value & 7) !== 2 || length.next + length.value > bytes.length) return null
    parts.set(tag.value >> 3, new TextDecoder().decode(bytes.subarray(length.next, length.next + length.value)))
    at = length.next + length.value
  }
  return [parts.get(1) ?? '', parts.get(2) ?? '']
}

/**
 * Walks over the outermost fields of an ONNX file, so that a file that is none is named as such before a library of
 * native code is given it. Reads a few bytes of each field, never the weights, and nothing of what the graph says.
 */
export const readOnnxHead = async (path: string): Promise<OnnxHead> => {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    const bytesAt = async (at: number, length: number): Promise<Uint8Array> => {
      const buffer = new Uint8Array(Math.max(0, Math.min(length, size - at)))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at)
      return buffer.subarray(0, bytesRead)
    }
    const metadata = new Map<string, string>()
    const seen = new Set<number>()
    let at = 0
    for (let count = 0; at < size; count++) {
      const head = await bytesAt(at, 24)
      const tag = varint(head, 0)
      if (!tag || count > mostFields) return { ok: false, why: 'it does not begin like one' }
      const field = Math.floor(tag.value / 8)
      const wire = tag.value % 8
      const number = wire === 0 || wire === 2 ? varint(head, tag.next) : null
      if (!number && wire !== 5 && wire !== 1) return { ok: false, why: 'it does not begin like one' }
      seen.add(field)
      const bodyAt = at + (number ? number.next : tag.next)
      const length = wire === 2 ? number!.value : wire === 5 ? 4 : wire === 1 ? 8 : 0
      if (bodyAt + length > size) return { ok: false, why: 'it is cut short' }
      if (field === metadataProps && length <= mostMetadataBytes) {
        const entry = entryOf(await bytesAt(bodyAt, length))
        if (entry) metadata.set(...entry)
      }
      at = bodyAt + length
    }
    if (!seen.has(irVersion) || !seen.has(graph)) return { ok: false, why: 'it holds no graph' }
    return { ok: true, metadata }
  } finally {
    await handle.close()
  }
}
