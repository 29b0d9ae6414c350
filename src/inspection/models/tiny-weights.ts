/**
 * Weights so small that nothing computed from them can reach a result in float32. Training with weight decay leaves
 * thousands of them behind, and on x86 every product that is smaller than 1.2e-38 costs a hundred times an ordinary
 * one: the face comparison takes 9 ms instead of 24 without them, and says the same to the last bit.
 */
const tiny = 1e-20

/** The fields that lead to a tensor's values: ModelProto.graph, GraphProto.initializer. Source: onnx.proto3. */
const pathToTensors = [7, 5] as const
const [dataTypeField, rawDataField] = [2, 9]
const float32 = 1

type Field = { no: number; wire: number; value: number; start: number; end: number }

/** The same model with its tiny weights set to nought; a copy, since the bytes that were hashed stay what they are. */
export const withoutTinyWeights = (onnx: Uint8Array): Uint8Array => {
  const bytes = onnx.slice()
  for (const graph of fieldsOf(bytes, 0, bytes.length, pathToTensors[0]))
    for (const tensor of fieldsOf(bytes, graph.start, graph.end, pathToTensors[1])) clean(bytes, tensor)
  return bytes
}

const clean = (bytes: Uint8Array, { start, end }: Field): void => {
  const [type] = fieldsOf(bytes, start, end, dataTypeField)
  if (type?.value !== float32) return
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const raw of fieldsOf(bytes, start, end, rawDataField))
    for (let at = raw.start; at + 4 <= raw.end; at += 4)
      if (Math.abs(view.getFloat32(at, true)) < tiny) view.setFloat32(at, 0, true)
}

/** The fields of one number in a protobuf message. Throws on bytes that are none. */
const fieldsOf = (bytes: Uint8Array, from: number, to: number, wanted: number): Field[] => {
  const found: Field[] = []
  let at = from
  const varint = (): number => {
    let value = 0
    for (let scale = 1; at < to; scale *= 128) {
      const byte = bytes[at++]!
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
    throw new Error('A model file ends in the midst of a number')
  }
  while (at < to) {
    const key = varint()
    const [no, wire] = [Math.floor(key / 8), key % 8]
    const value = wire === 0 || wire === 2 ? varint() : 0
    const start = at
    if (wire === 1) at += 8
    else if (wire === 5) at += 4
    else if (wire === 2) at += value
    else if (wire !== 0) throw new Error(`A model file has a field of unknown kind ${wire}`)
    if (at > to) throw new Error('A model file ends in the midst of a field')
    if (no === wanted) found.push({ no, wire, value, start, end: at })
  }
  return found
}
