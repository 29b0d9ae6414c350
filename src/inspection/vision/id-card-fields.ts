import { quadSize } from './image.ts'
import { joinedLine, linePart, type PlacedLine, placeLines, rowOf, type TextLine } from './text-line.ts'

export type CardSide = 'front' | 'back'

/** What is printed on a second-generation resident identity card (GA 448). Dates are ISO, `longTerm` has no end. */
export type CardField = 'name' | 'sex' | 'ethnicity' | 'birth' | 'address' | 'number' | 'issuer' | 'validity'
export type CardFields = Partial<Record<CardField, TextLine>>

/** A printed word and where it sits, by which the card is recognised and registered. */
export type CardAnchor = { name: string; line: TextLine }
export type ReadCardText = { side: CardSide; fields: CardFields; anchors: CardAnchor[] }

const frontLabels: Record<string, RegExp> = {
  name: /^姓名/,
  sex: /^性别/,
  ethnicity: /^民族/,
  birth: /^出生/,
  address: /^住址/,
  'number-label': /^公民身份号码/,
}
const backLabels: Record<string, RegExp> = {
  state: /^中华人民共和国$/,
  title: /^居民身份证$/,
  issuer: /^签发机关/,
  validity: /^有效期限/,
}
/** Fewer anchors than this could be any paper with such a word on it. */
const minAnchors = 3

// Specimens carry a notice across the card; its fragments are no part of an address.
const specimenNotice = /^样本|SPECIMEN/i
/** The address column ends before the portrait, at about so many widths of its label. */
const addressColumnLabels = 9

/** Tells which side of an identity card the lines show and reads its fields; null when they show neither. */
export const readCardText = (lines: readonly TextLine[]): ReadCardText | null => {
  const placed = placeLines(lines.filter((line) => line.text !== ''))
  const front = anchorsOf(placed, frontLabels)
  const number = placed.map(numberPart).find((part) => part !== null) ?? null
  if (number) front.push({ name: 'number', line: number })
  const back = anchorsOf(placed, backLabels)
  if (front.length >= minAnchors && front.length >= back.length)
    return { side: 'front', fields: frontFields(placed, number), anchors: front }
  if (back.length >= minAnchors) return { side: 'back', fields: backFields(placed), anchors: back }
  return null
}

const anchorsOf = (lines: readonly PlacedLine[], labels: Record<string, RegExp>): CardAnchor[] =>
  Object.entries(labels).flatMap(([name, label]) => {
    const line = lines.find((candidate) => label.test(candidate.text))
    return line ? [{ name, line }] : []
  })

/**
 * The eighteen places of the number at the end of a line. The reader takes a few digits for letters of the same shape;
 * in a line that is otherwise digits they are folded back, and the check digit later says whether that was right.
 */
const lookalikes: Record<string, string> = {
  O: '0',
  o: '0',
  D: '0',
  Q: '0',
  I: '1',
  l: '1',
  '|': '1',
  Z: '2',
  z: '2',
  S: '5',
  s: '5',
  B: '8',
  x: 'X',
}
const numberPart = (line: TextLine): TextLine | null => {
  if (line.text.length < 18) return null
  const tail = linePart(line, line.text.length - 18)
  if ((tail.text.match(/\d/g)?.length ?? 0) < 14) return null
  const characters = tail.characters.map((character) => ({
    ...character,
    char: lookalikes[character.char] ?? character.char,
  }))
  const text = characters.map(({ char }) => char).join('')
  return /^\d{17}[\dX]$/.test(text) ? { ...tail, text, characters } : null
}

/** What follows the label in its row, up to the next label of the same row. */
const valueAfter = (lines: readonly PlacedLine[], label: RegExp, stop?: RegExp): TextLine | null => {
  const first = lines.find((line) => label.test(line.text))
  if (!first) return null
  const row = joinedLine(rowOf(lines, first))
  if (!row) return null
  const start = row.text.match(label)?.[0].length ?? 0
  const stopAt = stop ? row.text.slice(start).search(stop) : -1
  const value = linePart(row, start, stopAt < 0 ? row.text.length : start + stopAt)
  return value.text === '' ? null : value
}

const frontFields = (lines: readonly PlacedLine[], number: TextLine | null): CardFields => {
  const fields: CardFields = {}
  const name = valueAfter(lines, /^姓名/)
  if (name && /^[\p{Script=Han}·•・.]{2,}$/u.test(name.text)) fields.name = name
  const sex = valueAfter(lines, /^性别/, /民族/)
  if (sex && /^[男女]$/.test(sex.text)) fields.sex = sex
  const ethnicity = valueAfter(lines, /^民族/) ?? valueAfter(lines, /^性别.?民族/)
  if (ethnicity && /^\p{Script=Han}{1,5}$/u.test(ethnicity.text)) fields.ethnicity = ethnicity
  const birth = valueAfter(lines, /^出生/)
  const birthDate = birth && isoDate(birth.text, /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/)
  if (birth && birthDate) fields.birth = { ...birth, text: birthDate }
  const address = addressOf(lines)
  if (address) fields.address = address
  if (number) fields.number = number
  return fields
}

const addressOf = (lines: readonly PlacedLine[]): TextLine | null => {
  const label = lines.find((line) => /^住址/.test(line.text))
  if (!label) return null
  const labelWidth = quadSize(linePart(label, 0, 2).quad).width
  const below = lines.find((line) => /^公民身份|\d{15}/.test(line.text))
  const parts = lines
    .filter(
      (line) =>
        line !== label &&
        line.along < label.along + addressColumnLabels * labelWidth &&
        line.across > label.across - 0.6 * label.height &&
        (!below || line.across < below.across - 0.8 * label.height) &&
        !specimenNotice.test(line.text),
    )
    .sort((a, b) => (Math.abs(a.across - b.across) < 0.5 * label.height ? a.along - b.along : a.across - b.across))
  const own = linePart(label, 2)
  return joinedLine(own.text === '' ? parts : [own, ...parts])
}

const backFields = (lines: readonly PlacedLine[]): CardFields => {
  const fields: CardFields = {}
  const issuer = valueAfter(lines, /^签发机关/)
  if (issuer) fields.issuer = issuer
  const validity =
    valueAfter(lines, /^有效期限/) ?? lines.find((line) => /\d{4}.?\d{2}.?\d{2}.{1,2}\d{4}/.test(line.text))
  const term = validity && termOf(validity.text)
  if (validity && term) fields.validity = { ...validity, text: term }
  return fields
}

const isoDate = (text: string, pattern: RegExp): string | null => {
  const match = text.match(pattern)
  if (!match) return null
  const [, year, month, day] = match
  return `${year}-${month!.padStart(2, '0')}-${day!.padStart(2, '0')}`
}

/** `2014.09.12-2034.09.12` or `2014.09.12-长期` as `2014-09-12/2034-09-12` or `2014-09-12/` (ISO 8601 interval). */
const termOf = (text: string): string | null => {
  const match = text.match(/(\d{4})[^\d]?(\d{2})[^\d]?(\d{2})[^\d]{1,2}?(?:(\d{4})[^\d]?(\d{2})[^\d]?(\d{2})|长期)$/)
  if (!match) return null
  const [, y0, m0, d0, y1, m1, d1] = match
  return `${y0}-${m0}-${d0}/${y1 === undefined ? '' : `${y1}-${m1}-${d1}`}`
}
