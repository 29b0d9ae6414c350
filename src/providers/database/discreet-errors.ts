import pg from 'pg'

/** What PostgreSQL adds to an error by quoting rows, parameters and statements. */
const quoting = ['detail', 'where', 'internalQuery'] as const

/**
 * Errors of the database carry the values of the row that was refused ("Key (email)=(…) already exists"). Loggers print
 * every enumerable property, so these are made to be read only by name.
 */
export function keepErrorsDiscreet() {
  for (const property of quoting) {
    Object.defineProperty(pg.DatabaseError.prototype, property, {
      configurable: true,
      set(this: Error, value: string | undefined) {
        Object.defineProperty(this, property, { value, enumerable: false, configurable: true, writable: true })
      },
    })
  }
}
