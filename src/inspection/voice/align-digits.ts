import { statesPerWord } from './digit-classes.ts'
import type { DigitScores } from './digit-scores.ts'

/** A place in the string: which words may stand there, and the first frame in which they may begin. */
export type Slot = { words: readonly number[]; fromFrame: number }

export type AlignedWord = { word: number; startFrame: number; endFrame: number }
export type Alignment = { score: number; words: AlignedWord[] }

/** Costs in nats: a word more, a change to other speech, and each frame of it. */
const wordCost = 1.5
const otherCost = 2
const otherFrameCost = 2

type Node = { column: number; slot: number; word: number; state: number; fromFrame: number }

/** Gaps (silence, other speech) before, between and behind the slots, and each slot's words as three states. */
const nodesOf = (scores: DigitScores, slots: readonly Slot[]): Node[] => {
  const gap = (slot: number): Node[] => [
    { column: scores.width - 2, slot, word: -1, state: 0, fromFrame: 0 },
    { column: scores.width - 1, slot, word: -1, state: 1, fromFrame: 0 },
  ]
  return [
    ...slots.flatMap(({ words, fromFrame }, slot) => [
      ...gap(slot),
      ...words.flatMap((word) =>
        Array.from({ length: statesPerWord }, (_, state) => ({
          column: scores.words.indexOf(word) * statesPerWord + state,
          slot,
          word,
          state,
          fromFrame,
        })),
      ),
    ]),
    ...gap(slots.length),
  ]
}

/** Nodes from which each node can be entered, with the cost of it. A loop leads from its one slot back to its gap. */
const entriesOf = (nodes: readonly Node[], loop: boolean): [from: number, cost: number][][] => {
  const entries: [number, number][][] = nodes.map((_, at) => [[at, 0]])
  nodes.forEach((from, a) => {
    nodes.forEach((to, b) => {
      if (a === b) return
      const leaving = from.word >= 0 && from.state === statesPerWord - 1
      const next = leaving ? from.slot + 1 : from.slot
      const isHere = to.slot === next || (loop && leaving && to.slot === from.slot)
      if (from.word >= 0 && !leaving) {
        if (to.slot === from.slot && to.word === from.word && to.state === from.state + 1) entries[b]!.push([a, 0])
      } else if (isHere) {
        if (to.word < 0) entries[b]!.push([a, to.state === 1 ? otherCost : 0])
        else if (to.state === 0) entries[b]!.push([a, wordCost])
      }
    })
  })
  return entries
}

/**
 * The likeliest way in which the slots' words were said one after the other (Viterbi). With `loop` the one slot given
 * may be said any number of times, not at all included.
 */
export const align = (scores: DigitScores, slots: readonly Slot[], { loop = false } = {}): Alignment => {
  const nodes = nodesOf(scores, slots)
  const entries = entriesOf(nodes, loop)
  // Flat arrays: this runs a dozen times for each string, and lists of lists cost ten times as much.
  const edgesTo = new Int32Array(nodes.length + 1)
  entries.forEach((list, at) => {
    edgesTo[at + 1] = edgesTo[at]! + list.length
  })
  const edgeFrom = Int32Array.from(entries.flatMap((list) => list.map(([before]) => before)))
  const edgeCost = Float64Array.from(entries.flatMap((list) => list.map(([, cost]) => cost)))
  const column = Int32Array.from(nodes, (node) => node.column)
  const penalty = Float64Array.from(nodes, (node) => (node.word < 0 && node.state === 1 ? otherFrameCost : 0))
  const firstFrame = Int32Array.from(nodes, (node) => (node.state === 0 ? node.fromFrame : 0))
  const { frames, width, values } = scores
  const count = nodes.length
  const never = Number.NEGATIVE_INFINITY
  let best = Float64Array.from(nodes, (node, at) =>
    node.slot === 0 && node.state === 0 && firstFrame[at] === 0
      ? values[node.column]! - (node.word < 0 ? 0 : wordCost)
      : never,
  )
  let next = new Float64Array(count)
  const from = new Int16Array(frames * count).fill(-1)
  for (let frame = 1; frame < frames; frame++) {
    for (let at = 0; at < count; at++) {
      let score = never
      if (frame >= firstFrame[at]!)
        for (let edge = edgesTo[at]!; edge < edgesTo[at + 1]!; edge++) {
          const through = best[edgeFrom[edge]!]! - edgeCost[edge]!
          if (through <= score) continue
          score = through
          from[frame * count + at] = edgeFrom[edge]!
        }
      next[at] = score + values[frame * width + column[at]!]! - penalty[at]!
    }
    const spare = best
    best = next
    next = spare
  }
  return backtrack(nodes, best, from, frames, loop ? 0 : slots.length)
}

const backtrack = (
  nodes: readonly Node[],
  best: Float64Array,
  from: Int16Array,
  frames: number,
  lastSlot: number,
): Alignment => {
  let at = -1
  nodes.forEach((node, i) => {
    const mayEnd = node.word < 0 ? node.slot >= lastSlot : node.state === statesPerWord - 1 && node.slot >= lastSlot - 1
    if (mayEnd && (at < 0 || best[i]! > best[at]!)) at = i
  })
  const score = best[at]!
  const words: AlignedWord[] = []
  if (!Number.isFinite(score)) return { score, words }
  let open: AlignedWord | null = null
  for (let frame = frames - 1; frame >= 0; frame--) {
    const node = nodes[at]!
    const before = frame === 0 ? -1 : from[frame * nodes.length + at]!
    if (node.word >= 0) {
      open ??= { word: node.word, startFrame: frame, endFrame: frame + 1 }
      open.startFrame = frame
      const begins = node.state === 0 && before !== at
      if (begins) {
        words.unshift(open)
        open = null
      }
    }
    at = before
  }
  return { score, words }
}
