/**
 * The process that renders puppets' clips: `puppet-child.ts FOLDERS`, where FOLDERS is JSON with the folders of the
 * sources and the photographs; then lines of JSON on standard input, each a look, a shot and where the clip goes.
 */
import { rename, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { packClip } from '#main/demo/media/render/clip-file.ts'
import { encodeClip } from '#main/demo/media/render/encode-clip.ts'
import type { Shot } from '#main/demo/media/render/shots.ts'
import { openPuppetScene, type PuppetLook } from './puppet-scene.ts'

export type PuppetFolders = { sourcesDir: string; photosDir: string }
export type PuppetOrder = { look: PuppetLook; shot: Shot; file: string }

const { sourcesDir, photosDir } = JSON.parse(process.argv[2] ?? '{}') as PuppetFolders
const scenes = new Map<string, ReturnType<typeof openPuppetScene>>()

for await (const line of createInterface({ input: process.stdin })) {
  const { look, shot, file } = JSON.parse(line) as PuppetOrder
  const key = JSON.stringify(look)
  const scene = scenes.get(key) ?? openPuppetScene(sourcesDir, photosDir, look)
  scenes.set(key, scene)
  const pictureAt = await scene
  const clip = await encodeClip(shot.framesPerSecond, shot.frames, (index) => pictureAt(shot, index))
  const partial = `${file}.partial-${process.pid}`
  await writeFile(partial, packClip(clip))
  await rename(partial, file)
  process.stdout.write(`${JSON.stringify({ done: file })}\n`)
}
process.exit(0)
