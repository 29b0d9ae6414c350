import { existsSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The manifest that tells Node what kind of modules these are, and where it looks for libraries first: that folder may
 * be a link, and then its own path counts as well as the one it leads to.
 */
const ownPackage = (childFile: string): string[] => {
  for (let folder = dirname(childFile); dirname(folder) !== folder; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest)) return [manifest, join(folder, 'node_modules', '*')]
  }
  return []
}

/**
 * What a process of ours under Node's permission model must read: the code beside its own file, and the libraries it
 * stands on wherever they are installed. Throws when one of them is not installed.
 */
export const readableBy = (childFile: string, packages: readonly string[]): string[] => {
  const modules = `${sep}node_modules${sep}`
  const libraries = packages.map((name) => {
    const file = fileURLToPath(import.meta.resolve(name))
    return join(file.slice(0, file.lastIndexOf(modules) + modules.length), '*')
  })
  // The loader of native libraries asks whether this is Alpine.
  return [...new Set([join(dirname(childFile), '*'), ...ownPackage(childFile), ...libraries, '/etc/alpine-release'])]
}
