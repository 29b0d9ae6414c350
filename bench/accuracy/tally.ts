import type { BenchResult, Cell } from '../bench-result.ts'
import type { SessionAnswer } from './answers.ts'
import type { NamedSession } from './sessions.ts'

export type Counted = { named: NamedSession; answer: SessionAnswer }

/** A failure is named rightly when the run fails and the first failed gate of the program gives the expected reason. */
export const isNamedRightly = ({ named: { expected }, answer: { outcome, failed } }: Counted): boolean =>
  expected !== null && outcome === 'failed' && (failed[0]?.endsWith(`: ${expected}`) ?? false)

const isPuppet = ({ named }: Counted): boolean => named.session.face !== 'a' && named.session.face !== 'b'

const share = (part: number, all: number): Cell => (all === 0 ? '–' : `${((100 * part) / all).toFixed(1)} %`)

/** Every count as n of N; then each session that did not go as it should, by name. */
export const resultOf = (
  counted: readonly Counted[],
  planned: { genuine: number; failures: number; faces: number },
): BenchResult => {
  const genuine = counted.filter(({ named }) => named.expected === null)
  const failures = counted.filter(({ named }) => named.expected !== null)
  const kinds = [...new Set(failures.map(({ named }) => named.kind))].sort()
  const facesSeen = new Set(genuine.map(({ named }) => named.session.face)).size
  const line = (what: string, part: number, of: readonly unknown[], goal: string): Cell[] => [
    what,
    part,
    of.length,
    share(part, of.length),
    goal,
  ]
  const by = (outcome: SessionAnswer['outcome'], of: readonly Counted[]) =>
    of.filter(({ answer }) => answer.outcome === outcome).length
  const groups: [string, Counted[]][] = [
    ['real footage', genuine.filter((one) => !isPuppet(one))],
    ['puppets', genuine.filter(isPuppet)],
    ['digits in English', genuine.filter(({ named }) => named.session.language === 'en')],
    ['digits in Mandarin', genuine.filter(({ named }) => named.session.language === 'zh')],
  ]
  const rows: Cell[][] = [
    line('genuine: passed without a person', by('passed', genuine), genuine, '≥ 90 %'),
    line('genuine: failed by itself', by('failed', genuine), genuine, '≤ 2 %'),
    line('genuine: to a person', by('unsure', genuine), genuine, ''),
    ...groups.map(([name, of]) => line(`genuine, ${name}: passed`, by('passed', of), of, '')),
    line('failures named rightly', failures.filter(isNamedRightly).length, failures, '≥ 95 %'),
    line('failures that passed', by('passed', failures), failures, '0 %'),
    ...kinds.map((kind) => {
      const of = failures.filter(({ named }) => named.kind === kind)
      return line(`${kind}: ${of[0]!.named.expected}`, of.filter(isNamedRightly).length, of, '')
    }),
  ]
  return {
    title: `Whole inspections of ${counted.length} generated sessions, ${facesSeen} faces`,
    columns: ['what', 'n', 'of', 'share', 'goal'],
    rows,
    notes: [
      `${genuine.length} of ${planned.genuine} genuine and ${failures.length} of ${planned.failures} failing sessions were counted.`,
      'Two faces are real footage, the others digital puppets made of one photograph each; all voices are espeak-ng, of a kind the digit verifier was trained on.',
      'So this tells whether the pipeline tells causes apart, and nothing about real sellers.',
      'Failing sessions leave out the steps that have nothing to do with their cause.',
      ...genuine.filter(({ answer }) => answer.outcome !== 'passed').map(missOf),
      ...failures.filter((one) => !isNamedRightly(one)).map(missOf),
    ],
  }
}

const missOf = ({ named: { kind, no, session }, answer: { outcome, failed, unsure } }: Counted): string =>
  `miss: ${kind} ${no} (${session.face}, ${session.language}) ${outcome} – ${[...failed, ...unsure.map((one) => `unsure ${one}`)].join('; ')}`
