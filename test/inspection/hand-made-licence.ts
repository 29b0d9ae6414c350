import type { FieldRead, FrameLook, LicenceRead } from '#inspection/evidence.ts'
import { type LicenceField, licenceParts } from '#inspection/vision/licence-text.ts'
import { field, look, print } from './hand-made-evidence.ts'

/** Business licences as a test writes them down: what the company's own says, and what the test changes. */
export const companyOnFile = {
  companyName: '样本市木棉样例贸易有限公司',
  creditCode: '91110199MA00TEXT02',
  licence: { validFrom: '2019-01-12', validTo: null as string | null, scope: '日用百货销售；货物进出口。' },
  address: '示例省样本市测试区虚构大道37号样本大厦8层104室',
}

const printed: Partial<Record<LicenceField, string>> = {
  creditCode: companyOnFile.creditCode,
  companyName: companyOnFile.companyName,
  companyType: '有限责任公司(自然人独资)',
  representative: '沈测试',
  capital: '壹佰万元整',
  founded: '2019-01-12',
  term: '2019-01-12/',
  address: companyOnFile.address,
  scope: '日用百货销售;货物进出口。',
  issuer: '样本市测试区市场监督管理局',
  issued: '2020-01-12',
}

export type LicenceChanges = Partial<Record<LicenceField, string | FieldRead | undefined>>

/** A licence read at `atMs`; `changes` overrides single fields (undefined: not read). */
export const licence = (
  atMs: number,
  changes: LicenceChanges = {},
  members: Partial<LicenceRead> = {},
  frame: Partial<FrameLook> = {},
): FrameLook => {
  const fields = Object.fromEntries(
    Object.entries({ ...printed, ...changes }).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? field(value) : value]],
    ),
  )
  const read: LicenceRead = {
    quad: [
      [220, 120],
      [1060, 120],
      [1060, 660],
      [220, 660],
    ],
    widthPx: 840,
    parts: [...licenceParts],
    fields,
    duplicate: null,
    seal: { ring01: 1, quad: sealQuad },
    copy: { ripple01: 0, rippleLevels: 0.8, darkSides: 0, colour: 0.08, surroundColour: 0.05 },
    ...members,
  }
  return look(atMs, { licence: { read }, faces: [], textLines: 43, print: print({ lines: 43 }), ...frame })
}

export const sealQuad = [
  [844, 501],
  [979, 501],
  [979, 636],
  [844, 636],
] as const

/** A picture of the licence step in which none could be read. */
export const noLicence = (atMs: number, frame: Partial<FrameLook> = {}): FrameLook =>
  look(atMs, { licence: { read: null }, faces: [], textLines: 0, print: null, ...frame })
