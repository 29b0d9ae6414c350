import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { draftBundle, finishBundle } from '#domain/evidence/bundle.ts'
import { chainStart, sealChain } from '#domain/evidence/chain.ts'
import { openFileKeys } from '#providers/keys/file-keys.ts'
import { temporaryFolder } from '#test/ports/temporary-folder.ts'
import { checkBundleFile } from './cli-verify.ts'

/** A bundle as the server makes it: signed through the keys port. */
async function exportedBundle(caseId = 'case_1') {
  const folder = await temporaryFolder()
  const keys = await openFileKeys(path.join(folder, 'keys'))
  const at = '2026-01-01T00:00:00.000Z'
  const events = sealChain(chainStart(caseId), [
    { type: 'case-opened', version: 1, at, actor: { kind: 'system' }, data: {} },
    { type: 'case-passed', version: 1, at, actor: { kind: 'staff', id: 'u_1' }, data: {} },
  ])
  const { keys: jwks } = await keys.publicJwks()
  const recording = { path: 'run_1.webm', eventSeq: null, bytes: Buffer.from('media') }
  const draft = draftBundle({ tenantId: 'tenant_1', exportedAt: at, events, jwks, attachments: [recording] })
  const file = path.join(folder, 'bundle.zip')
  await writeFile(file, Buffer.concat(finishBundle(draft, await keys.sign('chain-head', draft.payload))))
  return { file, folder, jwks, kid: jwks[0]!.kid }
}

/** The command as a process of its own, registered as the product's command line registers it. */
async function verifyCommand(...args: string[]): Promise<{ code: number; out: string }> {
  const script = `
    import { Command } from 'commander'
    import { registerVerifyCommand } from '#main/cli-verify.ts'
    const program = new Command('countersign')
    registerVerifyCommand(program)
    await program.parseAsync(process.argv.slice(1), { from: 'user' })`
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      script,
      'verify',
      ...args,
    ])
    return { code: 0, out: stdout }
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string }
    return { code, out: stdout }
  }
}

describe('[EV1] countersign verify', () => {
  it('exits 0 on an intact bundle and 1 on one with a changed byte, saying what is wrong', async () => {
    const { file, kid } = await exportedBundle()
    const intact = await verifyCommand(file)
    expect(intact).toMatchObject({ code: 0, out: expect.stringContaining('intact: case case_1 of tenant_1') })
    expect(intact.out).toContain(`signed by    ${kid}`)

    const bytes = await readFile(file)
    bytes[bytes.indexOf('case-passed')]! ^= 1
    await writeFile(file, bytes)
    expect(await verifyCommand(file)).toEqual({
      code: 1,
      out: 'not intact: the file was changed, cut, or packed by another program (container)\n',
    })
  })

  it('accepts only the key it is told to, by id or by the installation’s key set', async () => {
    const { file, folder, kid, jwks } = await exportedBundle()
    const other = await exportedBundle()
    const set = path.join(folder, 'jwks.json')
    await writeFile(set, JSON.stringify({ keys: jwks }, null, 2))
    expect((await checkBundleFile(file, { key: [kid] })).text).toContain('which is a key you trust')
    expect((await checkBundleFile(file, { jwks: set })).text).toContain('which is a key you trust')
    expect(await checkBundleFile(other.file, { jwks: set })).toEqual({
      intact: false,
      text: `not intact: head.jws signed by the key ${other.kid} (signer-not-trusted)`,
    })
    await writeFile(set, '{"keys":[{"kty":"RSA"}]}')
    expect(await checkBundleFile(file, { jwks: set })).toMatchObject({ intact: false })
  })

  it('answers in JSON', async () => {
    const { file, kid } = await exportedBundle()
    const { text } = await checkBundleFile(file, { json: true })
    expect(JSON.parse(text)).toMatchObject({ intact: true, caseId: 'case_1', eventCount: 2, kid, signerTrusted: false })
    await writeFile(file, 'not a bundle')
    expect(JSON.parse((await checkBundleFile(file, { json: true })).text)).toEqual({
      intact: false,
      fault: 'container',
      where: 'the file',
      detail: 'is not a bundle',
    })
  })

  it('calls nothing intact that cannot be read', async () => {
    const folder = await temporaryFolder()
    expect(await checkBundleFile(path.join(folder, 'none.zip'), {})).toMatchObject({
      intact: false,
      text: expect.stringContaining('ENOENT'),
    })
    expect(await checkBundleFile(folder, {})).toMatchObject({ intact: false })
  })

  it('lets nothing in a bundle steer the terminal', async () => {
    const { file } = await exportedBundle('case_\u001b[2J\u0007')
    const { intact, text } = await checkBundleFile(file, {})
    expect(intact).toBe(true)
    expect([...text].filter((letter) => letter < ' ' && letter !== '\n')).toEqual([])
  })
})
