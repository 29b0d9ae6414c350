import fs from 'node:fs'
import { PGlite } from '@electric-sql/pglite'
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist'
import { durableFiles, syncPath, syncTree, type WalDebt } from './durable-files.ts'

/** PGlite starts with `-F` (no fsync); `wal_sync_method` must be the one call that NODEFS can hook. */
const startParams = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  '-c',
  'fsync=on',
  '-c',
  'wal_sync_method=fsync',
  '-c',
  'synchronous_commit=on',
  '-c',
  'full_page_writes=on',
]

/**
 * Opens the cluster in `<directory>/cluster`. While a new one is being made a mark lies beside it; a start that finds the mark
 * begins anew, so that a crash or a power cut leaves no half-made cluster behind.
 */
export async function openCluster(directory: string): Promise<{ engine: PGlite; debt: WalDebt }> {
  const cluster = `${directory}/cluster`
  const mark = `${directory}/cluster-unfinished`
  if (fs.existsSync(cluster) && !fs.existsSync(mark)) return open(cluster)
  fs.writeFileSync(mark, '')
  syncPath(directory)
  fs.rmSync(cluster, { recursive: true, force: true })
  fs.mkdirSync(cluster, { mode: 0o700 })
  const made = await open(cluster)
  syncTree(cluster)
  fs.rmSync(mark)
  syncPath(directory)
  return made
}

async function open(cluster: string) {
  const { files, debt } = durableFiles(cluster)
  const engine = await PGlite.create({ fs: files, extensions: { btree_gist }, startParams })
  return { engine, debt }
}
