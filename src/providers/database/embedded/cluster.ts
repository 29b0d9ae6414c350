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

/** Opens the cluster in `<directory>/cluster`; a new one is built aside and moved into place whole, so a crash leaves none or all. */
export async function openCluster(directory: string): Promise<{ engine: PGlite; debt: WalDebt }> {
  const cluster = `${directory}/cluster`
  if (!fs.existsSync(cluster)) {
    const unfinished = `${directory}/cluster.new`
    fs.rmSync(unfinished, { recursive: true, force: true })
    fs.mkdirSync(unfinished, { recursive: true, mode: 0o700 })
    const { engine } = await open(unfinished)
    await engine.close()
    syncTree(unfinished)
    fs.renameSync(unfinished, cluster)
    syncPath(directory)
  }
  return open(cluster)
}

async function open(cluster: string) {
  const { files, debt } = durableFiles(cluster)
  const engine = await PGlite.create({ fs: files, extensions: { btree_gist }, startParams })
  return { engine, debt }
}
