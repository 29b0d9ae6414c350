import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'

/**
 * Preloaded into the process under test (`node --import`), in all of its threads: keeps, beside the real files, what a
 * disk would still hold after a power cut. A file's bytes are on that disk once the file was fsynced, a name in a
 * directory once the directory was. `power-cut.ts` then makes the worst of everything in between.
 *
 * Layout of SHADOW_DIR: `files/<inode>` the synced bytes of each inode, `directories/<encoded path>` the synced names.
 * With SHADOW_DEAF=1 fsyncs of the write-ahead log are not heard, which shows that the simulation would notice.
 */
const live = process.env.SHADOW_LIVE
const shadow = process.env.SHADOW_DIR
const deaf = process.env.SHADOW_DEAF === '1'

/** An inode number alone is given to a new file once the old one is gone; with its birth time it is unique. */
export function inodeKey(stats: fs.BigIntStats): string {
  return `${stats.ino}-${stats.birthtimeNs}`
}

export function directoryFile(shadowDirectory: string, relativePath: string): string {
  return join(shadowDirectory, 'directories', encodeURIComponent(relativePath) || '%')
}

/** The names in a directory and the inodes behind them. */
export type Names = Record<string, { inode: string; directory: boolean }>

/** The synced names of a directory; none if it was never synced. */
export function readNames(shadowDirectory: string, relativePath: string): Names {
  const file = directoryFile(shadowDirectory, relativePath)
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Names) : {}
}

export function listDirectory(path: string): Names {
  return Object.fromEntries(
    fs.readdirSync(path, { withFileTypes: true }).map((entry) => {
      const stats = fs.lstatSync(join(path, entry.name), { bigint: true })
      return [entry.name, { inode: inodeKey(stats), directory: entry.isDirectory() }]
    }),
  )
}

type Range = [from: number, to: number]

function watch(liveDirectory: string, shadowDirectory: string) {
  const { fsyncSync, writeSync, openSync, closeSync, ftruncateSync, truncateSync } = fs
  /** What was written to each inode since its last fsync. Copying only that keeps fsync fast. */
  const dirty = new Map<string, Range[]>()
  /** Open descriptors below the live directory. */
  const paths = new Map<number, string>()

  const copyDirty = (fd: number) => {
    const stats = fs.fstatSync(fd, { bigint: true })
    const key = inodeKey(stats)
    const target = openSync(join(shadowDirectory, 'files', key), fs.constants.O_RDWR | fs.constants.O_CREAT)
    for (const [from, to] of dirty.get(key) ?? []) {
      const bytes = Buffer.alloc(to - from)
      const read = fs.readSync(fd, bytes, 0, bytes.length, from)
      writeSync(target, bytes, 0, read, from)
    }
    ftruncateSync(target, Number(stats.size))
    closeSync(target)
    dirty.delete(key)
  }
  const saveNames = (path: string, names: Names) => {
    const target = directoryFile(shadowDirectory, path.slice(liveDirectory.length))
    fs.writeFileSync(`${target}.new`, JSON.stringify(names))
    fs.renameSync(`${target}.new`, target)
  }
  /** What lies behind the new end is gone, and comes back as zeros when the file grows again. */
  const shrink = (stats: fs.BigIntStats, length: number) => {
    const key = inodeKey(stats)
    if (length < stats.size) dirty.set(key, [...(dirty.get(key) ?? []), [length, Number(stats.size)]])
  }

  fs.openSync = (path, ...rest) => {
    const fd = openSync(path, ...rest)
    if (typeof path === 'string' && path.startsWith(liveDirectory)) paths.set(fd, path)
    return fd
  }
  fs.closeSync = (fd) => {
    paths.delete(fd)
    closeSync(fd)
  }
  const writing = (fd: number, buffer: NodeJS.ArrayBufferView, offset: number, length: number, position: number) => {
    const written = writeSync(fd, buffer, offset, length, position)
    if (!paths.has(fd)) return written
    if (typeof position !== 'number') throw new Error('the simulation needs writes with a position')
    const key = inodeKey(fs.fstatSync(fd, { bigint: true }))
    dirty.set(key, [...(dirty.get(key) ?? []), [position, position + written]])
    return written
  }
  fs.writeSync = writing as typeof fs.writeSync
  fs.fsyncSync = (fd) => {
    const path = paths.get(fd)
    if (path === undefined) return fsyncSync(fd)
    if (deaf && path.includes('/pg_wal/')) return
    if (fs.fstatSync(fd).isDirectory()) saveNames(path, listDirectory(path))
    else copyDirty(fd)
  }
  fs.ftruncateSync = (fd, length) => {
    if (paths.has(fd)) shrink(fs.fstatSync(fd, { bigint: true }), length ?? 0)
    ftruncateSync(fd, length)
  }
  fs.truncateSync = (path, length) => {
    if (typeof path === 'string' && path.startsWith(liveDirectory))
      shrink(fs.statSync(path, { bigint: true }), length ?? 0)
    truncateSync(path, length)
  }
  syncBuiltinESMExports()
}

if (live && shadow) watch(live, shadow)
