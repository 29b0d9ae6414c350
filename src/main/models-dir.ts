import { fileURLToPath } from 'node:url'

/** Where the fetched model files lie: `MODELS_DIR`, or `models` beside the sources. */
export const modelsDir = (env: Record<string, string | undefined> = process.env): string =>
  env.MODELS_DIR || fileURLToPath(new URL('../../models', import.meta.url))
