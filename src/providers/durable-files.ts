import { randomBytes } from 'node:crypto'
import { type FileHandle, link, mkdir, open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import path from 'node:path'

/**
 * File operations that have survived a power loss by the time they resolve. Data is on disk before its name is
 * (fdatasync, then link or rename), and the name before the caller hears of it (fsync of the folder).
 */

/** Files hold keys or personal data, so nobody but the server's user may look. */
export const fileMode = 0o600
export const folderMode = 0o700

export const hasCode = (error: unknown, ...codes: string[]): boolean =>
  error instanceof Error && 'code' in error && codes.includes(String(error.code))

export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export async function readFileIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

/** Makes a folder and its missing parents; each new name is synced into its parent. */
export async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: folderMode })
  if (first === undefined) return
  for (let made = folder; made.length >= first.length; made = path.dirname(made)) await syncFolder(path.dirname(made))
}

/** A name no other process will pick, in a folder of the same file system. */
export const temporaryIn = (folder: string): string => path.join(folder, `${randomBytes(12).toString('hex')}.tmp`)

/** Writes through `fill` and syncs the data. A failure leaves no file. */
export async function writeTemporary(file: string, fill: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(file, 'wx', fileMode)
  try {
    await fill(handle)
    await handle.datasync()
  } catch (error) {
    await handle.close()
    await unlink(file)
    throw error
  }
  await handle.close()
}

/** Creates a file that must not exist yet; false when it does, whoever won. */
export async function createFile(file: string, bytes: Uint8Array | string): Promise<boolean> {
  const temporary = temporaryIn(path.dirname(file))
  await writeTemporary(temporary, (handle) => handle.writeFile(bytes))
  return publish(temporary, file)
}

/** Gives a finished temporary file its name, unless the name is taken; the temporary name is gone either way. */
export async function publish(temporary: string, file: string): Promise<boolean> {
  try {
    // link, not rename: rename would silently replace what another writer has already promised to keep.
    await link(temporary, file)
  } catch (error) {
    await unlink(temporary)
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
  await unlink(temporary)
  await syncFolder(path.dirname(file))
  return true
}

export async function replaceFile(file: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = temporaryIn(path.dirname(file))
  await writeTemporary(temporary, (handle) => handle.writeFile(bytes))
  await rename(temporary, file)
  await syncFolder(path.dirname(file))
}

/** False when there was none. */
export async function removeFile(file: string): Promise<boolean> {
  try {
    await unlink(file)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
  await syncNearest(path.dirname(file))
  return true
}

/** Whoever removes another file of the same folder at the same time may have removed the folder: then what held that one is synced. */
async function syncNearest(folder: string): Promise<void> {
  try {
    await syncFolder(folder)
  } catch (error) {
    if (!hasCode(error, 'ENOENT') || path.dirname(folder) === folder) throw error
    await syncNearest(path.dirname(folder))
  }
}

/**
 * Overwrites a file with random bytes before its name goes. On copy-on-write file systems and flash the old bytes may
 * live on underneath (docs/decisions/0003-keys-and-erasure.md says what follows from that).
 */
export async function scrubFile(file: string): Promise<boolean> {
  let handle: FileHandle
  try {
    handle = await open(file, 'r+')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
  try {
    const { size } = await handle.stat()
    await handle.write(randomBytes(size), 0, size, 0)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return removeFile(file)
}

/** What a crash left half-written. Younger files may belong to a living process. */
export async function sweepTemporaries(folder: string, olderThanMs: number, nowMs: number): Promise<number> {
  let swept = 0
  for (const name of await readdir(folder)) {
    const file = path.join(folder, name)
    if (!name.endsWith('.tmp')) continue
    const found = await stat(file).catch(() => null)
    if (found && nowMs - found.mtimeMs > olderThanMs && (await removeFile(file))) swept++
  }
  return swept
}
