import { aCase } from '#test/world/a-case.ts'
import type { Field } from './program-field.ts'

/** What a program says of the time after a decision: freezes, entities, retention. */
export const outcomeFields: Record<string, Field> = {
  'attempts.freezeHours[]': {
    by: 'src/domain/case/attempts.ts',
    reads: 'freezeHours',
    change: { attempts: { freezeHours: [24, 48, 72] } },
    seen: (program) => aCase({ program }).fails().state.lockedUntilMs,
  },
}
