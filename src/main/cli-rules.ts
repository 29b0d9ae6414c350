import type { Command } from 'commander'
import { ruleSetJsonSchema } from '#contracts/rule-set.ts'
import type { StaffLanguage } from '#domain/language.ts'
import { isStaffLanguage } from '#locales/catalogue.ts'
import { loadTranslate } from '#locales/translate.ts'
import { describeRuleSet } from './describe-rule-set.ts'
import { loadPrograms } from './load-programs.ts'
import { problemLine, readRuleSetFile } from './load-rule-sets.ts'

const exitWrong = 1
const exitUsage = 64

/**
 * `countersign rules check FILE [--language zh|en]`: says in words what a rule set does; exit 0 right, 1 wrong with every
 * problem by field, 64 usage or unreadable file. `countersign rules schema`: the JSON schema for editors.
 */
export function registerRulesCommand(program: Command): void {
  const rules = program.command('rules').description('rules: what opens a case, as data')
  rules
    .command('check')
    .description('check a rule set and say in words what it does; exit 0 right, 1 wrong, 64 usage or unreadable file')
    .argument('<file>', 'a rule set file')
    .option('--language <language>', 'zh or en', 'en')
    .exitOverride((error) => {
      // Commander's own code for wrong usage is 1, which here means "wrong".
      process.exit(error.exitCode === 0 ? 0 : exitUsage)
    })
    .action(async (file: string, options: { language: string }) => {
      const { language } = options
      if (isStaffLanguage(language)) process.exitCode = await check(file, language)
      else {
        process.stderr.write('--language must be zh or en\n')
        process.exitCode = exitUsage
      }
    })
  rules
    .command('schema')
    .description('print the JSON schema of rule set files')
    .action(() => {
      process.stdout.write(`${JSON.stringify(ruleSetJsonSchema(), null, 2)}\n`)
    })
}

const check = async (file: string, language: StaffLanguage): Promise<number> => {
  const read = readRuleSetFile(file, loadPrograms())
  if (!read.ok) {
    for (const problem of read.problems) process.stderr.write(`${file}: ${problemLine(problem)}\n`)
    return read.problems.some(({ code }) => code === 'unreadable') ? exitUsage : exitWrong
  }
  process.stdout.write(describeRuleSet(read.value, language, await loadTranslate(['risk'])))
  return 0
}
