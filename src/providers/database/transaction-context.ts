import { AsyncLocalStorage } from 'node:async_hooks'
import type pg from 'pg'
import { OutsideTransactionError } from '#app/ports/database.ts'

/**
 * Knows whether the running code is inside a transaction. A statement that goes past `tx` there would not be rolled back
 * with it, and on the embedded engine it waits until the time limit strikes; so it is refused at once, on both engines.
 */
export function transactionContext() {
  const context = new AsyncLocalStorage<{ open: boolean }>()
  const refuse = () => {
    if (context.getStore()?.open) {
      throw new OutsideTransactionError('inside a transaction only its tx may be used, not the database')
    }
  }
  return {
    refuse,
    async run<T>(work: () => Promise<T>): Promise<T> {
      // What the work has started and left running may use the database again once the transaction is over.
      const state = { open: true }
      try {
        return await context.run(state, work)
      } finally {
        state.open = false
      }
    },
    /** The same pool, which lends no connection inside a transaction. */
    guard(pool: pg.Pool): pg.Pool {
      const connect = async () => {
        refuse()
        return pool.connect()
      }
      return new Proxy(pool, { get: (target, key) => (key === 'connect' ? connect : Reflect.get(target, key)) })
    },
  }
}
