import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { challengeFileSchema } from '#contracts/challenge-file.ts'
import { registrationSchema } from '#contracts/registration.ts'
import { temporaryFolder } from '#test/ports/temporary-folder.ts'
import { aRegistration } from '#test/world/a-registration.ts'
import { readInputFile } from './input-file.ts'

/** What is said of a file with this text. */
const said = async (text: string, schema: typeof registrationSchema | typeof challengeFileSchema): Promise<string> => {
  const file = path.join(await temporaryFolder(), 'given.json')
  await writeFile(file, text)
  const error = await readInputFile(file, schema).then(
    () => null,
    (thrown: Error) => thrown,
  )
  return error?.message.replace(file, 'FILE') ?? 'usable'
}

const registration = (changes: object) => JSON.stringify({ ...aRegistration(), ...changes })
const challenge = (changes: object) =>
  JSON.stringify({ digits: '4821', language: 'zh', steps: [{ id: 's1', kind: 'face' }], ...changes })

describe('a registration file', () => {
  it('that is whole is read, also behind the mark that some editors write', async () => {
    expect(await said(registration({}), registrationSchema)).toBe('usable')
    expect(await said(`\uFEFF${registration({})}`, registrationSchema)).toBe('usable')
  })

  it.each([
    [{ site: undefined }, 'site: is missing'],
    [{ kind: undefined }, 'kind: is missing'],
    [{ phoneRealNameLevel: undefined }, 'phoneRealNameLevel: is missing'],
    [{ legalRepresentative: { name: '王样例' } }, 'legalRepresentative.idNumber: is missing'],
    [
      { legalRepresentative: { name: '王样例', idNumber: 'x', idValidTo: '2041-13-14' } },
      'legalRepresentative.idValidTo',
    ],
    [{ legalRepresentative: { name: '王样例', idNumber: 'x', foo: 1 } }, 'legalRepresentative.foo: unknown field'],
    [{ foo: 1 }, '  foo: unknown field'],
  ])('names the field that is wrong: %j', async (changes, expected) => {
    const message = await said(registration(changes), registrationSchema)
    expect(message).toContain('FILE is not usable:\n')
    expect(message).toContain(expected)
    expect(message.split('\n')).toHaveLength(2)
  })

  it('of which several are wrong names each', async () => {
    const message = await said(registration({ email: undefined, phone: 5, foo: 1 }), registrationSchema)
    for (const field of ['email: is missing', 'phone: ', 'foo: unknown field']) expect(message).toContain(field)
  })

  it('that is no JSON is refused with the place and none of its text', async () => {
    const message = await said('{\n  "name": 王样例\n}', registrationSchema)
    expect(message).toMatch(/^FILE: is not JSON/)
    expect(message).not.toContain('王')
    expect(await said('', registrationSchema)).toBe('FILE: is not JSON')
    expect(await said('[]', registrationSchema)).toContain('(whole file): ')
  })

  it('that is not there, or a folder, is refused by name', async () => {
    const folder = await temporaryFolder()
    await expect(readInputFile(path.join(folder, 'none'), registrationSchema)).rejects.toThrow(
      'none: cannot be read (ENOENT)',
    )
    await expect(readInputFile(folder, registrationSchema)).rejects.toThrow('cannot be read (EISDIR)')
  })
})

describe('a challenge file', () => {
  it.each([
    [{}, 'usable'],
    [{ digits: undefined, steps: undefined }, 'usable'],
    [{ language: undefined }, 'language: is missing'],
    [{ digits: '48a' }, 'digits: up to 20 digits, such as "4821"'],
    [{ steps: [{ id: 's1', kind: 'dance' }] }, 'steps.0.kind: Invalid option'],
    [{ steps: [{ kind: 'face' }] }, 'steps.0.id: is missing'],
    [{ steps: [{ id: 's1', kind: 'face', startMs: 5, endMs: 4 }] }, 'steps.0.endMs: comes before startMs'],
    [{ steps: [{ id: 's1', kind: 'face', bar: 1 }] }, 'steps.0.bar: unknown field'],
    [{ foo: 1 }, 'foo: unknown field'],
  ])('%j: %s', async (changes, expected) => {
    expect(await said(challenge(changes), challengeFileSchema)).toContain(expected)
  })
})
