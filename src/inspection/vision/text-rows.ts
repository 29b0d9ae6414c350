import { quadSize } from './image.ts'
import { joinedLine, linePart, type PlacedLine, type TextLine } from './text-line.ts'

/** One row of a column: what stands side by side, joined. */
export type TextRow = PlacedLine

/** Lines whose middles are nearer than this share of their height stand in one row. */
const sameRow01 = 0.5

/**
 * Joins what stands in one row of a column, from the top. A reader's boxes overlap where words stand close, and then
 * both may have the character between them, or one of them half of it.
 */
export const rowsOf = (column: readonly PlacedLine[]): TextRow[] => {
  const rows: PlacedLine[][] = []
  for (const line of [...column].sort((a, b) => a.across - b.across)) {
    const row = rows.findLast((other) => isBeside(other, line))
    if (row) row.push(line)
    else rows.push([line])
  }
  return rows.flatMap((row) => {
    const sorted = [...row].sort((a, b) => a.along - b.along)
    const joined = joinedLine(withoutOverlaps(upToGap(sorted)).filter(({ text }) => text !== ''))
    const first = sorted[0]
    return joined && first ? [{ ...joined, along: first.along, across: first.across, height: first.height }] : []
  })
}

/** Beside one of a row's lines, and not above or below another. */
const isBeside = (row: readonly PlacedLine[], line: PlacedLine): boolean => {
  const apart = Math.min(...row.map((other) => Math.abs(other.across - line.across)))
  const height = Math.max(line.height, ...row.map((other) => other.height))
  return apart < sameRow01 * height && row.every((other) => !isUnder(other, line))
}

const isUnder = (a: PlacedLine, b: PlacedLine): boolean => {
  const shared = Math.min(endOf(a), endOf(b)) - Math.max(a.along, b.along)
  return shared > 0.6 * Math.min(endOf(a) - a.along, endOf(b) - b.along)
}

const endOf = (line: PlacedLine): number => line.along + quadSize(line.quad).width

/** A gap of so many heights is the space to a column nobody knows of, because light took its labels away. */
const gapHeights = 4

const upToGap = (row: readonly PlacedLine[]): PlacedLine[] => {
  const end = row.findIndex((line, i) => i > 0 && line.along - endOf(row[i - 1]!) > gapHeights * line.height)
  return end < 0 ? [...row] : row.slice(0, end)
}

/** A character that a box's edge cut through is read as another, and the reader is then less than sure of it. */
const wholeCharacter01 = 0.95

const withoutOverlaps = (row: readonly PlacedLine[]): TextLine[] => {
  const lines: TextLine[] = [...row]
  for (let i = 0; i + 1 < row.length; i += 1) {
    const [left, right] = [lines[i]!, lines[i + 1]!]
    const [last, first] = [left.characters.at(-1), right.characters[0]]
    if (!last || !first || endOf(row[i]!) <= row[i + 1]!.along) continue
    if (last.char === first.char || last.score01 < Math.min(wholeCharacter01, first.score01))
      lines[i] = linePart(left, 0, left.text.length - 1)
    else if (first.score01 < wholeCharacter01) lines[i + 1] = linePart(right, 1)
  }
  return lines
}

/** The rows' text behind the label at its beginning; null when nothing is left. */
export const valuePart = (rows: readonly TextRow[], label: RegExp): TextLine | null => {
  const joined = joinedLine(rows)
  if (!joined) return null
  const start = joined.text.match(label)?.[0].length ?? 0
  const first = rows[0]!
  // The outline is of the first row's value; one quad cannot follow several rows.
  const quad = start < first.text.length ? linePart(first, start).quad : (rows[1]?.quad ?? first.quad)
  const value = linePart(joined, start)
  return value.text === '' ? null : { ...value, quad }
}
