import type { SKRSContext2D } from '@napi-rs/canvas'
import { bold, linesOf, regular, write } from './card-drawing.ts'
import type { LicenceFields } from './invented-identity.ts'
import { type Picture, paint, seededRandom } from './picture.ts'

/**
 * Invented business licences in the arrangement of the form of 2019, A4 across, so that a reader of real ones finds its
 * way. The drawing is ours: emblem, border, square code and seal are not copies, and the sheet says 样本 SPECIMEN.
 */
export const licenceWidthPx = 1600
export const licenceHeightPx = 1130

const inkColour = '#222222'
const goldColour = '#b98d3a'
const sealColour = 'rgba(200,32,32,0.85)'
const markColour = 'rgba(150,40,40,0.5)'
const fieldSizePx = 31
const lineHeightPx = 45

export const drawLicence = (licence: LicenceFields): Picture =>
  paint(licenceWidthPx, licenceHeightPx, (g) => {
    sheet(g)
    write(g, '统一社会信用代码', 110, 190, 28, inkColour)
    write(g, licence.creditCode, 110, 234, 34, inkColour, bold)
    squareCode(g, 1340, 128, 148, licence.creditCode)
    title(g, licence.duplicate)
    column(g, { labelX: 110, valueX: 292, widthPx: 590 }, [
      ['名　　称', licence.name],
      ['类　　型', licence.type],
      ['法定代表人', licence.legalRepresentative],
      ['经营范围', licence.scope],
    ])
    column(g, { labelX: 920, valueX: 1082, widthPx: 440 }, [
      ['注册资本', licence.capital],
      ['成立日期', inWords(licence.founded)],
      ...(licence.term === 'not-printed' ? [] : [['营业期限', termInWords(licence.term)] as const]),
      ['住　　所', licence.address],
    ])
    write(g, '登记机关', 980, 880, 34, inkColour, bold)
    write(g, licence.issuer, 1010, 942, 27, inkColour)
    write(g, inWords(licence.issuedOn), 1180, 1012, 32, inkColour)
    if (licence.sealed) seal(g, 1270, 914, 118, licence.issuer)
    write(g, '样本 SPECIMEN 仅供软件测试 非有效证件', 110, 1000, 30, markColour)
    write(g, '国家企业信用信息公示系统网址：http://www.example.invalid', 110, 1052, 20, inkColour)
  })

const inWords = (iso: string): string => {
  const [year, month, day] = iso.split('-')
  return `${year}年${month}月${day}日`
}

const termInWords = ({ from, to }: { from: string; to: string | null }): string =>
  `${inWords(from)} 至 ${to === null ? '长期' : inWords(to)}`

/** Paper with faint waves, and the double border of the form. */
const sheet = (g: SKRSContext2D) => {
  const [width, height] = [licenceWidthPx, licenceHeightPx]
  g.fillStyle = '#fbf8ee'
  g.fillRect(0, 0, width, height)
  const random = seededRandom(8)
  g.save()
  g.globalAlpha = 0.12
  for (let line = 0; line < 26; line++) {
    g.strokeStyle = `hsl(${40 + random() * 16},50%,58%)`
    g.beginPath()
    const [rise, phase, turns] = [14 + random() * 30, random() * 6.28, 2 + random() * 5]
    for (let x = 0; x <= width; x += 8)
      g.lineTo(x, (height / 25) * line + rise * Math.sin((x / width) * turns * 6.28 + phase))
    g.stroke()
  }
  g.restore()
  g.strokeStyle = goldColour
  g.lineWidth = 10
  g.strokeRect(34, 34, width - 68, height - 68)
  g.lineWidth = 3
  g.strokeRect(54, 54, width - 108, height - 108)
}

const title = (g: SKRSContext2D, duplicate: boolean) => {
  const middle = licenceWidthPx / 2
  g.save()
  g.fillStyle = '#c4302b'
  g.beginPath()
  g.arc(middle, 130, 52, 0, 2 * Math.PI)
  g.fill()
  g.textAlign = 'center'
  write(g, '样', middle, 151, 58, '#f3d58a', bold)
  for (const [i, letter] of [...'营业执照'].entries())
    write(g, letter, middle - 210 + i * 140, 290, 96, inkColour, bold)
  if (duplicate) write(g, '（副 本）', middle, 346, 34, inkColour)
  write(g, '样本 SPECIMEN', middle, 392, 22, markColour)
  g.restore()
}

const column = (
  g: SKRSContext2D,
  { labelX, valueX, widthPx }: { labelX: number; valueX: number; widthPx: number },
  rows: readonly (readonly [label: string, value: string])[],
) => {
  let y = 442
  for (const [label, value] of rows) {
    write(g, label, labelX, y, fieldSizePx, inkColour, bold)
    g.font = `${fieldSizePx}px ${regular}`
    for (const line of linesOf(g, value, widthPx)) {
      write(g, line, valueX, y, fieldSizePx, inkColour)
      y += lineHeightPx
    }
    y += 16
  }
}

/** Squares in no order: it looks like the form's code and says nothing. */
const squareCode = (g: SKRSContext2D, left: number, top: number, size: number, seedText: string) => {
  const random = seededRandom([...seedText].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7) % 65521)
  const cells = 25
  const cell = size / cells
  g.fillStyle = inkColour
  for (let row = 0; row < cells; row++)
    for (let columnAt = 0; columnAt < cells; columnAt++)
      if (random() < 0.48) g.fillRect(left + columnAt * cell, top + row * cell, cell, cell)
}

/** A round seal with a star, the issuer's name around its upper part. */
const seal = (g: SKRSContext2D, x: number, y: number, radius: number, issuer: string) => {
  g.save()
  g.translate(x, y)
  g.strokeStyle = sealColour
  g.lineWidth = 6
  g.beginPath()
  g.arc(0, 0, radius, 0, 2 * Math.PI)
  g.stroke()
  g.fillStyle = sealColour
  g.beginPath()
  for (let point = 0; point < 10; point++) {
    const reach = radius * (point % 2 === 0 ? 0.32 : 0.125)
    const angle = (point * Math.PI) / 5 - Math.PI / 2
    g.lineTo(reach * Math.cos(angle), reach * Math.sin(angle))
  }
  g.fill()
  g.textAlign = 'center'
  const letters = [...issuer]
  const spread = Math.min(1.55 * Math.PI, letters.length * 0.36)
  for (const [i, letter] of letters.entries()) {
    g.save()
    g.rotate(-spread / 2 + (spread * (i + 0.5)) / letters.length)
    write(g, letter, 0, -radius + 34, 24, sealColour)
    g.restore()
  }
  write(g, '样本专用章', 0, radius * 0.68, 17, sealColour)
  g.restore()
}
