import { createHmac } from 'node:crypto'
import type { App } from '#app/app.ts'
import { installationKeyId } from './installation-key.ts'

/** The secret behind staff cookies when none is configured: derived from the installation's own key, never stored. */
export const staffSecret = async (app: App): Promise<string> => {
  const salt = await app.keys.commitmentSalt(await installationKeyId(app), 'staff-cookies')
  return createHmac('sha256', salt).update('better-auth').digest('base64url')
}
