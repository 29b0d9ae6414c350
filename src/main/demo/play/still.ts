import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const child = fileURLToPath(new URL('./still-child.ts', import.meta.url))
const withinMs = 30_000
const largestBytes = 4 * 1024 * 1024

/** The first picture of a clip as a JPEG, as a page would take it from its camera. */
export const stillOf = (clipFile: string): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const options = { encoding: 'buffer', timeout: withinMs, maxBuffer: largestBytes } as const
    execFile(process.execPath, ['--no-warnings', child, clipFile], options, (error, jpeg) => {
      // Whole pictures end with their mark; what becomes of the process after it has written one is its own matter.
      const isWhole = jpeg.length > 4 && jpeg.readUInt16BE(jpeg.length - 2) === 0xffd9
      if (isWhole) resolve(jpeg)
      else reject(error ?? new Error('a picture of the clip could not be taken'))
    })
  })
