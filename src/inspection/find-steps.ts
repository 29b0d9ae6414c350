import type { StepKind, StepSpan } from '#domain/run-plan.ts'
import type { FrameLook } from './evidence.ts'
import { boxCentre, boxWidth, insideQuad } from './vision/image.ts'

/** Sightings further apart than this belong to two steps. */
const bridgeMs = 2000
/** A face that shows for less is no step. */
const minFaceStepMs = 800
/** The holder sits before the camera; someone in the background, or a card's portrait, does not make a face step. */
const minFaceWidth01 = 0.1

/**
 * The steps of a run without a challenge file: where a side of the card or a licence could be read, and where a face shows
 * and no card does. What cannot be told (digits, the pan) is left out. Ids are `found-1`, `found-2`, …
 */
export const findSteps = (looks: readonly FrameLook[]): StepSpan[] => {
  const sightings: { kind: StepKind; atMs: number }[] = []
  const ordered = [...looks].sort((a, b) => a.atMs - b.atMs)
  const cards = ordered.filter((look) => look.card !== null)
  for (const look of ordered) {
    if (look.licence?.read) sightings.push({ kind: 'licence', atMs: look.atMs })
    else if (look.card) sightings.push({ kind: look.card.side === 'front' ? 'id-front' : 'id-back', atMs: look.atMs })
    else if (showsHolder(look) && !cards.some((card) => Math.abs(card.atMs - look.atMs) < bridgeMs / 2))
      sightings.push({ kind: 'face', atMs: look.atMs })
  }
  const spans: { kind: StepKind; startMs: number; endMs: number }[] = []
  for (const { kind, atMs } of sightings) {
    const last = spans.at(-1)
    if (last && last.kind === kind && atMs - last.endMs <= bridgeMs) last.endMs = atMs
    else spans.push({ kind, startMs: atMs, endMs: atMs })
  }
  return spans
    .filter(({ kind, startMs, endMs }) => kind !== 'face' || endMs - startMs >= minFaceStepMs)
    .map((span, index) => ({ id: `found-${index + 1}`, ...span, endMs: span.endMs + 1, action: null }))
}

const showsHolder = (look: FrameLook): boolean =>
  look.faces.some(
    (face) =>
      boxWidth(face.box) >= minFaceWidth01 * look.widthPx &&
      !(look.card && insideQuad(look.card.quad, boxCentre(face.box))),
  )
