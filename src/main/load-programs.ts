import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseProgram } from '#contracts/program.ts'
import type { Program } from '#domain/program.ts'
import type { FieldProblem } from '#domain/program-problems.ts'

/** The programs that ship with the product. */
export const shippedProgramsFolder = fileURLToPath(new URL('../../programs/', import.meta.url))

/** Beside the programs lies the schema that editors check them with. */
const notPrograms = ['program.schema.json']

export type ProgramFile = { ok: true; value: Program } | { ok: false; problems: FieldProblem[] }

/** Reads one program file. A file that cannot be read or is no JSON is a problem of the field `file`. */
export const readProgramFile = (path: string): ProgramFile => {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const message = error instanceof SyntaxError ? `is not JSON: ${error.message}` : `cannot be read (${codeOf(error)})`
    return { ok: false, problems: [{ field: 'file', message }] }
  }
  return parseProgram(json)
}

/**
 * Every program of a folder, by name. Throws when one of them is wrong, with every problem of every file by field: a
 * server that starts with half its programs would be worse than one that does not start.
 */
export const loadPrograms = (folder: string = shippedProgramsFolder): Map<string, Program> => {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !notPrograms.includes(name))
    .sort()
  const programs = new Map<string, Program>()
  const wrong: string[] = []
  for (const file of files) {
    const read = readProgramFile(join(folder, file))
    if (!read.ok) wrong.push(...read.problems.map(({ field, message }) => `${file}: ${field} ${message}`))
    else if (read.value.name !== basename(file, '.json'))
      wrong.push(`${file}: name must be the name of the file, ${basename(file, '.json')}`)
    else programs.set(read.value.name, read.value)
  }
  if (wrong.length > 0) throw new Error(`programs cannot be loaded\n  ${wrong.join('\n  ')}`)
  if (programs.size === 0) throw new Error('programs cannot be loaded: the folder holds none')
  return programs
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error'
