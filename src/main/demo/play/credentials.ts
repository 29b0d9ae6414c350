import { access } from 'node:fs/promises'
import path from 'node:path'
import { blobsUrlDefault, openBlobs } from '#providers/blobs/open-blobs.ts'
import { keysUrlDefault, openKeys } from '#providers/keys/open-keys.ts'
import { findNotes } from '../installation/sealed-notes.ts'
import { demoKeySchema, demoStaffSchema } from '../installation/set-up.ts'
import type { StaffSignIn } from './reviewer-actor.ts'

/** `lead` may decide by papers and withdraw cases; who plays with credentials of their own may have none. */
export type Credentials = { apiKey: string; reviewer: StaffSignIn; lead?: StaffSignIn }

/** Where a demo installation keeps its encrypted store and its keys; the environment's own names and defaults. */
export type InstallationPlace = { dataDir: string; blobsUrl: string | undefined; keysUrl: string | undefined }

/**
 * API key and reviewer of the demo installation in a data folder, opened with the keys beside it; null when there is no
 * demo. The server may be running: nothing here touches its database.
 */
export const readDemoCredentials = async (place: InstallationPlace): Promise<Credentials | null> => {
  const dataDir = path.resolve(place.dataDir)
  // Opening makes what is missing, and looking for a demo must not begin one.
  const isThere = await access(dataDir).then(
    () => true,
    () => false,
  )
  if (!isThere) return null
  const keys = await openKeys(place.keysUrl ?? keysUrlDefault(dataDir), dataDir)
  const notes = await findNotes(await openBlobs(place.blobsUrl ?? blobsUrlDefault(dataDir), keys), keys)
  const apiKey = demoKeySchema.safeParse(await notes?.read('api-key'))
  const reviewer = demoStaffSchema.safeParse(await notes?.read('staff-reviewer'))
  const lead = demoStaffSchema.safeParse(await notes?.read('staff-supervisor'))
  return apiKey.success && reviewer.success && lead.success
    ? { apiKey: apiKey.data.secret, reviewer: reviewer.data, lead: lead.data }
    : null
}
