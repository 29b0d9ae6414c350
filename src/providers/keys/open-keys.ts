import path from 'node:path'
import type { Keys } from '#app/ports/keys.ts'
import { folderOfUrl, isWithin, schemeOf } from '../file-url.ts'
import { openFileKeys } from './file-keys.ts'

/** Where keys live when `KEYS_URL` is unset: beside the data folder, so that a backup of the one leaves out the other. */
export const keysUrlDefault = (dataDir: string): string => `file:${path.resolve(dataDir)}-keys`

/** Throws with an operator's message on a scheme that is not built, and on a folder that the data's backup would copy. */
export async function openKeys(url: string, dataDir: string): Promise<Keys> {
  if (schemeOf(url) !== 'file:') {
    throw new Error(`KEYS_URL: the scheme "${schemeOf(url)}" is not supported; use file:/path/to/a/folder`)
  }
  const folder = folderOfUrl(url)
  if (isWithin(dataDir, folder)) {
    throw new Error('KEYS_URL must not lie inside DATA_DIR: a backup of the data would hold the keys, and erase nobody')
  }
  return openFileKeys(folder)
}
