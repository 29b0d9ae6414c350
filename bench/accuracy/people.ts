import type { SourcePackage } from '#main/demo/media/media-packages.ts'
import { type CardFields, inventedIdNumber } from '#main/demo/media/render/invented-identity.ts'

/**
 * Photographs that digital puppets are made from. Fetched at first use, never committed, never shipped. The packages are
 * MIT and carry that licence's text; where the photographs in them come from the packages do not say. So they are used for
 * nothing but this measurement, on the machine that takes it. The names on the cards have nothing to do with the people shown.
 */
export const photoPackages: readonly SourcePackage[] = [
  {
    spec: 'material-kit@2.0.4',
    licence: 'MIT (package); origin of the photographs not stated',
    files: [
      {
        pathInPackage: 'assets/img/faces/marc.jpg',
        file: 'marc.jpg',
        sha256: '7b201c81b6fa950c09575484b0ace09eafeafdd3fafe52d83486c3e8d3b11a21',
      },
      {
        pathInPackage: 'assets/img/faces/christian.jpg',
        file: 'christian.jpg',
        sha256: '0dc30987496183f615616e1005ace5a639435dff78a6c00262cd27185d7a2f2f',
      },
      {
        pathInPackage: 'assets/img/faces/camp.jpg',
        file: 'camp.jpg',
        sha256: '8fa06b842cf5cb1060dba5ffd8453ba53868955b0c53411271b10375065340b2',
      },
    ],
  },
  {
    spec: 'soft-ui-dashboard@1.0.1',
    licence: 'MIT (package); origin of the photographs not stated',
    files: [
      {
        pathInPackage: 'assets/img/ivana-square.jpg',
        file: 'ivana.jpg',
        sha256: '4f2ca50d3c98b052a9f55c83ba55227b83fd8245cec4512a478688da2933aaf6',
      },
      {
        pathInPackage: 'assets/img/kal-visuals-square.jpg',
        file: 'kal.jpg',
        sha256: '2f3df24b8102a35fdaa03b25698e992575aa19708af2ac3551f9a86d96b1e60c',
      },
      {
        pathInPackage: 'assets/img/marie.jpg',
        file: 'marie.jpg',
        sha256: '21329175be171b7448854b73fdd9abedfe88dffcfd0c38087e7466c1fe846dcb',
      },
      {
        pathInPackage: 'assets/img/team-1.jpg',
        file: 'team-1.jpg',
        sha256: '941425c358be60bb27b7cf8f35fce31664b49519afeb5c595461a63e0fa30d1f',
      },
    ],
  },
  {
    spec: 'material-dashboard@3.1.0',
    licence: 'MIT (package); origin of the photographs not stated',
    files: [
      {
        pathInPackage: 'assets/img/team-5.jpg',
        file: 'team-5.jpg',
        sha256: '913bf21f6618557e3d7d91ca4349a6783efd442985358bf68a344049759f915f',
      },
      {
        pathInPackage: 'assets/img/ivana-squares.jpg',
        file: 'ivana-dark.jpg',
        sha256: '7a21484ae1b79965ed8fa0f0639884c85df14fab876d922cf7288339f8f4f5f7',
      },
    ],
  },
  {
    spec: '@creative-tim-official/argon-dashboard-free@1.2.0',
    licence: 'MIT (package); origin of the photographs not stated',
    files: [
      {
        pathInPackage: 'assets/img/theme/team-4.jpg',
        file: 'team-4.jpg',
        sha256: '864e6ea12bbf6092847656a96ee2e81f29584209cfabe9ba0a6ee34a155142cc',
      },
    ],
  },
]

type Point = readonly [x: number, y: number]

/**
 * Where the face lies, in pixels of the photograph: found by the product's own face models. A photograph was taken when
 * it holds one face, at least 115 pixels wide, turned by no more than 27°; none was left out for how it was judged.
 */
export type PhotoFace = {
  /** Left, top, right, bottom. */
  box: readonly [number, number, number, number]
  /** By how much the line through the eyes leans, clockwise: a puppet is turned upright by it. */
  leanDeg: number
  mouth: { left: Point; right: Point; lowerLip: Point; chin: Point }
}

export type PuppetId = (typeof puppetIds)[number]
export const puppetIds = [
  'marc',
  'christian',
  'camp',
  'ivana',
  'kal',
  'marie',
  'team-1',
  'team-5',
  'ivana-dark',
  'team-4',
] as const

type Row = [box: PhotoFace['box'], left: Point, right: Point, lowerLip: Point, chin: Point]
const rows: Record<PuppetId, Row> = {
  marc: [
    [122, 87, 270, 309],
    [172, 244],
    [225, 244],
    [199, 246],
    [198, 295],
  ],
  christian: [
    [158, 92, 275, 244],
    [194, 203],
    [248, 203],
    [225, 217],
    [222, 256],
  ],
  camp: [
    [128, 68, 275, 269],
    [221, 223],
    [261, 212],
    [249, 212],
    [250, 258],
  ],
  ivana: [
    [215, 288, 439, 529],
    [304, 497],
    [371, 482],
    [331, 499],
    [354, 538],
  ],
  kal: [
    [299, 192, 547, 491],
    [339, 378],
    [439, 443],
    [375, 434],
    [343, 498],
  ],
  marie: [
    [238, 216, 555, 633],
    [381, 525],
    [484, 540],
    [445, 524],
    [432, 628],
  ],
  'team-1': [
    [302, 255, 482, 458],
    [397, 426],
    [449, 398],
    [424, 410],
    [449, 459],
  ],
  'team-5': [
    [119, 57, 248, 235],
    [172, 194],
    [222, 187],
    [198, 188],
    [203, 232],
  ],
  'ivana-dark': [
    [132, 103, 269, 306],
    [185, 253],
    [237, 264],
    [218, 264],
    [206, 307],
  ],
  'team-4': [
    [296, 119, 546, 433],
    [401, 350],
    [492, 349],
    [456, 350],
    [450, 425],
  ],
}

/** Found by the product's own face models, like the rest. */
const leansDeg: Record<PuppetId, number> = {
  marc: -0.9,
  christian: 2.3,
  camp: -10.1,
  ivana: -15.9,
  kal: 32.2,
  marie: 9.3,
  'team-1': -27.5,
  'team-5': -8,
  'ivana-dark': 12.1,
  'team-4': 0.7,
}

export const faceOf = (id: PuppetId): PhotoFace => {
  const [box, left, right, lowerLip, chin] = rows[id]
  return { box, leanDeg: leansDeg[id], mouth: { left, right, lowerLip, chin } }
}

const holders: Record<PuppetId, [name: string, sex: '男' | '女', birth: string]> = {
  marc: ['张样本', '男', '1987-03-21'],
  christian: ['陈示例', '男', '1990-08-02'],
  camp: ['刘样例', '女', '1991-01-17'],
  ivana: ['周测试', '女', '1986-11-30'],
  kal: ['吴样本', '女', '1989-04-09'],
  marie: ['郑示例', '女', '1988-12-05'],
  'team-1': ['孙样例', '女', '1985-06-26'],
  'team-5': ['何测试', '女', '1984-09-13'],
  'ivana-dark': ['高样本', '女', '1990-02-28'],
  'team-4': ['林示例', '女', '1987-07-07'],
}

export const puppetCard = (id: PuppetId): CardFields => {
  const [name, sex, birth] = holders[id]
  const no = puppetIds.indexOf(id)
  return {
    name,
    sex,
    ethnicity: '汉',
    birth,
    address: `示例省样本市测试区虚构路${31 + 17 * no}号${1 + no}幢${201 + 101 * (no % 5)}室`,
    idNumber: inventedIdNumber(birth, 120 + 20 * no + (sex === '男' ? 1 : 2)),
    issuer: '样本市公安局测试分局',
    validFrom: '2019-05-20',
    validTo: '2039-05-20',
  }
}

/** espeak-ng's way of speaking, another for each puppet; women are told by pitch alone. */
export const puppetVoice = (id: PuppetId): { wordsPerMinute: number; pitch: number } => {
  const no = puppetIds.indexOf(id)
  return { wordsPerMinute: 124 + 3 * (no % 6), pitch: holders[id][1] === '男' ? 32 + 6 * no : 52 + 3 * no }
}
