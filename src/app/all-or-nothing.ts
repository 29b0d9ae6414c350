import { type Refusal, type Result, refuse } from '#domain/refusal.ts'
import type { App } from './app.ts'
import type { Tx } from './ports/database.ts'

/** Carries a refusal out of a transaction, so that what was done before it is undone. */
class Undone extends Error {
  override readonly name = 'Undone'
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/** A transaction of several commands: of a refusal nothing is stored. */
export const allOrNothing = async <T>(app: App, work: (tx: Tx) => Promise<Result<T>>): Promise<Result<T>> => {
  try {
    return await app.database.transaction(async (tx) => {
      const done = await work(tx)
      if (!done.ok) throw new Undone(done.refusal)
      return done
    })
  } catch (error) {
    if (error instanceof Undone) return refuse(error.refusal.code, error.refusal.details)
    throw error
  }
}
