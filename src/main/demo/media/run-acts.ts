import type { HeadTurn, StepKind, StepSpan } from '#domain/run-plan.ts'
import { type Cue, openPerformer, type Piece } from './performer.ts'
import { licenceShots, type Shot, shots } from './render/shots.ts'

/** What a seller was asked to do and what he does; `turned` and `says` where he does something else. */
export type ActsOfRun = {
  turns: readonly HeadTurn[]
  turned?: readonly HeadTurn[] | undefined
  digits: string
  /** Empty: he keeps silent. */
  says?: string | undefined
  /** Time from one digit to the next, over and over. */
  digitGapsMs: readonly number[]
  /** Steps that are left out. */
  without?: readonly StepKind[] | undefined
  /** He is asked for his licence after the card. */
  licence?: boolean | undefined
}

/** A stretch of a run: a step, or what lies between two of them (`step` null). */
export type Act = { step: Omit<StepSpan, 'startMs' | 'endMs'> | null; cues: Cue[] }

/** A digit's clip and the pauses around it take this long; the rest of the time to the next one he waits. */
const spokenMs = 1600
const leastRestMs = 200
/** How long somebody who keeps silent is waited for. */
const silentMs = 10_000

/** [CP1] The five steps in their order, as somebody goes through them who needs no second look, and the licence. */
export const actsOfRun = ({
  turns,
  turned = [],
  digits,
  says = digits,
  digitGapsMs,
  without,
  licence,
}: ActsOfRun): Act[] => {
  const between: Act = { step: null, cues: [{ do: 'rest', forMs: 500 }] }
  const act = (id: string, kind: StepKind, action: string | null, cues: Cue[]): Act => ({
    step: { id, kind, action },
    cues,
  })
  const said = [...says].flatMap((digit, i): Cue[] => [
    { do: 'rest', forMs: Math.max(leastRestMs, digitGapsMs[i % digitGapsMs.length]! - spokenMs) },
    { do: 'say', digit },
  ])
  const acts = [
    between,
    act('id-front', 'id-front', null, [{ do: 'hold', side: 'front', forMs: 6000 }]),
    act('id-back', 'id-back', null, [{ do: 'hold', side: 'back', forMs: 6000 }]),
    ...(licence ? [act('licence', 'licence', null, [{ do: 'hold', side: 'licence', forMs: 8000 }])] : []),
    between,
    ...turns.map((turn, i) =>
      act(i === 0 ? 'face' : `face-${i + 1}`, 'face', turn, [
        { do: 'rest', forMs: 900 },
        { do: 'turn', turn: turned[i] ?? turn },
      ]),
    ),
    act('digits', 'digits', null, said.length === 0 ? [{ do: 'rest', forMs: silentMs }] : said),
    act('pan', 'pan', null, [{ do: 'pan' }]),
  ]
  return acts.filter(({ step }) => step === null || !without?.includes(step.kind))
}

/** A piece of a run at its time. */
export type TimedPiece = { piece: Piece<Shot>; act: Act; startMs: number; endMs: number }
export type PerformedRun = { pieces: TimedPiece[]; steps: StepSpan[]; durationMs: number }

/**
 * Plays acts one after the other. `takes`: the clips there are; `instead` may play other clips than the performer would.
 */
export const performed = (
  acts: readonly Act[],
  takes: readonly Shot[] = [...shots, ...licenceShots],
  instead: (pieces: Piece<Shot>[]) => Piece<Shot>[] = (pieces) => pieces,
): PerformedRun => {
  const performer = openPerformer(takes)
  const pieces: TimedPiece[] = []
  const steps: StepSpan[] = []
  let atMs = 0
  for (const act of acts) {
    const startMs = atMs
    for (const piece of instead(act.cues.flatMap((cue) => performer.perform(cue)))) {
      const endMs = atMs + (piece.clip.frames * 1000) / piece.clip.framesPerSecond
      pieces.push({ piece, act, startMs: atMs, endMs })
      atMs = endMs
    }
    if (act.step) steps.push({ ...act.step, startMs: Math.round(startMs), endMs: Math.round(atMs) })
  }
  return { pieces, steps, durationMs: atMs }
}
