/**
 * The process that renders clips: `render-child.ts SOURCES_DIR` with lines of JSON on standard input, each a look and a
 * shot and where the clip goes. It is a process of its own because the native rasteriser and encoder print, use much
 * memory and now and then fall over on exit, which no server should have to bear.
 */
import { rename, writeFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { packClip } from './clip-file.ts'
import { encodeClip } from './encode-clip.ts'
import { openScene, type Scene } from './scene.ts'
import type { Look, Shot } from './shots.ts'

export type RenderOrder = { look: Look; shot: Shot; file: string }

const sourcesDir = process.argv[2]
if (!sourcesDir) throw new Error('usage: render-child.ts SOURCES_DIR')

const scenes = new Map<string, Promise<Scene>>()
const sceneOf = (look: Look): Promise<Scene> => {
  const key = JSON.stringify(look)
  const scene = scenes.get(key) ?? openScene(sourcesDir, look)
  scenes.set(key, scene)
  return scene
}

for await (const line of createInterface({ input: process.stdin })) {
  const { look, shot, file } = JSON.parse(line) as RenderOrder
  const scene = await sceneOf(look)
  const clip = await encodeClip(shot.framesPerSecond, shot.frames, (index) => scene.frame(shot, index))
  const partial = `${file}.partial-${process.pid}`
  await writeFile(partial, packClip(clip))
  await rename(partial, file)
  process.stdout.write(`${JSON.stringify({ done: file })}\n`)
}
process.exit(0)
