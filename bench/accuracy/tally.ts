import type { BenchResult, Cell } from '../bench-result.ts'
import type { SessionAnswer } from './answers.ts'
import { isMan } from './session.ts'
import type { NamedSession } from './sessions.ts'

export type Counted = { named: NamedSession; answer: SessionAnswer }

/**
 * A failure is named rightly when the run fails and the first failed gate of the program gives the expected reason; what
 * the program takes for a signal, when that signal fails for the expected reason in a run that is not passed.
 */
export const isNamedRightly = ({ named: { expected, isSignal }, answer }: Counted): boolean => {
  if (expected === null) return false
  const { outcome, failed, values } = answer
  return isSignal
    ? outcome !== 'passed' && values.some((one) => one.outcome === 'fail' && one.reason === expected)
    : outcome === 'failed' && (failed[0]?.endsWith(`: ${expected}`) ?? false)
}

const footageOf = ({ named: { session } }: Counted): string => (isMan(session.face) ? 'real footage' : 'puppet')

/** What sends it to a person is nothing but what was heard of the digits. */
const isForDigitsAlone = ({ answer: { outcome, unsure } }: Counted): boolean =>
  outcome === 'unsure' && unsure.every((gate) => gate.startsWith('digits.'))

const languages = [
  ['en', 'English'],
  ['zh', 'Mandarin'],
] as const

const share = (part: number, all: number): Cell => (all === 0 ? '–' : `${((100 * part) / all).toFixed(1)} %`)

const line = (what: string, part: readonly unknown[], of: readonly unknown[], goal = ''): Cell[] => [
  what,
  part.length,
  of.length,
  share(part.length, of.length),
  goal,
]

const by = (outcome: SessionAnswer['outcome'], of: readonly Counted[]) =>
  of.filter(({ answer }) => answer.outcome === outcome)

/** Honest sellers: all, then by the language of their digits, by what their footage is made of, and by face. */
const genuineRows = (genuine: readonly Counted[]): Cell[][] => {
  const faces = [...new Set(genuine.map(({ named }) => named.session.face))].sort()
  return [
    line('genuine: passed without a person', by('passed', genuine), genuine, '≥ 90 %'),
    line('genuine: failed by itself', by('failed', genuine), genuine, '≤ 2 %'),
    line('genuine: to a person', by('unsure', genuine), genuine),
    ...languages.flatMap(([language, name]) => {
      const of = genuine.filter(({ named }) => named.session.language === language)
      const digits = `genuine, digits in ${name}`
      return [
        line(`${digits}: passed`, by('passed', of), of),
        line(`${digits}: failed by itself`, by('failed', of), of),
        line(`${digits}: to a person for the digits alone`, of.filter(isForDigitsAlone), of),
        ...['real footage', 'puppet'].map((footage) => {
          const filmed = of.filter((one) => footageOf(one) === footage)
          return line(`${digits}, ${footage}: passed`, by('passed', filmed), filmed)
        }),
      ]
    }),
    ...faces.map((face) => {
      const of = genuine.filter(({ named }) => named.session.face === face)
      return line(`genuine, face ${face} (${footageOf(of[0]!)}): passed`, by('passed', of), of)
    }),
  ]
}

/** Failures: all, then each kind; what is only a signal is counted apart. */
const failureRows = (failures: readonly Counted[], signals: readonly Counted[]): Cell[][] => {
  const perKind = (counted: readonly Counted[], prefix: string) =>
    [...new Set(counted.map(({ named }) => named.kind))].sort().map((kind) => {
      const of = counted.filter(({ named }) => named.kind === kind)
      return line(`${prefix}${kind}: ${of[0]!.named.expected}`, of.filter(isNamedRightly), of)
    })
  return [
    line('failures named rightly', failures.filter(isNamedRightly), failures, '≥ 95 %'),
    line('failures that passed', by('passed', failures), failures, '0 %'),
    line('failures that went to a person', by('unsure', failures), failures),
    ...perKind(failures, ''),
    ...perKind(signals, 'told beside the verdict, '),
  ]
}

/** Every count as n of N; then each session that did not go as it should, by name. */
export const resultOf = (
  counted: readonly Counted[],
  planned: { genuine: number; failures: number; faces: number },
): BenchResult => {
  const genuine = counted.filter(({ named }) => named.expected === null)
  const wrong = counted.filter(({ named }) => named.expected !== null)
  const failures = wrong.filter(({ named }) => !named.isSignal)
  const facesSeen = new Set(genuine.map(({ named }) => named.session.face)).size
  const kindsSeen = new Set(failures.map(({ named }) => named.kind)).size
  return {
    title: `Whole inspections of ${counted.length} generated sessions: honest ones of ${facesSeen} faces, ${kindsSeen} kinds of failure`,
    columns: ['what', 'n', 'of', 'share', 'goal'],
    rows: [
      ...genuineRows(genuine),
      ...failureRows(
        failures,
        wrong.filter(({ named }) => named.isSignal),
      ),
    ],
    notes: [
      `${genuine.length} of ${planned.genuine} genuine and ${wrong.length} of ${planned.failures} failing sessions were counted; ${planned.faces} faces were planned.`,
      'Two faces are real footage, the others digital puppets made of one photograph each; all voices are espeak-ng, of a kind the digit verifier was trained on.',
      'So this tells whether the pipeline tells causes apart, and nothing about real sellers.',
      'Honest sellers say their digits in English and in Mandarin in equal parts, failing ones in English. The Mandarin of the synthetic voice is short and quick: what is not understood goes to a person.',
      'Failing sessions are puppets and leave out the steps that have nothing to do with their cause.',
      ...genuine.filter(({ answer }) => answer.outcome !== 'passed').map(missOf),
      ...wrong.filter((one) => !isNamedRightly(one)).map(missOf),
    ],
  }
}

/** In a failing session gates without evidence are those of steps that were left out. */
const missOf = (counted: Counted): string => {
  const { kind, no, expected, session } = counted.named
  const { outcome, failed, unsure } = counted.answer
  const doubts = unsure
    .filter((gate) => expected === null || !gate.endsWith(': no-evidence'))
    .map((gate) => `unsure ${gate}`)
  return `miss: ${kind} ${no} (${session.face}, ${footageOf(counted)}, ${session.language}) ${outcome} – ${[...failed, ...doubts].join('; ')}`
}
