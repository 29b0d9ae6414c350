import { parseProgram } from '#contracts/program.ts'
import type { Program } from '#domain/program.ts'
import aliexpress from '#programs/aliexpress.json' with { type: 'json' }

/** The shipped AliExpress program, a fresh copy each time so that a test may change it. */
export const programAliexpress = (): Program => {
  const parsed = parseProgram(structuredClone(aliexpress))
  if (!parsed.ok) throw new Error(parsed.problems.map(({ field, message }) => `${field} ${message}`).join('\n'))
  return parsed.value
}

/** A program with some members replaced, members of members included; lists are replaced whole. */
export const programWith = (changes: DeepPartial<Program>, base: Program = programAliexpress()): Program =>
  merged(base, changes) as Program

export type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: DeepPartial<T[K]> }
    : T

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const merged = (base: unknown, changes: unknown): unknown => {
  if (!isPlain(base) || !isPlain(changes)) return changes
  const keys = new Set([...Object.keys(base), ...Object.keys(changes)])
  return Object.fromEntries([...keys].map((key) => [key, key in changes ? merged(base[key], changes[key]) : base[key]]))
}
