import { expect, test } from 'vitest'
import { withoutTinyWeights } from './tiny-weights.ts'

/** A field of a protobuf message: number, and bytes or a small number. */
const field = (no: number, value: Uint8Array | number): number[] =>
  typeof value === 'number' ? [no * 8, value] : [no * 8 + 2, ...varint(value.length), ...value]
const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >> 7)])
const floats = (...values: number[]): Uint8Array => new Uint8Array(Float32Array.from(values).buffer)
const message = (...fields: number[][]): Uint8Array => Uint8Array.from(fields.flat())

const modelWith = (dataType: number, raw: Uint8Array): Uint8Array => {
  const tensor = message(field(1, 1), field(2, dataType), field(8, new Uint8Array([97, 98])), field(9, raw))
  return message(field(1, 4), field(7, message(field(2, new Uint8Array([103])), field(5, tensor))), field(8, raw))
}

test('weights too small to matter become nought, and nothing else changes', () => {
  const weights = [0.5, 1e-39, -1e-30, -2, 1e-12, 0, ...Array.from({ length: 60 }, (_, i) => i)]
  const kept = weights.map((weight) => (Math.abs(weight) < 1e-20 ? 0 : weight))
  const before = modelWith(1, floats(...weights))
  const expected = modelWith(1, floats(...kept))
  // What looks the same outside the graph is no weight.
  expected.set(floats(...weights), expected.length - 4 * weights.length)
  const untouched = before.slice()
  expect(withoutTinyWeights(before)).toEqual(expected)
  expect(before).toEqual(untouched)
})

test('tensors of other types stay as they are', () => {
  const model = modelWith(7, floats(1e-39, 1))
  expect(withoutTinyWeights(model)).toEqual(model)
})

test('bytes that end too soon are refused', () => {
  const model = modelWith(1, floats(1, 2, 3))
  expect(() => withoutTinyWeights(model.slice(0, -5))).toThrow('ends in the midst')
})
