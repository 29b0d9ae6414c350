import type { RunModel } from '../models/load.ts'
import { rectangleToQuad } from './homography.ts'
import { type Quad, quadSize, type RgbImage } from './image.ts'
import { warpTensor } from './warp.ts'

/** One character as read, with the reader's other candidates in falling order (its own choice first). */
export type ReadCharacter = { char: string; score01: number; candidates: { char: string; score01: number }[] }
export type ReadText = { text: string; score01: number; characters: ReadCharacter[] }

const inputHeight = 48
/**
 * Few fixed widths, so that the runtime's memory stays bounded; a line is padded up to the next one. Padding costs what
 * print does, so they lie closest where a card's words and numbers do.
 */
const inputWidths = [96, 160, 224, 320, 400, 480, 608, 720, 1280] as const
const format = { mean: [127.5, 127.5, 127.5], std: [127.5, 127.5, 127.5], order: 'bgr' } as const
const candidateCount = 5

/** The classes of the reader's output: a blank, the characters of the pinned file, a space. Source: PaddleOCR. */
export const readerAlphabet = (file: string): string[] => {
  const characters = file.split('\n').map((line) => line.replace(/\r$/, ''))
  while (characters.at(-1) === '') characters.pop()
  return ['', ...characters, ' ']
}

/** Reads one line of text given by its quad. */
export const recogniseText = async (
  recognise: RunModel,
  alphabet: readonly string[],
  image: RgbImage,
  quad: Quad,
): Promise<ReadText> => {
  const size = quadSize(quad)
  const wanted = Math.max(16, Math.round((inputHeight * size.width) / Math.max(1, size.height)))
  const inputWidth = inputWidths.find((width) => width >= wanted) ?? inputWidths.at(-1)!
  const lineWidth = Math.min(wanted, inputWidth)
  const map = rectangleToQuad(lineWidth, inputHeight, quad)
  if (!map) return { text: '', score01: 0, characters: [] }
  const line = warpTensor(image, lineWidth, inputHeight, map, format, inputWidth)
  const outputs = await recognise(line, [1, 3, inputHeight, inputWidth])
  const { data, dims } = Object.values(outputs)[0]!
  return decode(data, dims[1]!, dims[2]!, alphabet)
}

/** Greedy CTC: the best class of each step, repeats merged, blanks dropped. */
const decode = (data: Float32Array, steps: number, classes: number, alphabet: readonly string[]): ReadText => {
  const characters: ReadCharacter[] = []
  let last = 0
  for (let step = 0; step < steps; step += 1) {
    const first = step * classes
    let best = 0
    let most = data[first]!
    for (let k = 1; k < classes; k += 1)
      if (data[first + k]! > most) {
        most = data[first + k]!
        best = k
      }
    if (best !== 0 && best !== last) {
      const scores = data.subarray(first, first + classes)
      characters.push({
        char: alphabet[best] ?? '',
        score01: most,
        candidates: topClasses(scores).map((k) => ({ char: alphabet[k] ?? '', score01: scores[k]! })),
      })
    }
    last = best
  }
  const score01 = characters.reduce((sum, { score01: score }) => sum + score, 0) / Math.max(1, characters.length)
  return { text: characters.map(({ char }) => char).join(''), score01, characters }
}

const topClasses = (scores: Float32Array): number[] => {
  const top: number[] = []
  for (let k = 1; k < scores.length; k += 1) {
    if (top.length === candidateCount && scores[k]! <= scores[top.at(-1)!]!) continue
    const at = top.findIndex((other) => scores[k]! > scores[other]!)
    top.splice(at < 0 ? top.length : at, 0, k)
    if (top.length > candidateCount) top.pop()
  }
  return top
}
