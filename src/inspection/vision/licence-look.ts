import type { FieldRead, LicenceRead } from '../evidence.ts'
import type { Models } from '../models/load.ts'
import { alphabetOf } from './alphabet-of.ts'
import type { Box, Quad, RgbImage } from './image.ts'
import { type ReadLicenceText, readLicenceText } from './licence-text.ts'
import { type PrintFrame, printFrame, quadInPicture } from './print-frame.ts'
import { type PrintQuality, printQuality } from './print-quality.ts'
import { findRedSeal } from './red-seal.ts'
import { sheetCopySigns } from './sheet-copy-signs.ts'
import { detectText } from './text-detect.ts'
import { type TextLine, textLine } from './text-line.ts'
import { recogniseText } from './text-recognise.ts'

/** A licence shows more lines than this even to the coarse look; fewer, and the sheet is still coming in. */
const minLines = 12
/** Blurred print is read wrongly rather than not at all: characters of the same outline take each other's place. */
const minSharp01 = 0.55
/** A scope of business can fill a page; what is beyond it is not read. */
const maxLines = 70
/** With so many lines read and no word of a licence among them it is another paper. */
const linesBeforeGivingUp = 20
const licenceWord = /营业执照|信用代码|法定代表人|经营|注册资本|成立日期|营业期限|登记机关|\d{12}/

export type LicenceLook = { read: LicenceRead | null; textLines: number; print: PrintQuality | null }

/**
 * Looks for a business licence that fills much of the picture and reads it: 50 ms when there is little print or it is
 * blurred, else 0.6 s and more on one core. Throws `ModelMissing` like every look.
 */
export const lookAtLicence = async (models: Models, image: RgbImage): Promise<LicenceLook> => {
  const detect = await models.model('text-detect')
  const coarse = (await detectText(detect, image, 'coarse')).map(({ quad }) => quad)
  const print = printQuality(image, coarse)
  const nothing = { read: null, textLines: coarse.length, print }
  if (coarse.length < minLines || print === null || print.sharp01 < minSharp01) return nothing
  const quads = (await detectText(detect, image, 'fine')).map(({ quad }) => quad)
  const lines = await readLines(models, image, quads)
  const read = lines && readLicenceText(lines)
  const frame = read && printFrame(read.lines)
  if (!read || !frame) return { ...nothing, textLines: quads.length }
  return { read: licenceOf(image, read, frame, quads), textLines: quads.length, print: printQuality(image, quads) }
}

const readLines = async (models: Models, image: RgbImage, quads: readonly Quad[]): Promise<TextLine[] | null> => {
  const recognise = await models.model('text-recognise')
  const alphabet = await alphabetOf(models)
  const lines: TextLine[] = []
  for (const quad of quads.slice(0, maxLines)) {
    lines.push(textLine(await recogniseText(recognise, alphabet, image, quad), quad))
    if (lines.length === linesBeforeGivingUp && !lines.some(({ text }) => licenceWord.test(text))) return null
  }
  return lines
}

const licenceOf = (
  image: RgbImage,
  { fields, parts, duplicate, registrar }: ReadLicenceText,
  frame: PrintFrame,
  quads: readonly Quad[],
): LicenceRead => {
  const width = frame.box[2] - frame.box[0]
  return {
    quad: quadInPicture(frame, frame.box),
    widthPx: width,
    parts,
    fields: Object.fromEntries(Object.entries(fields).map(([name, line]) => [name, fieldOf(line)])),
    duplicate: duplicate?.quad ?? null,
    seal: findRedSeal(image, frame, sealPlace(frame, registrar), width),
    copy: sheetCopySigns(image, frame, quads),
  }
}

/** The seal lies over the registrar's name and date: right of the label and around its height. */
const sealPlace = ({ box: [x0, y0, x1, y1] }: PrintFrame, registrar: ReadLicenceText['registrar']): Box => {
  const width = x1 - x0
  if (!registrar) return [x0 + 0.35 * width, y0 + 0.5 * (y1 - y0), x1, y1 + 0.03 * width]
  const { along, across } = registrar
  return [
    along - 0.12 * width,
    across - 0.16 * width,
    Math.min(along + 0.55 * width, x1),
    Math.min(across + 0.28 * width, y1 + 0.03 * width),
  ]
}

const fieldOf = ({ text, score01, characters, quad }: TextLine): FieldRead => ({ text, score01, characters, quad })
