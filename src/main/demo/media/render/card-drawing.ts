import { join } from 'node:path'
import { GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import type { CardFields } from './invented-identity.ts'
import { canvasOf, type Picture, paint, seededRandom } from './picture.ts'

/**
 * Invented identity cards in the arrangement of the second-generation card, so that a reader of real cards finds its
 * way. The drawing is ours: the emblem and the pattern are not copies, and every side says 样本 SPECIMEN.
 */
export const cardWidthPx = 1012
export const cardHeightPx = 638

export const regular = 'CardLatin, CardHan'
export const bold = 'CardLatinBold, CardHanBold'
const labelColour = '#2c6f9e'
const inkColour = '#1c1c1c'
const markColour = 'rgba(150,40,40,0.5)'
const notice = '样本 SPECIMEN 仅供软件测试 非有效证件'

let fontsFrom: string | null = null

/** Registers the typefaces once per process; `sourcesDir` is the folder that `ensureSources` answers. */
export const loadCardFonts = (sourcesDir: string): void => {
  if (fontsFrom === sourcesDir) return
  const faces = { CardHan: 'han-400', CardHanBold: 'han-700', CardLatin: 'latin-400', CardLatinBold: 'latin-700' }
  for (const [family, file] of Object.entries(faces))
    if (!GlobalFonts.registerFromPath(join(sourcesDir, `${file}.woff`), family))
      throw new Error(`The typeface ${file} could not be read`)
  fontsFrom = sourcesDir
}

export const write = (
  g: SKRSContext2D,
  text: string,
  x: number,
  y: number,
  sizePx: number,
  colour: string,
  face = regular,
) => {
  g.font = `${sizePx}px ${face}`
  g.fillStyle = colour
  g.fillText(text, x, y)
}

const background = (g: SKRSContext2D, hue: number, seed: number) => {
  g.beginPath()
  g.roundRect(0, 0, cardWidthPx, cardHeightPx, 36)
  g.clip()
  const gradient = g.createLinearGradient(0, 0, cardWidthPx, cardHeightPx)
  gradient.addColorStop(0, `hsl(${hue},40%,93%)`)
  gradient.addColorStop(0.5, `hsl(${hue + 30},32%,95%)`)
  gradient.addColorStop(1, `hsl(${hue - 20},38%,91%)`)
  g.fillStyle = gradient
  g.fillRect(0, 0, cardWidthPx, cardHeightPx)
  const random = seededRandom(seed)
  g.save()
  g.globalAlpha = 0.16
  for (let line = 0; line < 22; line++) {
    g.strokeStyle = `hsl(${hue + random() * 50},55%,58%)`
    g.beginPath()
    const [height, phase, turns] = [18 + random() * 40, random() * 6.28, 2 + random() * 5]
    for (let x = 0; x <= cardWidthPx; x += 6) {
      const across = x / cardWidthPx
      const y = (cardHeightPx / 21) * line + height * Math.sin(across * turns * 6.28 + phase) * Math.sin(across * 3.14)
      g.lineTo(x, y)
    }
    g.stroke()
  }
  g.restore()
}

/** Breaks a text wherever a line is full, as Chinese is set. The font must be set. */
export const linesOf = (g: SKRSContext2D, text: string, widthPx: number): string[] => {
  const lines = ['']
  for (const letter of text) {
    const last = lines.length - 1
    if (g.measureText(lines[last] + letter).width > widthPx) lines.push(letter)
    else lines[last] += letter
  }
  return lines
}

/** The side with the portrait, which is drawn into a 278 × 350 window. */
export const drawCardFront = (card: CardFields, portrait: Picture): Picture =>
  paint(cardWidthPx, cardHeightPx, (g) => {
    background(g, 200, 1)
    const [year, month, day] = card.birth.split('-') as [string, string, string]
    const [labelX, valueX] = [62, 175]
    write(g, '姓名', labelX, 108, 30, labelColour)
    write(g, card.name, valueX, 110, 40, inkColour)
    write(g, '性别', labelX, 182, 30, labelColour)
    write(g, card.sex, valueX, 184, 34, inkColour)
    write(g, '民族', 295, 182, 30, labelColour)
    write(g, card.ethnicity, 390, 184, 34, inkColour)
    write(g, '出生', labelX, 254, 30, labelColour)
    write(g, year, valueX, 256, 34, inkColour)
    write(g, '年', 268, 254, 30, labelColour)
    write(g, String(Number(month)), 318, 256, 34, inkColour)
    write(g, '月', 368, 254, 30, labelColour)
    write(g, String(Number(day)), 415, 256, 34, inkColour)
    write(g, '日', 466, 254, 30, labelColour)
    write(g, '住址', labelX, 328, 30, labelColour)
    g.font = `34px ${regular}`
    for (const [i, line] of linesOf(g, card.address, 440).entries()) write(g, line, valueX, 330 + i * 48, 34, inkColour)
    write(g, '公民身份号码', labelX, 560, 30, labelColour)
    // Set one by one: on the real card the digits stand at an even pitch.
    for (const [i, digit] of [...card.idNumber].entries()) write(g, digit, 345 + i * 33.5, 563, 44, inkColour)
    g.drawImage(canvasOf(portrait), 676, 92, 278, 350)
    write(g, '样本 SPECIMEN', 676, 470, 22, markColour)
    write(g, notice, labelX, 612, 18, markColour)
  })

const dotted = (date: string): string => date.replaceAll('-', '.')

/** The side with the issuer and the dates. */
export const drawCardBack = (card: CardFields): Picture =>
  paint(cardWidthPx, cardHeightPx, (g) => {
    background(g, 190, 6)
    g.fillStyle = '#c4302b'
    g.beginPath()
    g.arc(150, 165, 82, 0, 2 * Math.PI)
    g.fill()
    g.textAlign = 'center'
    write(g, '样', 150, 198, 92, '#f3d58a', bold)
    write(g, '中华人民共和国', 600, 140, 50, inkColour, bold)
    write(g, '居民身份证', 600, 245, 84, inkColour, bold)
    g.textAlign = 'left'
    write(g, '签发机关', 230, 486, 32, inkColour, bold)
    write(g, card.issuer, 400, 488, 36, inkColour)
    write(g, '有效期限', 230, 560, 32, inkColour, bold)
    const until = card.validTo === null ? '长期' : dotted(card.validTo)
    write(g, `${dotted(card.validFrom)}-${until}`, 400, 562, 38, inkColour)
    write(g, '样本 SPECIMEN', 62, 290, 22, markColour)
    write(g, notice, 62, 615, 18, markColour)
  })
