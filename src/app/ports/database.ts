import type { Kysely, Transaction } from 'kysely'
import type { Schema } from './schema.ts'

/**
 * One open transaction. Everything that must happen together (state, evidence event, jobs) takes it as its first argument.
 * Never wait for anything but the database inside one: on the embedded engine all other work stands still meanwhile.
 */
export type Tx = Transaction<Schema>

export type Isolation = 'read committed' | 'repeatable read' | 'serializable'

export type TransactionOptions = {
  /** Default `read committed`. The embedded engine has one session, so there every level behaves like `serializable`. */
  isolation?: Isolation
  /**
   * How often to run the whole work again after a serialization failure or a deadlock (default 0). Ask for it only when
   * the work touches nothing but `tx`: it really runs again.
   */
  retries?: number
  /** Begin to commit, in milliseconds; after that the work is rolled back and the caller gets `TransactionTimeLimitError`. */
  timeLimitMs?: number
}

/**
 * Stands at the beginning of statements that are asked thousands of times a second, and never with another text: PostgreSQL
 * plans them once for each connection. Lists go into them as one array, never as so many parameters.
 */
export const preparedMark = '/* prepared */'

export type Database = {
  readonly kind: 'embedded' | 'postgres'
  /**
   * For statements that stand alone. Inside `transaction` it throws `OutsideTransactionError`: use `tx`, for on the embedded
   * engine the two would wait for each other.
   */
  readonly kysely: Kysely<Schema>
  /** Commits what `work` did when it returns, rolls it back when it throws. The commit is on the disk when this resolves. */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Delivered to every node's listeners when `tx` commits. Send ids, never payloads: at most 7,999 bytes. */
  notify(tx: Tx | Kysely<Schema>, channel: string, payload: string): Promise<void>
  /**
   * Calls `onMessage` for each notification from now on, and `onReconnected` after a lost connection came back, when
   * notifications may have been missed. Resolves to a function that ends it.
   */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onReconnected?: () => void,
  ): Promise<() => Promise<void>>
  /** Lets running transactions finish, then closes cleanly. */
  close(): Promise<void>
}

/** The work was rolled back because it held its transaction open for too long. Nothing of it was stored. */
export class TransactionTimeLimitError extends Error {
  override readonly name = 'TransactionTimeLimitError'
}

/** A bug: inside a transaction something was asked of the database that would not be part of it. */
export class OutsideTransactionError extends Error {
  override readonly name = 'OutsideTransactionError'
}

/** The database cannot be reached, has crashed, or was closed. What was under way may or may not have been stored. */
export class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError'
}

/** Another process has this data directory open. */
export class DatabaseInUseError extends Error {
  override readonly name = 'DatabaseInUseError'
}

/** The SQLSTATE of an error that came from either engine, or undefined. Source: PostgreSQL manual, appendix A. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined
}

function violates(error: unknown, state: string, constraint: string | undefined): boolean {
  if (sqlState(error) !== state) return false
  return constraint === undefined || (error as Error & { constraint?: unknown }).constraint === constraint
}

/** A row with this key is there already; with `constraint`, only if that very constraint said so. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  return violates(error, '23505', constraint)
}

/** An exclusion constraint (such as a double booking) refused the row. */
export function isExclusionViolation(error: unknown, constraint?: string): boolean {
  return violates(error, '23P01', constraint)
}

/** The row points at something that does not exist, or something still points at it. */
export function isForeignKeyViolation(error: unknown, constraint?: string): boolean {
  return violates(error, '23503', constraint)
}

/** A check constraint refused the row. */
export function isCheckViolation(error: unknown, constraint?: string): boolean {
  return violates(error, '23514', constraint)
}

/** PostgreSQL asks that the whole transaction be run again: serialization failure or deadlock. */
export function isRetryable(error: unknown): boolean {
  const state = sqlState(error)
  return state === '40001' || state === '40P01'
}

const lostConnection = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'])

/** What `pg` says, without a code, of a connection that is gone or cannot be had. */
const withoutCode =
  /^Connection terminated|^Client has encountered a connection error|^timeout exceeded when trying to connect/

/** The database cannot answer now, which says nothing about the request: worth another try later. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailableError) return true
  // Class 08 is a broken connection, 57P0x a server that stops or starts, 53300 one with too many clients.
  const state = sqlState(error)
  if (state) return state.startsWith('08') || state.startsWith('57P0') || state === '53300'
  if (!(error instanceof Error)) return false
  if (withoutCode.test(error.message)) return true
  return 'code' in error && typeof error.code === 'string' && lostConnection.has(error.code)
}
