import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Lookups } from '#app/ports/lookups.ts'
import type { LookupKind } from '#domain/program.ts'
import type { Registration } from '#domain/registration.ts'

/**
 * [EL7] Look-ups from one JSON file, for the demo and for operators who export their register: each kind maps a key to
 * the answer. A kind or key that is not there is `not-checked`: silence never passes.
 */
const fileSchema = z.strictObject({
  'business-register': z.record(z.string(), z.enum(['ok', 'failed'])).optional(),
  'carrier-real-name': z.record(z.string(), z.enum(['ok', 'failed'])).optional(),
  sanctions: z.record(z.string(), z.enum(['ok', 'failed'])).optional(),
  'tax-number': z.record(z.string(), z.enum(['ok', 'failed'])).optional(),
  'dti-registration': z.record(z.string(), z.enum(['ok', 'failed'])).optional(),
})

/** Companies are looked up by credit code, phones by number, persons by their identity number; foreign numbers as they are on file. */
const keyOf: Record<LookupKind, (registration: Registration) => string | null> = {
  'business-register': (registration) => registration.creditCode,
  'carrier-real-name': (registration) => registration.phone,
  sanctions: (registration) => registration.legalRepresentative.idNumber,
  'tax-number': ({ ids }) => ids.npwp ?? ids.nik ?? null,
  'dti-registration': ({ ids }) => ids.dti ?? null,
}

/** Numbers of the two registers are written with and without dots and dashes; they are the same numbers. */
const plain = (kind: LookupKind, key: string): string =>
  kind === 'tax-number' || kind === 'dti-registration' ? key.replace(/[\s.\-/]/g, '') : key

/** Throws when the file is there and cannot be used; without a file everything is `not-checked`. */
export const openLookups = async (registerFile: string | undefined): Promise<Lookups> => {
  const register = registerFile ? fileSchema.parse(JSON.parse(await readFile(registerFile, 'utf8'))) : {}
  const answers = new Map(
    Object.entries(register).flatMap(([kind, known]) =>
      Object.entries(known ?? {}).map(
        ([key, answer]) => [`${kind} ${plain(kind as LookupKind, key)}`, answer] as const,
      ),
    ),
  )
  return {
    async ask(kind, registration) {
      const key = keyOf[kind](registration)
      return (key === null ? undefined : answers.get(`${kind} ${plain(kind, key)}`)) ?? 'not-checked'
    },
  }
}
