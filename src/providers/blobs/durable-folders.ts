import { mkdir, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { folderMode, hasCode, syncFolder } from '../durable-files.ts'

/**
 * Folders under one root, each made durable once per process. A writer that finds a folder already there must still
 * wait until its name is on disk: whoever made it (another chunk, another process) may not have got that far.
 */
export type DurableFolders = {
  ensure(folder: string): Promise<void>
  /** Removes a folder and its parents as far as they are empty. */
  removeEmpty(folder: string): Promise<void>
}

const knownMax = 10_000

export function durableFolders(root: string): DurableFolders {
  const known = new Map<string, Promise<void>>()

  async function make(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true, mode: folderMode })
    for (let inner = folder; inner !== root; inner = path.dirname(inner)) await syncFolder(path.dirname(inner))
  }

  return {
    async ensure(folder) {
      const before = known.get(folder)
      if (before) return before
      const made = make(folder)
      known.set(folder, made)
      const oldest = known.size > knownMax ? known.keys().next().value : undefined
      if (oldest !== undefined) known.delete(oldest)
      await made.catch((error) => {
        known.delete(folder)
        throw error
      })
    },

    async removeEmpty(folder) {
      for (let inner = folder; inner !== root; inner = path.dirname(inner)) {
        known.delete(inner)
        try {
          await rmdir(inner)
        } catch (error) {
          if (hasCode(error, 'ENOTEMPTY', 'EEXIST')) return
          if (!hasCode(error, 'ENOENT')) throw error
        }
      }
    },
  }
}
