import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { tinySpeakerModel } from '#test/inspection/tiny-speech-models.ts'
import { temporaryFolder } from '#test/ports/temporary-folder.ts'

/** The command as a process of its own, as the product's command line registers it. */
const models = async (modelsDir: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> => {
  const script = `
    import { Command } from 'commander'
    import { registerModelsCommand } from '#main/cli-models.ts'
    const program = new Command('countersign')
    registerModelsCommand(program)
    await program.parseAsync(process.argv.slice(1), { from: 'user' })`
  const env = { ...process.env, MODELS_DIR: modelsDir }
  try {
    const asked = ['--input-type=module', '-e', script, 'models', ...args]
    const { stdout, stderr } = await promisify(execFile)(process.execPath, asked, { env })
    return { code: 0, out: stdout, err: stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }
    return { code, out: stdout, err: stderr }
  }
}

test('[CK7] an operator adds a speech model, sees it in the list with its licence and hash, and removes it', async () => {
  const folder = await temporaryFolder()
  const modelsDir = path.join(folder, 'models')
  const file = path.join(folder, 'voices.onnx')
  await writeFile(file, tinySpeakerModel())
  const added = await models(modelsDir, 'add', file, '--kind', 'speaker', '--licence', 'CC BY 4.0')
  expect(added).toMatchObject({ code: 0, err: '' })
  const listed = await models(modelsDir, 'list')
  expect(listed.out).toMatch(/Your own speech models\nvoices +speaker, speaker-embedding, version/)
  expect(listed.out).toMatch(/licence as you stated it: CC BY 4\.0; added \d{4}-\d\d-\d\d\n +sha256 [0-9a-f]{64}\n/)
  const again = await models(modelsDir, 'add', file, '--kind', 'speaker', '--licence', 'CC BY 4.0')
  expect(again).toMatchObject({ code: 1, out: '' })
  expect(again.err).toMatch(/^Not added\. .*countersign models remove voices/)
  expect(await models(modelsDir, 'remove', 'voices')).toMatchObject({ code: 0 })
  expect((await models(modelsDir, 'list')).out).toContain('Your own speech models: none')
})
