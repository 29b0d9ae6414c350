import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the project, whatever the folder a command was started from. */
export const projectRoot = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const runtimeFolder = join(projectRoot, '.runtime')
export const cacheFolder = join(projectRoot, '.cache')
