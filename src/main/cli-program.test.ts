import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadTranslate, type Translate } from '#locales/translate.ts'
import { temporaryFolder } from '#test/ports/temporary-folder.ts'
import { programAliexpress, programWith } from '#test/world/a-program.ts'
import { describeProgram } from './describe-program.ts'
import { loadPrograms, shippedProgramsFolder } from './load-programs.ts'

const shipped = path.join(shippedProgramsFolder, 'aliexpress.json')

/** The command as a process of its own, registered as the product's command line registers it. */
const command = async (...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  const script = `
    import { Command } from 'commander'
    import { registerProgramCommand } from '#main/cli-program.ts'
    const program = new Command('countersign')
    registerProgramCommand(program)
    await program.parseAsync(process.argv.slice(1), { from: 'user' })`
  const asked = ['--input-type=module', '-e', script, 'program', ...args]
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, asked)
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout, err: stderr }
  }
}

describe('countersign program check', () => {
  test('says what a right program does, in either language, and exits 0', async () => {
    const english = await command('check', shipped)
    expect(english).toMatchObject({ code: 0, err: '' })
    expect(english.out).toContain('AliExpress video verification · aliexpress, version 6')
    expect(english.out).toContain('Failures in a day that lock the account for 72 hours: 4.')
    const chinese = await command('check', shipped, '--language', 'zh')
    expect(chinese.code).toBe(0)
    expect(chinese.out).toContain('一天内失败多少次后锁定 72 小时：4。')
  })

  test('names every problem of a wrong one by field and exits 1', async () => {
    const folder = await temporaryFolder()
    const file = path.join(folder, 'aliexpress.json')
    const json = JSON.parse(await readFile(shipped, 'utf8'))
    json.attempts.lockHours = 'three days'
    json.surprise = true
    await writeFile(file, JSON.stringify(json))
    const { code, out, err } = await command('check', file)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(': attempts.lockHours ')
    expect(err).toContain(': surprise is no field of a program')
  })

  test('exits 64 when there is nothing to read or the command was not understood', async () => {
    const folder = await temporaryFolder()
    const text = path.join(folder, 'program.json')
    await writeFile(text, '{ "name": ')
    expect((await command('check', text)).code).toBe(64)
    expect((await command('check', path.join(folder, 'missing.json'))).code).toBe(64)
    expect((await command('check')).code).toBe(64)
    expect((await command('check', shipped, '--language', 'tlh')).code).toBe(64)
  })

  test('prints the schema that lies beside the programs', async () => {
    const { out } = await command('schema')
    const kept = await readFile(path.join(shippedProgramsFolder, 'program.schema.json'), 'utf8')
    expect(JSON.parse(out)).toEqual(JSON.parse(kept))
  })
})

describe('a program in words', () => {
  let translate: Translate
  beforeAll(async () => {
    translate = await loadTranslate(['program', 'check', 'common', 'failure'])
  })
  const english = (program = programAliexpress()) => describeProgram(program, 'en', translate)

  test.each([
    [
      'an offline lane that is not there',
      programWith({ lanes: { offline: null } }),
      'There is no other way than the run',
    ],
    [
      'what is taken at once',
      programWith({ restrictions: [{ afterHours: 0, capabilities: ['orders'] }] }),
      'At once: ',
    ],
    ['nothing taken', programWith({ restrictions: [] }), 'Nothing is taken away.'],
    ['a notice nobody gets', programWith({ notices: { passed: [] } }), 'passed: not sent'],
    ['no mercy for pages', programWith({ capture: { onFocusLoss: 'record-only' } }), 'is noted and nothing more'],
    ['people who pass', programWith({ decision: { automaticPass: false } }), 'A clean run is passed by a person.'],
    ['phones', programWith({ device: { desktopOnly: false } }), 'Desktop or phone.'],
  ])('says %s', (_what, program, words) => {
    expect(english(program)).toContain(words)
    expect(english()).not.toContain(words)
  })
})

describe('the programs that ship', () => {
  test('are all right, under the names of their files', () => {
    const programs = loadPrograms()
    expect([...programs.keys()]).toContain('aliexpress')
    for (const [name, program] of programs) expect(program.name).toBe(name)
  })

  test('none is loaded when one is wrong, and the error names the file and the field', async () => {
    const folder = await temporaryFolder()
    const json = JSON.parse(await readFile(shipped, 'utf8'))
    await writeFile(path.join(folder, 'good.json'), JSON.stringify({ ...json, name: 'good' }))
    expect([...loadPrograms(folder).keys()]).toEqual(['good'])
    await writeFile(path.join(folder, 'other.json'), JSON.stringify(json))
    expect(() => loadPrograms(folder)).toThrow('other.json: name must be the name of the file, other')
    await writeFile(path.join(folder, 'other.json'), JSON.stringify({ ...json, name: 'other', zone: 'Nowhere' }))
    expect(() => loadPrograms(folder)).toThrow('other.json: zone must be')
    await writeFile(path.join(folder, 'other.json'), '{')
    expect(() => loadPrograms(folder)).toThrow('other.json: file is not JSON')
  })

  test('an empty folder is an error, not an installation without programs', async () => {
    const folder = await temporaryFolder()
    expect(() => loadPrograms(folder)).toThrow('the folder holds none')
  })
})
