import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MediaOptions } from '#main/demo/media/seller-clips.ts'

/** Where tests keep footage between runs; never under version control. */
export const mediaCacheDir = join(fileURLToPath(new URL('../../', import.meta.url)), '.cache', 'media')

export const mediaOptions: MediaOptions = { cacheDir: mediaCacheDir }
