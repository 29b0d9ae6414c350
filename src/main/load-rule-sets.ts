import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseRuleSet } from '#contracts/rule-set.ts'
import type { Program } from '#domain/program.ts'
import { type CompiledRules, compileRuleSet } from '#domain/risk/compile-rules.ts'
import type { RuleProblem } from '#domain/risk/rule-set.ts'
import { programRuleProblems } from '#domain/risk/rule-set-problems.ts'

/** The rule sets that ship with the product, one for each program. */
export const shippedRuleSetsFolder = fileURLToPath(new URL('../../programs/rules/', import.meta.url))

/** Beside the rule sets lies the schema that editors check them with. */
const notRuleSets = ['rule-set.schema.json']

/** A problem of the field `file`: it cannot be read, or is no JSON. */
export type FileProblem = Omit<RuleProblem, 'code'> & { code: RuleProblem['code'] | 'unreadable' }
export type RuleSetFile = { ok: true; value: CompiledRules } | { ok: false; problems: FileProblem[] }

/** Reads, checks and compiles one rule set file. What it demands of its program is asked where there is one. */
export const readRuleSetFile = (path: string, programs: ReadonlyMap<string, Program>): RuleSetFile => {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const message = error instanceof SyntaxError ? `is not JSON: ${error.message}` : `cannot be read (${codeOf(error)})`
    return { ok: false, problems: [{ field: 'file', code: 'unreadable', message }] }
  }
  const parsed = parseRuleSet(json)
  if (!parsed.ok) return parsed
  const compiled = compileRuleSet(parsed.value)
  const program = programs.get(parsed.value.program)
  const ofProgram: RuleProblem[] = program
    ? programRuleProblems(parsed.value, program)
    : [{ field: 'program', code: 'unknown-name', message: `there is no program ${parsed.value.program}` }]
  if (compiled.ok && ofProgram.length === 0) return compiled
  return { ok: false, problems: [...ofProgram, ...(compiled.ok ? [] : compiled.problems)] }
}

/**
 * Every rule set of a folder, by the program it opens cases of. Throws when one of them is wrong, with every problem of every
 * file by field, as programs do.
 */
export const loadRuleSets = (
  programs: ReadonlyMap<string, Program>,
  folder: string = shippedRuleSetsFolder,
): Map<string, CompiledRules> => {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !notRuleSets.includes(name))
    .sort()
  const ruleSets = new Map<string, CompiledRules>()
  const wrong: string[] = []
  for (const file of files) {
    const read = readRuleSetFile(join(folder, file), programs)
    if (!read.ok) wrong.push(...read.problems.map((problem) => `${file}: ${problemLine(problem)}`))
    else if (read.value.set.program !== basename(file, '.json'))
      wrong.push(`${file}: program must be the name of the file, ${basename(file, '.json')}`)
    else ruleSets.set(read.value.set.program, read.value)
  }
  if (wrong.length > 0) throw new Error(`rule sets cannot be loaded\n  ${wrong.join('\n  ')}`)
  return ruleSets
}

/** A problem in one line: field, place in the expression, counted from 1, and what is wrong. */
export const problemLine = ({ field, message, at }: Omit<FileProblem, 'code'>): string =>
  `${field}${at ? ` (character ${at.from + 1})` : ''} ${message}`

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown error'
