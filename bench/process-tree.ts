import { readdir, readFile } from 'node:fs/promises'

export type TreeUse = { coreSeconds: number; peakRssMb: number }

const sampleEveryMs = 500
/** Linux counts processor time in hundredths of a second wherever Node runs. */
const ticksPerSecond = 100

type Row = { pid: number; parent: number; ticks: number; rssMb: number }

const pageMb = 4096 / 2 ** 20

/** Fields of `/proc/PID/stat` as proc(5) numbers them, less the two before the closing bracket of the name. */
const readRow = async (pid: number): Promise<Row | null> => {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const field = (no: number): number => Number(fields[no - 3])
    // Its own time and that of children that have ended and were waited for.
    return { pid, parent: field(4), ticks: field(14) + field(15) + field(16) + field(17), rssMb: field(24) * pageMb }
  } catch {
    // It ended between the listing and the reading.
    return null
  }
}

const readTree = async (root: number): Promise<Row[]> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const rows = (await Promise.all(pids.map(readRow))).filter((row) => row !== null)
  const tree = rows.filter((row) => row.pid === root)
  for (let grew = true; grew; ) {
    const children = rows.filter((row) => !tree.includes(row) && tree.some(({ pid }) => pid === row.parent))
    tree.push(...children)
    grew = children.length > 0
  }
  return tree
}

const sum = (rows: Row[], of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0)

/** Watches what a process and everything below it use from now on. Memory is the sum of resident sizes, shared pages included. */
export const watchProcessTree = async (root: number): Promise<{ stop: () => Promise<TreeUse> }> => {
  const before = sum(await readTree(root), (row) => row.ticks)
  let peakRssMb = 0
  const sample = async (): Promise<Row[]> => {
    const tree = await readTree(root)
    peakRssMb = Math.max(
      peakRssMb,
      sum(tree, (row) => row.rssMb),
    )
    return tree
  }
  const samples = setInterval(() => void sample(), sampleEveryMs)
  return {
    async stop() {
      clearInterval(samples)
      const after = sum(await sample(), (row) => row.ticks)
      return { coreSeconds: (after - before) / ticksPerSecond, peakRssMb }
    },
  }
}

/** Processor time that a process and everything below it has used until now, in seconds. */
export const coreSecondsOf = async (root: number): Promise<number> =>
  sum(await readTree(root), (row) => row.ticks) / ticksPerSecond
