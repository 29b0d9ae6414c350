import type { ReasonCode } from '#domain/finding.ts'
import type { HeadTurn, StepKind } from '#domain/run-plan.ts'
import { inventedIdNumber } from '#main/demo/media/render/invented-identity.ts'
import { seededRandom } from '#main/demo/media/render/picture.ts'
import { type PuppetId, puppetCard, puppetIds } from './people.ts'
import type { FaceId, Session } from './session.ts'

/** Every face appears equally often; the two men are real footage, the others are puppets. */
export const faces: readonly FaceId[] = ['a', 'b', ...puppetIds]
const genuineEach = 5
export const failuresEach = 5

const allTurns: readonly HeadTurn[] = ['left', 'right', 'up', 'down']
const opposite = { left: 'right', right: 'left', up: 'down', down: 'up' } as const

/** What the server would have drawn, the same on every machine. */
const drawn = (seed: number) => {
  const random = seededRandom(seed)
  for (let i = 0; i < 5; i++) random()
  const one = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  return {
    turns: [0, 1, 2].map(() => one(allTurns)),
    digits: [0, 1, 2, 3].map(() => one([...'0123456789'])).join(''),
    gapsMs: [0, 1, 2, 3].map(() => 2300 + Math.round(random() * 1100)),
  }
}

/** `expected` is null for an honest seller; `isSignal`: see `Kind`. */
export type NamedSession = {
  kind: string
  no: number
  expected: ReasonCode | null
  isSignal: boolean
  session: Session
}

/** Honest sellers, Mandarin and English in turn; four faces after the other, so that a run cut short renders few. */
export const genuineSessions: readonly NamedSession[] = [0, 4, 8].flatMap((first) =>
  Array.from({ length: genuineEach }, (_, no) =>
    faces.slice(first, first + 4).map((face, i): NamedSession => {
      const at = first + i
      const language = (no + at) % 2 === 0 ? 'en' : 'zh'
      return {
        kind: 'genuine',
        no,
        expected: null,
        isSignal: false,
        session: { face, language, ...drawn(1000 + 100 * no + at) },
      }
    }),
  ).flat(),
)

type Kind = {
  name: string
  expected: ReasonCode
  /** What the program takes for a signal fails nobody: it is told beside the verdict, and such a run is no failure. */
  isSignal?: true
  /** Steps that have nothing to do with it are not filmed: a session of 56 s costs 20 core-seconds. */
  without: readonly StepKind[]
  change(session: Session, puppet: PuppetId, other: PuppetId): Partial<Session>
}

const [card, afterFace, face, digits, pan] = [
  ['face', 'digits', 'pan'],
  ['digits', 'pan'],
  ['id-front', 'id-back', 'digits', 'pan'],
  ['id-front', 'id-back', 'face', 'pan'],
  ['id-front', 'id-back', 'face', 'digits'],
] as const satisfies StepKind[][]

/** One thing wrong at a time, and the one reason code that a person would give for it. */
export const kinds: readonly Kind[] = [
  { name: 'card expired', expected: 'card-expired', without: card, change: () => ({ today: '2041-01-10' }) },
  {
    name: 'card ends within six months',
    expected: 'card-expires-soon',
    without: card,
    change: () => ({ today: '2039-02-20' }),
  },
  {
    name: 'number on file is another',
    expected: 'number-differs',
    without: card,
    change: (_, puppet) => ({ onFile: { idNumber: inventedIdNumber(puppetCard(puppet).birth, 501) } }),
  },
  {
    name: 'name on file is another',
    expected: 'name-differs',
    without: card,
    change: (_, _puppet, other) => ({ onFile: { name: puppetCard(other).name } }),
  },
  {
    name: 'card shows somebody else',
    expected: 'person-document-mismatch',
    without: afterFace,
    change: (_, _puppet, other) => ({ portraitOf: other }),
  },
  { name: 'glare on the card', expected: 'card-glare', without: card, change: () => ({ flaw: { glare01: 1 } }) },
  {
    name: 'finger on the card',
    expected: 'card-covered',
    without: card,
    change: () => ({ flaw: { fingerOver: true } }),
  },
  {
    name: 'card on a screen',
    expected: 'card-not-original',
    without: card,
    change: () => ({ flaw: { screen: true } }),
  },
  {
    name: 'other turns than asked',
    expected: 'not-live',
    without: face,
    change: ({ turns }) => ({ turned: turns.map((turn) => opposite[turn]) }),
  },
  {
    name: 'a photograph before the camera',
    expected: 'not-live',
    without: face,
    change: () => ({ instead: 'print' }),
  },
  {
    name: 'a face on a screen before the camera',
    expected: 'not-live',
    without: face,
    change: () => ({ instead: 'screen' }),
  },
  {
    name: 'two people in view',
    expected: 'another-person-in-view',
    without: face,
    change: () => ({ bystander: true }),
  },
  { name: 'dark room', expected: 'too-dark', isSignal: true, without: face, change: () => ({ light: 'bad' }) },
  {
    name: 'somebody else from the digits on',
    expected: 'person-changed',
    without: ['id-front', 'id-back', 'pan'],
    change: (_, _puppet, other) => ({ digitsBy: other }),
  },
  {
    name: 'other digits said',
    expected: 'digits-wrong',
    without: digits,
    change: (session) => ({ says: [...session.digits].map((digit) => (Number(digit) + 3) % 10).join('') }),
  },
  {
    name: 'digits said too late',
    expected: 'digits-too-slow',
    without: digits,
    // The page shows the next digit whether or not the last one was said: he is always one behind.
    change: ({ gapsMs }) => ({ gapsMs: [5200, ...gapsMs.slice(1)], answersAfterMs: 3000 }),
  },
  { name: 'nothing said', expected: 'digits-not-heard', without: digits, change: () => ({ says: '' }) },
  { name: 'voice 1.2 s late', expected: 'lips-out-of-step', without: digits, change: () => ({ voiceLateMs: 1200 }) },
  {
    name: 'camera not turned round',
    expected: 'pan-incomplete',
    without: pan,
    change: () => ({ panStandsStill: true }),
  },
  {
    name: 'pictures of 2.7 s missing',
    expected: 'frames-missing',
    without: card,
    change: () => ({ losesPictures: true }),
  },
]

/** Two puppets after the other, so that each kind is seen on five different faces and a short run renders few. */
export const failureSessions: readonly NamedSession[] = Array.from({ length: failuresEach }, (_, no) =>
  kinds.map(({ name, expected, isSignal = false, without, change }, at): NamedSession => {
    const puppet = puppetIds[2 * no + (at % 2)]!
    const other = puppetIds[2 * no + ((at + 1) % 2)]!
    const honest: Session = { face: puppet, language: 'en', without, ...drawn(9000 + 100 * no + at) }
    return { kind: name, no, expected, isSignal, session: { ...honest, ...change(honest, puppet, other) } }
  }),
).flat()
