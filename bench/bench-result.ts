import { availableParallelism, cpus, totalmem } from 'node:os'

/** What a figure was taken on. No host name: results are committed. */
export type Machine = {
  processor: string
  cores: number
  memoryGb: number
  platform: string
  node: string
  loadAverage1m: number
}

export type Cell = string | number

/** One table of figures. `rows` follow `columns`; units stand in the column's name. `notes` say what to mind. */
export type BenchResult = {
  title: string
  columns: string[]
  rows: Cell[][]
  notes: string[]
}

/** What a file `bench/NAME.bench.ts` exports as `bench`. `run` measures, stops by itself and leaves nothing running. */
export type Bench = { name: string; run(): Promise<BenchResult> }

/** The machine as it is now. The load says whether something else was running beside the measurement. */
export function thisMachine(loadAverage1m: number): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    loadAverage1m: Math.round(loadAverage1m * 10) / 10,
  }
}

/**
 * The value below which the share `p01` of the samples lies (nearest rank), or null when there are none: no figure is
 * better than an invented one.
 */
export function percentile(samples: readonly number[], p01: number): number | null {
  const sorted = [...samples].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(p01 * sorted.length) - 1)] ?? null
}

/** A result as text in columns, for the terminal. Numbers stand to the right. */
export function tableText(result: BenchResult): string {
  const isNumeric = result.columns.map((_, column) => result.rows.every((row) => typeof row[column] === 'number'))
  const lines = [result.columns, ...result.rows.map((row) => row.map(String))]
  const widths = result.columns.map((_, column) => Math.max(...lines.map((line) => textWidth(line[column] ?? ''))))
  const lay = (line: string[]) =>
    line
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - textWidth(cell))
        return isNumeric[column] ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd()
  const [head = [], ...body] = lines
  const rule = widths.map((width) => '─'.repeat(width)).join('  ')
  return [result.title, '', lay(head), rule, ...body.map(lay), ...result.notes.map((note) => `  ${note}`)].join('\n')
}

/** Columns a text takes on a terminal: Chinese characters take two. */
const textWidth = (text: string): number =>
  [...text].reduce((width, character) => width + (/[\u1100-\u115f\u2e80-\uffdc]/.test(character) ? 2 : 1), 0)
