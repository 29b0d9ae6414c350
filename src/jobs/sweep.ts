import type { App } from '#app/app.ts'
import { serveWaitingLists } from '#app/calls/serve-waiting-list.ts'
import { beat, closeSilentRecordings, fireDueClocks } from '#app/cases/clocks.ts'
import { deleteOldRehearsals } from '#app/evidence/retention.ts'
import { signHeads } from '#app/evidence/sign-heads.ts'
import { forgetOldSignals } from '#app/held-call/signals.ts'
import { deliverWebhooks } from '#app/integration/deliver-webhooks.ts'
import { forgetOldFaces } from '#app/links/face-templates.ts'
import { resumeReplays } from '#app/rules/run-replay.ts'
import { forgetOldAddresses } from '#app/signals/sign-in-addresses.ts'

export type Chore = (app: App) => Promise<unknown>

/** Receivers who hang are waited for, so they come last. */
const chores: readonly Chore[] = [
  fireDueClocks,
  serveWaitingLists,
  closeSilentRecordings,
  forgetOldSignals,
  deleteOldRehearsals,
  forgetOldFaces,
  signHeads,
  resumeReplays,
  forgetOldAddresses,
  (app) => deliverWebhooks(app, null),
]

/**
 * What a lost or late job has missed, once a minute. The heartbeat comes first, and nothing is done without it: an outage is
 * credited before it bites. One chore that fails keeps none of the others from being done; all failures are thrown
 * together afterwards.
 */
export const sweep = async (app: App, others: readonly Chore[] = chores): Promise<void> => {
  await beat(app)
  const failures: unknown[] = []
  for (const chore of others) {
    try {
      await chore(app)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} of ${others.length} chores of this minute failed`)
}
