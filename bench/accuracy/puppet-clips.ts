import { createHash } from 'node:crypto'
import { access, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runOrders } from '#main/demo/media/child-pool.ts'
import { nameOf } from '#main/demo/media/generator-version.ts'
import { ensurePackedFiles, ensureSources } from '#main/demo/media/media-packages.ts'
import { type Shot, shots } from '#main/demo/media/render/shots.ts'
import type { MediaOptions, SellerClip } from '#main/demo/media/seller-clips.ts'
import { photoPackages } from './people.ts'
import type { PuppetFolders, PuppetOrder } from './puppet-child.ts'
import type { PuppetLook } from './puppet-scene.ts'

/**
 * All takes of somebody who waits or speaks, since the same pictures twice for two seconds are rightly taken for a
 * replay; of the rest as few as a session needs.
 */
const takes: Partial<Record<Shot['name'], number>> = { idle: 10, speak: 4 }
export const sessionShots: readonly Shot[] = shots.filter(
  ({ name, take }) => take < (takes[name] ?? (name.startsWith('turn-') ? 1 : 2)) && name !== 'room-out',
)

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

/** A card on a screen has both its sides there; every other flaw is filmed on the front alone. */
const flawOn = (shot: Shot, { flaw }: PuppetLook): PuppetLook['flaw'] =>
  shot.name.startsWith('front') ? flaw : shot.name.startsWith('back') && flaw.screen ? { screen: true } : {}

/** What of a look a shot shows, so that nothing is rendered anew for what it does not. */
const shownBy = (shot: Shot, look: PuppetLook): Partial<PuppetLook> => {
  const { puppet, portraitOf, light, bystander, instead } = look
  const dark = light ? { light } : {}
  if (shot.name === 'pan' || shot.name.startsWith('room')) return { puppet, portraitOf, ...dark }
  const around = { ...dark, ...(bystander && { bystander }), ...(instead && { instead }) }
  if (shot.name.startsWith('front')) return { puppet, portraitOf, flaw: flawOn(shot, look), ...around }
  if (shot.name.startsWith('back')) return { puppet, flaw: flawOn(shot, look), ...around }
  return { puppet, ...around }
}

const version = async (): Promise<string> => {
  const hash = createHash('sha256')
  for (const name of ['puppet.ts', 'puppet-scene.ts', 'people.ts'])
    hash.update(await readFile(new URL(name, import.meta.url)))
  return hash.digest('hex')
}

/** Clips that are or were rendered for somebody: two sessions of one puppet at the same time wait for the same ones. */
const underway = new Map<string, Promise<void>>()

/** The clips of one puppet that `only` names, rendered when they are not in the cache yet (60 ms a picture). */
export const puppetClips = async (
  look: PuppetLook,
  options: MediaOptions,
  only: (shot: Shot) => boolean,
): Promise<SellerClip[]> => {
  const folder = join(options.cacheDir, 'puppets')
  await mkdir(folder, { recursive: true })
  const drawn = await version()
  const wanted = await Promise.all(
    sessionShots.filter(only).map(async (shot) => {
      const name = await nameOf('clip', { drawn, shot, shown: shownBy(shot, look) })
      const file = join(folder, `${look.puppet}-${shot.name}-${shot.take}-${name}.clip`)
      return { look: { ...look, flaw: flawOn(shot, look) }, shot, file, isThere: await exists(file) }
    }),
  )
  // Nothing is awaited from here until they are listed as underway.
  const orders = wanted.filter(({ file, isThere }) => !isThere && !underway.has(file))
  if (orders.length > 0) {
    const rendered = render(orders, options).catch((error: unknown) => {
      for (const { file } of orders) underway.delete(file)
      throw error
    })
    for (const { file } of orders) underway.set(file, rendered)
  }
  await Promise.all(wanted.map(({ file }) => underway.get(file)))
  return wanted.map(({ shot, file }) => ({ ...shot, file, durationMs: (shot.frames * 1000) / shot.framesPerSecond }))
}

const render = async (
  orders: readonly PuppetOrder[],
  { cacheDir, workers = 1, onProgress = () => {} }: MediaOptions,
): Promise<void> => {
  const folders: PuppetFolders = {
    sourcesDir: await ensureSources(cacheDir, { onProgress }),
    photosDir: join(cacheDir, 'photos'),
  }
  await ensurePackedFiles(folders.photosDir, photoPackages, { onProgress })
  onProgress(`rendering ${orders.length} clips of ${orders[0]?.look.puppet}`)
  const script = fileURLToPath(new URL('./puppet-child.ts', import.meta.url))
  await runOrders(script, JSON.stringify(folders), orders, workers)
}
