import { randomBytes } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { type FileHandle, link, open, readdir, unlink } from 'node:fs/promises'
import path from 'node:path'
import { BlobDamaged, type BlobInfo, type BlobReadRefusal, type Blobs, isBlobName } from '#app/ports/blobs.ts'
import type { Keys } from '#app/ports/keys.ts'
import { hasCode, makeFolder, removeFile, sweepTemporaries, syncFolder, temporaryIn } from '../durable-files.ts'
import { durableFolders } from './durable-folders.ts'
import {
  type FrameKey,
  frameLength,
  frameSpan,
  headerLengthMax,
  type Layout,
  layoutOf,
  makeHeader,
  openFrame,
  openTrailer,
  saltLength,
  trailerBytes,
} from './frames.ts'
import { writeBlob } from './write-blob.ts'

/**
 * The blob store as encrypted files (form: frames.ts). A put goes to `.tmp`, is synced, gets its name by `link`, which
 * never replaces, and is acknowledged when the folder is synced too. `kill -9` at any point leaves either nothing or
 * the whole blob under the name, and a temporary file that a later start sweeps.
 */
const purpose = 'blob'
const abandonedAfterMs = 3_600_000

type Opened = { ok: true; layout: Layout; frameKey: FrameKey; sha256: string; handle: FileHandle }
type Refused<Refusal> = { ok: false; refusal: Refusal }

export async function openFileBlobs(folder: string, keys: Keys): Promise<Blobs> {
  const root = path.resolve(folder)
  const temporaries = path.join(root, '.tmp')
  await makeFolder(temporaries)
  await sweepTemporaries(temporaries, abandonedAfterMs, Date.now())
  const folders = durableFolders(root)
  const fileOf = (name: string) => {
    if (!isBlobName(name)) throw new RangeError('not a blob name: ids and counters joined by slashes are')
    return path.join(root, ...name.split('/'))
  }

  async function frameKeyOf(keyId: string, name: string, header: Buffer, salt: Uint8Array) {
    const derived = await keys.deriveKey(keyId, purpose, salt)
    return derived.ok ? { ok: true as const, frameKey: { key: derived.subkey, header, name } } : derived
  }

  /** Opens a blob and authenticates its size and digest by the trailer. The caller closes the handle. */
  async function openBlob(keyId: string, name: string): Promise<Opened | Refused<BlobReadRefusal>> {
    const handle = await openIfThere(fileOf(name))
    if (!handle) return { ok: false, refusal: 'not-found' }
    const opened = await authenticate(handle, keyId, name).catch(async (error) => {
      await handle.close()
      throw error
    })
    if (!opened.ok) await handle.close()
    return opened
  }

  async function authenticate(
    handle: FileHandle,
    keyId: string,
    name: string,
  ): Promise<Opened | Refused<BlobReadRefusal>> {
    const { size } = await handle.stat()
    const start = await readAt(handle, 0, Math.min(size, headerLengthMax))
    const layout = layoutOf(start, size, keyId)
    if (!layout) return { ok: false, refusal: 'tampered' }
    const derived = await frameKeyOf(keyId, name, layout.header, layout.salt)
    if (!derived.ok) return derived
    const sha256 = openTrailer(derived.frameKey, layout, await readAt(handle, layout.trailerStart, trailerBytes))
    if (sha256 === null) return { ok: false, refusal: 'tampered' }
    return { ok: true, layout, frameKey: derived.frameKey, sha256, handle }
  }

  async function frame({ handle, layout, frameKey }: Opened, index: number): Promise<Buffer | null> {
    const { position, length } = frameSpan(layout, index)
    return openFrame(frameKey, index, await readAt(handle, position, length))
  }

  async function info(keyId: string, name: string): Promise<(BlobInfo & { ok: true }) | Refused<BlobReadRefusal>> {
    const opened = await openBlob(keyId, name)
    if (!opened.ok) return opened
    await opened.handle.close()
    return { ok: true, sha256: opened.sha256, sizeBytes: opened.layout.sizeBytes }
  }

  async function* frames(keyId: string, name: string): AsyncGenerator<Uint8Array> {
    const opened = await openBlob(keyId, name)
    if (!opened.ok) throw new BlobDamaged(name, { cause: opened.refusal })
    try {
      for (let index = 0; index < opened.layout.frameCount; index++) {
        const bytes = await frame(opened, index)
        if (!bytes) throw new BlobDamaged(name)
        yield bytes
      }
    } finally {
      await opened.handle.close()
    }
  }

  /** Names the finished file. False when the name is taken; what has it is synced by then, whoever wrote it. */
  async function publish(temporary: string, file: string): Promise<boolean> {
    try {
      const fresh = await linkDurably(temporary, file)
      await syncFolder(path.dirname(file))
      return fresh
    } finally {
      await unlink(temporary)
    }
  }

  async function linkDurably(temporary: string, file: string): Promise<boolean> {
    for (let tries = 1; ; tries++) {
      await folders.ensure(path.dirname(file))
      try {
        await link(temporary, file)
        return true
      } catch (error) {
        if (hasCode(error, 'EEXIST')) return false
        // A delete that emptied the folder may have removed it between the two lines above.
        if (!hasCode(error, 'ENOENT') || tries === 5) throw error
        await folders.removeEmpty(path.dirname(file))
      }
    }
  }

  return {
    async put(keyId, name, data, options = {}) {
      const file = fileOf(name)
      const salt = randomBytes(saltLength)
      const header = makeHeader(keyId, salt)
      const derived = await frameKeyOf(keyId, name, header, salt)
      if (!derived.ok) return derived
      const temporary = temporaryIn(temporaries)
      const written = await writeBlob(temporary, derived.frameKey, data, options)
      if (!written.ok) return written
      const fresh = await publish(temporary, file)
      if (fresh) return { ...written, fresh }
      const there = await info(keyId, name)
      const same = there.ok && there.sha256 === written.sha256 && there.sizeBytes === written.sizeBytes
      return same ? { ...written, fresh } : { ok: false, refusal: 'name-taken' }
    },

    info,

    async get(keyId, name) {
      const found = await info(keyId, name)
      return found.ok ? { ...found, bytes: { [Symbol.asyncIterator]: () => frames(keyId, name) } } : found
    },

    async range(keyId, name, start, end) {
      const opened = await openBlob(keyId, name)
      if (!opened.ok) return opened
      const { sizeBytes } = opened.layout
      const from = Math.max(0, start)
      const to = Math.min(end, sizeBytes)
      try {
        const parts: Buffer[] = []
        for (let index = Math.floor(from / frameLength); index * frameLength < to; index++) {
          const bytes = await frame(opened, index)
          if (!bytes) return { ok: false, refusal: 'tampered' }
          parts.push(bytes.subarray(Math.max(0, from - index * frameLength), to - index * frameLength))
        }
        return { ok: true, bytes: Buffer.concat(parts), sizeBytes }
      } finally {
        await opened.handle.close()
      }
    },

    async delete(name) {
      const file = fileOf(name)
      const removed = await removeFile(file)
      if (removed) await folders.removeEmpty(path.dirname(file))
      return removed
    },

    async *list(prefix) {
      const start = prefix === '' ? root : fileOf(prefix)
      for await (const file of filesUnder(start)) yield path.relative(root, file).split(path.sep).join('/')
    },
  }
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}

async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r')
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return null
    throw error
  }
}

async function* filesUnder(start: string): AsyncGenerator<string> {
  let entries: Dirent[]
  try {
    entries = await readdir(start, { withFileTypes: true })
  } catch (error) {
    if (hasCode(error, 'ENOTDIR')) yield start
    else if (!hasCode(error, 'ENOENT')) throw error
    return
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // Names never start with a dot; the store's own folders do.
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory()) yield* filesUnder(path.join(start, entry.name))
    else yield path.join(start, entry.name)
  }
}
