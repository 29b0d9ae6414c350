import path from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder that a `file:` URL of the configuration names. `file:./data` and `file:data` count from the working
 * directory, which `new URL` cannot say (it would make `/data` of both). Throws on any other scheme.
 */
export function folderOfUrl(url: string): string {
  if (!url.startsWith('file:')) throw new Error(`expected a file: URL, got the scheme "${schemeOf(url)}"`)
  return url.startsWith('file://') ? fileURLToPath(url) : path.resolve(decodeURIComponent(url.slice('file:'.length)))
}

/** Only the scheme: the rest of a URL may hold a password and must not get into messages. */
export const schemeOf = (url: string): string => /^[A-Za-z][A-Za-z0-9+.-]*:/.exec(url)?.[0].toLowerCase() ?? 'none'

/** True when `inner` is `outer` or lies in it. */
export function isWithin(outer: string, inner: string): boolean {
  const relative = path.relative(path.resolve(outer), path.resolve(inner))
  return relative === '' || !(relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative))
}
