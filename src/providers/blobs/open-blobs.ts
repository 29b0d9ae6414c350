import path from 'node:path'
import type { Blobs } from '#app/ports/blobs.ts'
import type { Keys } from '#app/ports/keys.ts'
import { folderOfUrl, schemeOf } from '../file-url.ts'
import { openFileBlobs } from './file-blobs.ts'

/** Where blobs live when `BLOBS_URL` is unset. */
export const blobsUrlDefault = (dataDir: string): string => `file:${path.resolve(dataDir, 'blobs')}`

/** Throws with an operator's message on a scheme that is not built. */
export async function openBlobs(url: string, keys: Keys): Promise<Blobs> {
  const scheme = schemeOf(url)
  if (scheme === 'file:') return openFileBlobs(folderOfUrl(url), keys)
  const hint =
    scheme === 's3:' ? 'S3-compatible stores come in a later version' : `the scheme "${scheme}" is not supported`
  throw new Error(`BLOBS_URL: ${hint}; use file:/path/to/a/folder`)
}
