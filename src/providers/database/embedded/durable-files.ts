import fs from 'node:fs'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

/**
 * PGlite writes its files through Emscripten's NODEFS, which has no fsync at all: it survives `kill -9` but not a power
 * cut. This file system fsyncs files and directories for real.
 *
 * It also carries the group commit. While a client's batch runs, the fsync of a WAL segment is only remembered; the worker
 * withholds the answers and pays one real fsync for all of them. The write-ahead rule stays intact because any change
 * to another file, and any rename, removal or truncation, first pays what is owed.
 */
export type WalDebt = {
  /** True while fsyncs of WAL segments may be put off. */
  deferring: boolean
  /** True when commits were written whose fsync is still owed. */
  readonly owed: boolean
  /** Pays: afterwards every commit written so far survives a power cut. */
  pay(): void
  /** Since the start. */
  readonly walSyncs: number
  readonly walBytes: number
}

type Stream = { nfd?: number; node: Node; walSegment?: boolean }
/** `unnamed`: made since, and no fsync has yet made its name in the directory durable. */
type Node = { name: string; parent: Node; unnamed?: boolean }
type StreamOps = {
  open(stream: Stream): void
  close(stream: Stream): void
  write(stream: Stream, buffer: unknown, offset: number, length: number, position: number): number
  setattr(stream: Stream, attributes: { size?: number }): void
  fsync?(stream: Stream): number
}
type NodeOps = {
  mknod(parent: Node, name: string, mode: number, device: number): Node
  setattr(node: Node, attributes: { size?: number }): void
  rename(node: Node, directory: Node, name: string): void
  unlink(parent: Node, name: string): void
}
type Emscripten = {
  NODEFS: {
    stream_ops: StreamOps
    node_ops: NodeOps
    realPath(node: Node): string
    tryFSOperation<T>(operation: () => T): T
  }
}

const walSegment = /[\\/]pg_wal[\\/][0-9A-F]{24}$/

function walDebt(): WalDebt & { defer(fd: number): void; owes(fd: number): boolean; written(bytes: number): void } {
  const pending = new Set<number>()
  let walSyncs = 0
  let walBytes = 0
  return {
    deferring: false,
    get owed() {
      return pending.size > 0
    },
    get walSyncs() {
      return walSyncs
    },
    get walBytes() {
      return walBytes
    },
    owes: (fd) => pending.has(fd),
    defer: (fd) => void pending.add(fd),
    written: (bytes) => {
      walBytes += bytes
    },
    pay() {
      for (const fd of pending) {
        fs.fsyncSync(fd)
        walSyncs += 1
      }
      pending.clear()
    },
  }
}

/** A cluster directory on the real disk, and the debt of fsyncs that goes with it. */
export function durableFiles(directory: string): { files: NodeFS; debt: WalDebt } {
  const debt = walDebt()
  class DurableFiles extends NodeFS {
    override async init(pg: PGlite, options: Parameters<NodeFS['init']>[1]) {
      const prepared = await super.init(pg, options)
      const harden = (module: unknown) => hardenFileSystem(module as Emscripten, debt)
      return {
        emscriptenOpts: { ...prepared.emscriptenOpts, preRun: [...(prepared.emscriptenOpts.preRun ?? []), harden] },
      }
    }
  }
  return { files: new DurableFiles(directory), debt }
}

function hardenFileSystem({ NODEFS }: Emscripten, debt: ReturnType<typeof walDebt>) {
  const { stream_ops: streams, node_ops: nodes } = NODEFS
  const original = { ...streams, ...nodes, setStream: streams.setattr, setNode: nodes.setattr }
  // A failed fsync must reach PostgreSQL as an errno, so that it panics as it would on any other platform.
  const pay = () => NODEFS.tryFSOperation(() => debt.pay())

  streams.open = (stream) => {
    original.open(stream)
    stream.walSegment = walSegment.test(NODEFS.realPath(stream.node))
  }
  streams.close = (stream) => {
    if (stream.nfd !== undefined && debt.owes(stream.nfd)) pay()
    original.close(stream)
  }
  streams.write = (stream, buffer, offset, length, position) => {
    if (stream.walSegment) debt.written(length)
    else if (debt.owed) pay()
    return original.write(stream, buffer, offset, length, position)
  }
  streams.setattr = (stream, attributes) => {
    if (attributes.size !== undefined && debt.owed) pay()
    original.setStream(stream, attributes)
  }
  streams.fsync = (stream) => {
    const fd = stream.nfd
    if (fd === undefined) return 0
    if (debt.deferring && stream.walSegment) {
      debt.defer(fd)
      return 0
    }
    pay()
    NODEFS.tryFSOperation(() => {
      fs.fsyncSync(fd)
      // PostgreSQL takes it for granted that a new file's name is on the disk with its bytes. POSIX does not.
      if (stream.node.unnamed) syncPath(NODEFS.realPath(stream.node.parent))
      stream.node.unnamed = false
    })
    return 0
  }
  nodes.mknod = (parent, name, mode, device) =>
    Object.assign(original.mknod(parent, name, mode, device), { unnamed: true })
  nodes.setattr = (node, attributes) => {
    if (attributes.size !== undefined && debt.owed) pay()
    original.setNode(node, attributes)
  }
  nodes.unlink = (parent, name) => {
    if (debt.owed) pay()
    original.unlink(parent, name)
  }
  nodes.rename = (node, directory, name) => {
    if (debt.owed) pay()
    original.rename(node, directory, name)
  }
}

/** Fsyncs every file and directory below, for a tree that was written without. */
export function syncTree(directory: string) {
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const path = `${directory}/${entry.name}`
    if (entry.isDirectory()) syncTree(path)
    else if (entry.isFile()) syncPath(path)
  }
  syncPath(directory)
}

/** Fsyncs one file or directory. */
export function syncPath(path: string) {
  const fd = fs.openSync(path, 'r')
  try {
    fs.fsyncSync(fd)
  } finally {
    fs.closeSync(fd)
  }
}
