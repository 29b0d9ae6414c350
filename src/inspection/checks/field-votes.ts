import type { FieldRead, FrameLook } from '../evidence.ts'

/** One field as all readings of it together say. `L`: pictures in which it was read. */
export type FieldConsensus<L extends FrameLook = FrameLook> = {
  text: string
  /** Mean share of the readers' weight that the winning characters have, 0 to 1. */
  score01: number
  /** Readings that say exactly this, of all readings of the field. */
  votes: number
  reads: number
  /** The most certain picture that says it. */
  best: { look: L; field: FieldRead }
  /** Other texts that were read, with how often. */
  others: Map<string, number>
}

/**
 * Votes over the readings of one field, each weighed by the reader's own certainty. Readings of one length are voted
 * place by place, so that two pictures with one different misreading each still agree; the length with most weight
 * wins. The text voted must have been read at least once as a whole, or the best whole reading is taken instead.
 */
export const voteOn = <L extends FrameLook>(
  reads: readonly { look: L; field: FieldRead }[],
): FieldConsensus<L> | null => {
  if (reads.length === 0) return null
  const weightByText = new Map<string, number>()
  for (const { field } of reads) weightByText.set(field.text, (weightByText.get(field.text) ?? 0) + field.score01)
  const whole = heaviest(weightByText)
  const sameLength = reads.filter(({ field }) => field.text.length === heaviestLength(weightByText))
  const voted = voteByPlace(sameLength.map(({ field }) => field))
  const text = weightByText.has(voted.text) ? voted.text : whole
  const agreeing = reads.filter(({ field }) => field.text === text).sort((a, b) => b.field.score01 - a.field.score01)
  const others = new Map<string, number>()
  for (const { field } of reads) if (field.text !== text) others.set(field.text, (others.get(field.text) ?? 0) + 1)
  const share =
    (weightByText.get(text) ?? 0) /
    Math.max(
      1e-9,
      [...weightByText.values()].reduce((a, b) => a + b, 0),
    )
  const certainty = agreeing[0]!.field.score01
  return {
    text,
    score01: Math.min(certainty, text === voted.text ? Math.max(share, voted.share01) : share),
    votes: agreeing.length,
    reads: reads.length,
    best: agreeing[0]!,
    others,
  }
}

const heaviest = (weights: Map<string, number>): string =>
  [...weights].reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0]

const heaviestLength = (weights: Map<string, number>): number => {
  const byLength = new Map<string, number>()
  for (const [text, weight] of weights)
    byLength.set(String(text.length), (byLength.get(String(text.length)) ?? 0) + weight)
  return Number(heaviest(byLength))
}

const voteByPlace = (fields: readonly FieldRead[]): { text: string; share01: number } => {
  const length = fields[0]?.text.length ?? 0
  let text = ''
  let shares = 0
  for (let place = 0; place < length; place += 1) {
    const weights = new Map<string, number>()
    let total = 0
    for (const field of fields) {
      // Parsed values (dates) no longer have one character read per place; their own certainty stands in.
      const weight = field.characters.length === length ? field.characters[place]!.score01 : field.score01
      weights.set(field.text[place]!, (weights.get(field.text[place]!) ?? 0) + weight)
      total += weight
    }
    const winner = heaviest(weights)
    text += winner
    shares += (weights.get(winner) ?? 0) / Math.max(1e-9, total)
  }
  return { text, share01: length === 0 ? 0 : shares / length }
}
