import fs from 'node:fs'
import { dirname, join } from 'node:path'
import { directoryFile, listDirectory, type Names, readNames } from './shadow-disk.ts'

/** Below what a disk writes as a whole, so that pages of the database are torn, too. */
const blockBytes = 4096

/** Begins a round: everything below `live` counts as synced. */
export function seedShadow(live: string, shadow: string) {
  fs.rmSync(shadow, { recursive: true, force: true })
  fs.mkdirSync(join(shadow, 'files'), { recursive: true })
  fs.mkdirSync(join(shadow, 'directories'))
  const visit = (path: string) => {
    const names = listDirectory(join(live, path))
    fs.writeFileSync(directoryFile(shadow, path), JSON.stringify(names))
    for (const [name, { inode, directory }] of Object.entries(names)) {
      if (directory) visit(`${path}/${name}`)
      else fs.copyFileSync(join(live, path, name), join(shadow, 'files', inode))
    }
  }
  visit('')
}

export type Damage = { unsyncedBlocks: number; survivedBlocks: number; unsyncedNames: number }

/**
 * Builds what the disk might hold after the power failed: each block that was not fsynced has survived or not, each name
 * that was made, moved or removed without an fsync of its directory has made it or not. A rename happens as a whole
 * or not at all, as every journaling file system has it.
 */
export function cutPower(live: string, shadow: string, image: string, coin: () => boolean): Damage {
  const damage: Damage = { unsyncedBlocks: 0, survivedBlocks: 0, unsyncedNames: 0 }
  fs.rmSync(image, { recursive: true, force: true })

  const visit = (path: string) => {
    fs.mkdirSync(join(image, path), { recursive: true, mode: 0o700 })
    const now = fs.existsSync(join(live, path)) ? listDirectory(join(live, path)) : {}
    for (const [name, { inode, directory }] of Object.entries(survivingNames(readNames(shadow, path), now))) {
      const target = `${path}/${name}`
      if (directory) visit(target)
      else writeSurvivor(join(shadow, 'files', inode), liveFile(now, live, path, inode), join(image, target))
    }
  }

  const survivingNames = (synced: Names, now: Names): Names => {
    // Changes that concern the same inode share a coin: one rename touches two names.
    const coins = new Map<string, boolean>()
    const happened = (inode: string) => {
      if (!coins.has(inode)) {
        coins.set(inode, coin())
        damage.unsyncedNames += 1
      }
      return coins.get(inode)!
    }
    const surviving: Names = {}
    for (const name of new Set([...Object.keys(synced), ...Object.keys(now)])) {
      const [before, after] = [synced[name], now[name]]
      const changed = before?.inode !== after?.inode
      const entry = changed && !happened((after ?? before)!.inode) ? before : after
      if (entry) surviving[name] = entry
    }
    return surviving
  }

  const writeSurvivor = (syncedPath: string, livePath: string | undefined, target: string) => {
    const synced = fs.existsSync(syncedPath) ? fs.readFileSync(syncedPath) : Buffer.alloc(0)
    const written = livePath ? fs.readFileSync(livePath) : synced
    if (written.equals(synced)) {
      fs.writeFileSync(target, synced, { mode: 0o600 })
      return
    }
    const result = Buffer.alloc(written.length !== synced.length && coin() ? synced.length : written.length)
    for (let from = 0; from < result.length; from += blockBytes) {
      const [old, fresh] = [synced.subarray(from, from + blockBytes), written.subarray(from, from + blockBytes)]
      if (old.equals(fresh)) {
        old.copy(result, from)
        continue
      }
      damage.unsyncedBlocks += 1
      if (coin()) {
        damage.survivedBlocks += 1
        fresh.copy(result, from)
      } else old.copy(result, from)
    }
    fs.writeFileSync(target, result, { mode: 0o600 })
  }

  visit('')
  return damage
}

/** Where the bytes of an inode can be read now, if it still has a name in this directory. */
function liveFile(now: Names, live: string, path: string, inode: string): string | undefined {
  const name = Object.keys(now).find((candidate) => now[candidate]!.inode === inode)
  return name === undefined ? undefined : join(live, path, name)
}

/** The parent of the cluster, where the lock of the killed process lies: a new machine has none. */
export function removeLock(cluster: string) {
  fs.rmSync(join(dirname(cluster), 'lock'), { force: true })
}
