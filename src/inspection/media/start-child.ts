import { type ChildProcess, spawn } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readableBy } from '../child-reading.ts'

/** V8's own heap in the child; pictures and the recording lie outside it and are bounded by the resident size. */
const childHeapMb = 192

// Beside this file, and compiled when this file is.
const childFile = fileURLToPath(new URL(`./decode-child${extname(import.meta.url)}`, import.meta.url))

/**
 * Starts the decoding process: standard input takes the recording, descriptor 3 gives messages, descriptor 4 takes
 * orders. Node's permission model takes writing, starting processes, and reading anything but its own code from
 * whatever runs in the child's JavaScript. It is one wall of several: native code is not held by it.
 */
export const startChild = (): ChildProcess =>
  spawn(
    process.execPath,
    [
      `--max-old-space-size=${childHeapMb}`,
      '--permission',
      '--allow-addons',
      ...readableBy(childFile, ['mediabunny', 'node-webcodecs', '@cycjimmy/jsmpeg-player']).map(
        (path) => `--allow-fs-read=${path}`,
      ),
      '--disallow-code-generation-from-strings',
      '--no-warnings',
      childFile,
    ],
    {
      // Nothing of the server's environment; on Linux the library's own build of the decoders, not the system's.
      env: process.platform === 'linux' ? { NODE_WEBCODECS_FORCE: 'static' } : {},
      stdio: ['pipe', 'ignore', 'pipe', 'pipe', 'pipe'],
    },
  )
