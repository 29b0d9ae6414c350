import type { Command } from 'commander'
import { programJsonSchema } from '#contracts/program.ts'
import type { StaffLanguage } from '#domain/language.ts'
import { isStaffLanguage } from '#locales/catalogue.ts'
import { loadTranslate } from '#locales/translate.ts'
import { describeProgram } from './describe-program.ts'
import { readProgramFile } from './load-programs.ts'

const exitWrong = 1
const exitUsage = 64

/**
 * `countersign program check FILE [--language zh|en]`: says in words what a program does; exit 0 right, 1 wrong with every
 * problem by field, 64 usage or unreadable file. `countersign program schema`: the JSON schema for editors.
 */
export function registerProgramCommand(program: Command): void {
  const programs = program.command('program').description('programs: the procedures of marketplaces as data')
  programs
    .command('check')
    .description(
      'check a program file and say in words what it does; exit 0 right, 1 wrong, 64 usage or unreadable file',
    )
    .argument('<file>', 'a program file')
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
  programs
    .command('schema')
    .description('print the JSON schema of program files')
    .action(() => {
      process.stdout.write(`${JSON.stringify(programJsonSchema(), null, 2)}\n`)
    })
}

const check = async (file: string, language: StaffLanguage): Promise<number> => {
  const read = readProgramFile(file)
  if (!read.ok) {
    for (const { field, message } of read.problems) process.stderr.write(`${file}: ${field} ${message}\n`)
    return read.problems.some((problem) => problem.field === 'file') ? exitUsage : exitWrong
  }
  const translate = await loadTranslate(['program', 'check', 'common', 'failure'])
  process.stdout.write(describeProgram(read.value, language, translate))
  return 0
}
