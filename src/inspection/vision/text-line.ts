import { type Point, type Quad, quadSize } from './image.ts'
import type { ReadCharacter, ReadText } from './text-recognise.ts'

/** A line as a parser wants it: characters folded to their plain form, without spaces, with its place. */
export type TextLine = {
  text: string
  score01: number
  characters: ReadCharacter[]
  quad: Quad
}

/**
 * Folds full-width digits and letters to plain ones (the reader mixes them) and drops spaces. One entry of `characters`
 * stays one character of `text`, so that an index in one is an index in the other.
 */
export const textLine = (read: ReadText, quad: Quad): TextLine => {
  const characters = read.characters
    .map(({ char, score01, candidates }) => ({
      char: folded(char),
      score01,
      candidates: candidates.map((candidate) => ({ ...candidate, char: folded(candidate.char) })),
    }))
    .filter(({ char }) => char !== '')
  return { text: characters.map(({ char }) => char).join(''), score01: read.score01, characters, quad }
}

const folded = (char: string): string => {
  const plain = char.normalize('NFKC').trim()
  return plain.length === 1 ? plain : char.trim()
}

/** A part of a line, with the quad cut to it as if all its characters were equally wide (Latin ones half). */
export const linePart = (line: TextLine, start: number, end = line.text.length): TextLine => {
  const widths = line.characters.map(({ char }) => (char.charCodeAt(0) < 0x250 ? 0.55 : 1))
  const total = widths.reduce((sum, width) => sum + width, 0) || 1
  const share = (to: number) => widths.slice(0, to).reduce((sum, width) => sum + width, 0) / total
  const between = (a: Point, b: Point, t: number): Point => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
  const [tl, tr, br, bl] = line.quad
  const [from, to] = [share(start), share(end)]
  const characters = line.characters.slice(start, end)
  return {
    text: line.text.slice(start, end),
    characters,
    score01: characters.reduce((sum, { score01 }) => sum + score01, 0) / Math.max(1, characters.length),
    quad: [between(tl, tr, from), between(tl, tr, to), between(bl, br, to), between(bl, br, from)],
  }
}

/** Several parts of one row as one line, in the order given. */
export const joinedLine = (parts: readonly TextLine[]): TextLine | null => {
  const first = parts[0]
  const last = parts.at(-1)
  if (!first || !last) return null
  const characters = parts.flatMap((part) => part.characters)
  return {
    text: parts.map((part) => part.text).join(''),
    characters,
    score01: characters.reduce((sum, { score01 }) => sum + score01, 0) / Math.max(1, characters.length),
    quad: [first.quad[0], last.quad[1], last.quad[2], first.quad[3]],
  }
}

/** Lines laid out in the text's own direction: `along` grows to the right, `across` downwards, whatever the tilt. */
export type PlacedLine = TextLine & { along: number; across: number; height: number }

/** The direction is the median of the long lines' own. */
export const placeLines = (lines: readonly TextLine[]): PlacedLine[] => {
  const angles = lines
    .filter(({ quad }) => quadSize(quad).width > 1.5 * quadSize(quad).height)
    .map(({ quad: [tl, tr, br, bl] }) => Math.atan2(tr[1] + br[1] - tl[1] - bl[1], tr[0] + br[0] - tl[0] - bl[0]))
    .sort((a, b) => a - b)
  const angle = angles[Math.floor(angles.length / 2)] ?? 0
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return lines
    .map((line) => {
      const [tl, , , bl] = line.quad
      // The left edge's middle: a line that merged with its neighbour on the right still starts where it starts.
      const [x, y] = [(tl[0] + bl[0]) / 2, (tl[1] + bl[1]) / 2]
      return { ...line, along: x * cos + y * sin, across: -x * sin + y * cos, height: quadSize(line.quad).height }
    })
    .sort((a, b) => a.across - b.across)
}

/** The lines of `line`'s row that begin at or right of it, left to right, `line` itself first. */
export const rowOf = (lines: readonly PlacedLine[], line: PlacedLine): PlacedLine[] =>
  lines
    .filter((other) => Math.abs(other.across - line.across) < 0.6 * line.height && other.along >= line.along - 1)
    .sort((a, b) => a.along - b.along)
