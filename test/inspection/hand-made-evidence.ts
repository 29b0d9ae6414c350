import type { InspectionSettings } from '#domain/inspection-settings.ts'
import type { Registration } from '#domain/registration.ts'
import type { StepKind, StepSpan } from '#domain/run-plan.ts'
import type { CheckContext } from '#inspection/checks/check.ts'
import type { CardRead, FieldRead, FrameLook, RunEvidence, SeenFace } from '#inspection/evidence.ts'
import type { CardFlaw, CardQuality } from '#inspection/vision/card-quality.ts'
import type { CardField } from '#inspection/vision/id-card-fields.ts'
import type { PrintQuality } from '#inspection/vision/print-quality.ts'
import { nothingInstalled } from '#inspection/voice/operator-hearing.ts'
import { nothingHeard } from '#inspection/voice/voice-evidence.ts'

/** Evidence as a test writes it down; each maker takes what the test is about and fills in the rest. */

export const holder = { name: '沈测试', number: '110199199402220676', birth: '1994-02-22', sex: '男' } as const
export const term = '2023-06-02/2043-06-02'
export const household = '示例省样本市测试区虚构路121号18幢901室'
const office = '样本市公安局测试分局'

export const registrationOf = (
  legalRepresentative: Partial<Registration['legalRepresentative']> = {},
): Registration => ({
  sellerId: 's1',
  site: 'demo',
  kind: 'company',
  companyName: null,
  creditCode: null,
  licence: null,
  legalRepresentative: {
    name: holder.name,
    formerNames: [],
    idNumber: holder.number,
    idValidTo: null,
    ...legalRepresentative,
  },
  signatories: [],
  phone: '+8613800000000',
  phoneRealNameLevel: 2,
  email: 'seller@example.test',
  language: 'zh',
  mainCategory: 'general',
  categories: ['general'],
  address: '',
  bankAccountHash: null,
  ids: {},
})

export const contextOf = (
  checks: InspectionSettings['checks'] = {},
  legalRepresentative: Partial<Registration['legalRepresentative']> = {},
): CheckContext => ({
  settings: { sampleFps: 5, checks },
  registration: registrationOf(legalRepresentative),
  today: '2026-11-21',
})

export const field = (
  text: string,
  score01 = 0.99,
  candidates: Record<number, [string, number][]> = {},
): FieldRead => ({
  text,
  score01,
  characters: [...text].map((char, place) => ({
    char,
    score01,
    candidates: [
      { char, score01 },
      ...(candidates[place] ?? []).map(([other, otherScore01]) => ({ char: other, score01: otherScore01 })),
    ],
  })),
  quad: [
    [420, 220],
    [520, 220],
    [520, 250],
    [420, 250],
  ],
})

export const look = (atMs: number, members: Partial<FrameLook> = {}): FrameLook => ({
  atMs,
  widthPx: 1280,
  heightPx: 720,
  meanLuma: 120,
  faces: [],
  card: null,
  licence: null,
  textLines: null,
  print: null,
  lookedFor: { faces: true, likeness: true, card: false },
  picture: `frame-${atMs}.jpg`,
  ...members,
})

const printedFields: Record<CardRead['side'], CardField[]> = {
  front: ['name', 'sex', 'ethnicity', 'birth', 'address', 'number'],
  back: ['issuer', 'validity'],
}

/** A card seen without flaw; `flaws` are shares of a field's area. */
export const quality = (
  side: CardRead['side'],
  flaws: Partial<Record<CardField, Partial<Record<CardFlaw, number>>>> = {},
  members: Partial<CardQuality> = {},
): CardQuality => ({
  outside01: -0.2,
  fields: Object.fromEntries(
    printedFields[side].map((name) => [name, { glare: 0, cover: 0, shade: 0, ...flaws[name] }]),
  ),
  spots: {},
  copy: { ripple01: 0, rippleLevels: 1, darkSides: 0, colour: 0.1, surroundColour: 0.1 },
  ...members,
})

export const print = (members: Partial<PrintQuality> = {}): PrintQuality => ({
  lines: 12,
  sharp01: 0.8,
  blown01: 0,
  cutLines: 0,
  ...members,
})

const cardOf = (side: CardRead['side'], fields: CardRead['fields'], members: Partial<CardRead> = {}): CardRead => ({
  side,
  quad: [
    [340, 160],
    [960, 160],
    [960, 550],
    [340, 550],
  ],
  widthPx: 620,
  fields,
  quality: quality(side),
  portrait: null,
  ...members,
})

const readingLook = (atMs: number, card: CardRead): FrameLook =>
  look(atMs, { card, textLines: 12, print: print(), lookedFor: { faces: false, likeness: false, card: true } })

/** A front read at `atMs`; `changes` overrides single fields (undefined: not read). */
export const front = (
  atMs: number,
  changes: Partial<Record<CardField, string | FieldRead | undefined>> = {},
  members: Partial<CardRead> = {},
): FrameLook => {
  const texts = { ...holder, ethnicity: '汉', address: household, ...changes }
  const fields = Object.fromEntries(
    Object.entries(texts).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? field(value) : value]],
    ),
  )
  return readingLook(atMs, cardOf('front', fields, members))
}

export const back = (
  atMs: number,
  validity: string | FieldRead | undefined = term,
  members: Partial<CardRead> = {},
): FrameLook =>
  readingLook(
    atMs,
    cardOf(
      'back',
      {
        issuer: field(office),
        ...(validity === undefined ? {} : { validity: typeof validity === 'string' ? field(validity) : validity }),
      },
      members,
    ),
  )

/** A unit vector of 8 dimensions whose cosine to `towards(1)` is `cos`. */
export const towards = (cos: number): Float32Array => {
  const vector = new Float32Array(8)
  vector[0] = cos
  vector[1] = Math.sqrt(1 - cos * cos)
  return vector
}

/** Landmarks at rest, with open eyes; `drift` moves them all, `lids01` closes the eyes by that share. */
export const shapeAt = ({ drift = 0, lids01 = 0 }: { drift?: number; lids01?: number } = {}): Float32Array => {
  const shape = new Float32Array(136).fill(drift)
  for (const upper of [37, 38, 43, 44]) shape[2 * upper + 1]! -= 0.2 * (1 - lids01)
  return shape
}

export const face = (members: Partial<SeenFace> & { x?: number; width?: number } = {}): SeenFace => {
  const { x = 540, width = 200, ...rest } = members
  return {
    box: [x, 200, x + width, 200 + width * 1.3],
    score01: 0.99,
    luma: 120,
    shape: shapeAt(),
    pose: { yawDeg: 2, pitchDeg: -10, rollDeg: 0 },
    embedding: towards(1),
    live01: 0.95,
    ...rest,
  }
}

export const step = (kind: StepKind, startMs: number, endMs: number, id: string = kind): StepSpan => ({
  id,
  kind,
  startMs,
  endMs,
  action: null,
})

export const evidenceOf = (looks: FrameLook[], members: Partial<RunEvidence> = {}): RunEvidence => ({
  looks,
  glimpses: [],
  glimpsesLeftOutMs: [],
  turns: [],
  loudness: { stepMs: 20, levelsDb: new Float32Array() },
  steps: [],
  stepsKnown: true,
  challenges: [],
  digits: null,
  language: null,
  maxDigitMs: null,
  recordingMs: 60_000,
  voice: nothingHeard,
  operatorHeard: nothingInstalled,
  missingModels: [],
  behind: [],
  growing: false,
  unreadable: false,
  ...members,
})
