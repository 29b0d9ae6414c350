import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, extname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/** V8's own heap in the child; pictures and the recording lie outside it and are bounded by the resident size. */
const childHeapMb = 192

// Beside this file, and compiled when this file is.
const childFile = fileURLToPath(new URL(`./decode-child${extname(import.meta.url)}`, import.meta.url))

/**
 * The manifest that tells Node what kind of modules these are, and where it looks for libraries first: that folder may
 * be a link, and then its own path counts as well as the one it leads to.
 */
const ownPackage = (): string[] => {
  for (let folder = dirname(childFile); dirname(folder) !== folder; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest)) return [manifest, join(folder, 'node_modules', '*')]
  }
  return []
}

/** What the child must read: its own code, and the libraries it stands on wherever they are installed. */
const readable = (): string[] => {
  const modules = `${sep}node_modules${sep}`
  const libraries = ['mediabunny', 'node-webcodecs', '@cycjimmy/jsmpeg-player'].map((name) => {
    const file = fileURLToPath(import.meta.resolve(name))
    return join(file.slice(0, file.lastIndexOf(modules) + modules.length), '*')
  })
  // The loader of native libraries asks whether this is Alpine.
  return [...new Set([join(dirname(childFile), '*'), ...ownPackage(), ...libraries, '/etc/alpine-release'])]
}

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
      ...readable().map((path) => `--allow-fs-read=${path}`),
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
