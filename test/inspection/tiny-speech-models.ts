import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Small ONNX models that sherpa-onnx really loads and runs, written here field by field so that none lies in the
 * repository. The speaker model describes a voice by its mean spectrum; the recogniser reads pure tones as digits. They
 * stand in for an operator's models, which no package carries.
 */
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))]
const bytes = (field: number, body: Uint8Array | readonly number[]): number[] => [
  ...varint(field * 8 + 2),
  ...varint(body.length),
  ...body,
]
const text = (field: number, value: string): number[] => bytes(field, new TextEncoder().encode(value))
const number = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)]

const floatType = 1
const int64Type = 7

const tensor = (name: string, dims: readonly number[], data: Float32Array | BigInt64Array): number[] => [
  ...dims.flatMap((dim) => number(1, dim)),
  ...number(2, data instanceof Float32Array ? floatType : int64Type),
  ...text(8, name),
  ...bytes(9, new Uint8Array(data.buffer)),
]
const ints = (name: string, ...values: number[]): number[] =>
  tensor(name, [values.length], BigInt64Array.from(values, BigInt))

/** `null` is a size that the file does not fix. */
const valueInfo = (name: string, type: number, dims: readonly (number | null)[]): number[] => {
  const shape = dims.flatMap((dim, at) => bytes(1, dim === null ? text(2, `${name}${at}`) : number(1, dim)))
  return [...text(1, name), ...bytes(2, bytes(1, [...number(1, type), ...bytes(2, shape)]))]
}

type Attributes = Record<string, number | number[]>
const node = (op: string, inputs: string[], output: string, attributes: Attributes = {}): number[] => [
  ...inputs.flatMap((input) => text(1, input)),
  ...text(2, output),
  ...text(4, op),
  ...Object.entries(attributes).flatMap(([name, value]) =>
    bytes(
      5,
      typeof value === 'number'
        ? [...text(1, name), ...number(3, value), ...number(20, 2)]
        : [...text(1, name), ...value.flatMap((one) => number(8, one)), ...number(20, 7)],
    ),
  ),
]

const model = (
  parts: { nodes: number[][]; constants: number[][]; inputs: number[][]; outputs: number[][] },
  metadata: Record<string, string | number>,
): Uint8Array => {
  const graph = [
    ...parts.nodes.flatMap((one) => bytes(1, one)),
    ...text(2, 'tiny'),
    ...parts.constants.flatMap((one) => bytes(5, one)),
    ...parts.inputs.flatMap((one) => bytes(11, one)),
    ...parts.outputs.flatMap((one) => bytes(12, one)),
  ]
  return Uint8Array.from([
    ...number(1, 8),
    ...bytes(7, graph),
    ...bytes(8, [...text(1, ''), ...number(2, 13)]),
    ...Object.entries(metadata).flatMap(([key, value]) => bytes(14, [...text(1, key), ...text(2, String(value))])),
  ])
}

/** Bands of sherpa-onnx's mel spectrum. */
const melBands = 80

/** The mean of each band over time, less the mean of all: what colours a voice. */
export const tinySpeakerModel = (metadata: Record<string, string | number> = {}): Uint8Array =>
  model(
    {
      nodes: [
        node('ReduceMean', ['x'], 'bands', { axes: [1], keepdims: 0 }),
        node('ReduceMean', ['bands'], 'level', { axes: [1], keepdims: 1 }),
        node('Sub', ['bands', 'level'], 'embedding'),
      ],
      constants: [],
      inputs: [valueInfo('x', floatType, [null, null, melBands])],
      outputs: [valueInfo('embedding', floatType, [null, melBands])],
    },
    {
      framework: 'wespeaker',
      language: 'any',
      output_dim: melBands,
      sample_rate: 16_000,
      normalize_samples: 1,
      ...metadata,
    },
  )

const toneBand = (digit: number): number => 12 + digit * 6
/** The middle of a band, as kaldi lays its bands out between 20 Hz and 7600 Hz. */
export const toneHz = (digit: number): number => {
  const mel = (hz: number): number => 1127 * Math.log(1 + hz / 700)
  const [from, to] = [mel(20), mel(7600)]
  const at = from + ((toneBand(digit) + 1) * (to - from)) / (melBands + 1)
  return 700 * (Math.exp(at / 1127) - 1)
}

const digitWords = '零一二三四五六七八九'

/** A zipformer-ctc model in all but its weights: every fourth frame, one band for each digit, blank below a level. */
export const tinyRecogniser = (): Uint8Array => {
  const classes = digitWords.length + 1
  const weights = new Float32Array(melBands * classes)
  for (let digit = 0; digit < digitWords.length; digit++) weights[toneBand(digit) * classes + digit + 1] = 1
  return model(
    {
      nodes: [
        node('Slice', ['x', 'from', 'to', 'axis', 'step'], 'fourth'),
        node('MatMul', ['fourth', 'weights'], 'log_probs'),
        node('Add', ['x_lens', 'three'], 'more'),
        node('Div', ['more', 'step'], 'log_probs_len'),
      ],
      constants: [
        ints('from', 0),
        ints('to', 1_000_000),
        ints('axis', 1),
        ints('step', 4),
        ints('three', 3),
        tensor('weights', [melBands, classes], weights),
      ],
      inputs: [valueInfo('x', floatType, [null, null, melBands]), valueInfo('x_lens', int64Type, [null])],
      outputs: [
        valueInfo('log_probs', floatType, [null, null, classes]),
        valueInfo('log_probs_len', int64Type, [null]),
      ],
    },
    { model_type: 'zipformer2_ctc', comment: 'reads tones' },
  )
}

export const tinyTokens = ['<blk>', ...digitWords].map((word, at) => `${word} ${at}\n`).join('')

/** A folder as a publisher lays it out, with what is no part of the model beside it. */
export const recogniserFolder = async (folder: string): Promise<string> => {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'model.onnx'), tinyRecogniser())
  await writeFile(join(folder, 'tokens.txt'), tinyTokens)
  await writeFile(join(folder, 'README.md'), 'a model for tests\n')
  return folder
}

/** Tones for digits, with silence around each, in a room that is never quite silent. 16 kHz. */
export const tones = (digits: string, eachMs = 300): Float32Array => {
  const each = eachMs * 16
  const out = new Float32Array((digits.length * 2 + 1) * each)
  for (let i = 0; i < out.length; i++) out[i] = 1e-4 * Math.sin(i * 0.37)
  ;[...digits].forEach((digit, at) => {
    const step = (2 * Math.PI * toneHz(Number(digit))) / 16_000
    for (let i = 0; i < each; i++) out[(at * 2 + 1) * each + i]! += 0.3 * Math.sin(i * step)
  })
  return out
}
