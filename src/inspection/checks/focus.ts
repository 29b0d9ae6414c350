import type { Finding, Span } from '#domain/finding.ts'
import type { LiveFacts } from '#domain/run-plan.ts'
import { doesNotApply, fails, passes } from './check.ts'

const identity = { check: 'focus.kept', version: '1', models: [] } as const

export type FocusLossKind = LiveFacts['focusLosses'][number]['kind']

export type FocusLimits = {
  maxLosses: number
  /** What counts as leaving; a program may forgive a window that was resized. */
  kinds: readonly FocusLossKind[]
}

/** [CK10] The seller stayed on the page. The value is how often they left; the span runs from the first time to the last. */
export const focusKept = (live: LiveFacts | null, limits: FocusLimits): Finding => {
  if (live === null) return doesNotApply(identity)
  const losses = live.focusLosses.filter(({ kind }) => limits.kinds.includes(kind))
  const answer = {
    value: losses.length,
    limit: limits.maxLosses,
    unit: 'losses',
    span: losses.reduce<Span | null>(
      (whole, { atMs }) => ({
        startMs: Math.min(whole?.startMs ?? atMs, atMs),
        endMs: Math.max(whole?.endMs ?? atMs, atMs),
      }),
      null,
    ),
  }
  return losses.length > limits.maxLosses ? fails(identity, 'left-the-page', answer) : passes(identity, answer)
}
