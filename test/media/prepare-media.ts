import { sellerClips, spokenDigits } from '#main/demo/media/seller-clips.ts'
import { fakeCamera } from './fake-camera.ts'
import { mediaOptions } from './media-cache.ts'
import { runChoices } from './whole-runs.ts'

/**
 * Films what most tests use before any of them starts, so that no test's time goes into it: about a minute of two cores
 * on a fresh checkout, a second after that. What only one test needs is filmed by that test.
 */
export const prepareMedia = async (say: (line: string) => void): Promise<void> => {
  const options = { ...mediaOptions, onProgress: say }
  for (const language of ['zh', 'en'] as const) await spokenDigits('a', language, options)
  await sellerClips(runChoices.clean, options)
  await sellerClips(runChoices.otherPersonsCard, options)
  await fakeCamera({ person: 'a' })
}
