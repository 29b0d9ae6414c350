import type { z } from 'zod'
import type { RiskOfCase } from '#domain/risk/risk-of-case.ts'
import type { App } from '../app.ts'
import { openRiskCaseJob } from '../job-definitions.ts'
import type { Tx } from '../ports/database.ts'

export type Opening = RiskOfCase & { tenantId: string; sellerId: string; program: string }

/** Whether the program that is current here lets signals open its cases. */
export const mayOpenBySignals = (app: App, program: string): boolean =>
  app.programs.get(program)?.opening.by.includes('signals') ?? false

/**
 * [TR2] A case is to be opened because of what was just decided: the job exists if and only if the decision does. While one of
 * a seller waits, there is no second one.
 */
export const queueOpening = async (app: App, tx: Tx, opening: Opening): Promise<void> => {
  const payload: z.infer<typeof openRiskCaseJob.payload> = opening
  await app.queue.enqueue(tx, openRiskCaseJob, payload, { singletonKey: `${opening.tenantId}/${opening.sellerId}` })
}
