import { concludeInspection } from '#app/runs/conclude-inspection.ts'
import { claimInspection } from '#app/runs/follow-recording.ts'
import type { SellerHome } from '#contracts/seller-api.ts'
import type { Finding } from '#domain/finding.ts'
import type { FaceDescription } from '#domain/links/face.ts'
import type { Registration } from '#domain/registration.ts'
import { programAliexpress } from './a-program.ts'
import { cleanFindings } from './findings.ts'
import { goThroughRun, openCaseOf, prepareToRun } from './seller-run.ts'
import type { Person, ServerWorld } from './server-world.ts'

/** The bytes of a recording mean nothing here: what is found in it is said. */
const chunks = [{ bytes: new Uint8Array([1, 2, 3]), mediaEndMs: 500 }]

/**
 * A run whose findings are clean: it passes by rule, and is restored at once where nothing was taken. `read` is what a check read,
 * by its field.
 */
export const passedRun = async (
  world: ServerWorld,
  marketplace: Person,
  sellerId: string,
  {
    registration = {},
    noticedAt = null,
    read = {},
    face = null,
    agreesToComparison = face !== null,
  }: {
    registration?: Partial<Registration>
    noticedAt?: string | null
    /** [SC3] What describes the face, where the seller agrees that it is compared. */
    face?: FaceDescription | null
    agreesToComparison?: boolean
    read?: Partial<Record<Finding['check'], Record<string, string>>>
  } = {},
): Promise<{ caseId: string; attemptId: string; seller: Person }> => {
  const caseId = await openCaseOf(marketplace, sellerId, { registration, noticedAt })
  const seller = await world.sellerOf(marketplace, caseId)
  await prepareToRun(seller, caseId)
  if (agreesToComparison) await answerFaceComparison(seller, caseId, true)
  const { attemptId, recordingId } = await goThroughRun(world, seller, caseId, { chunks })
  let claim = await claimInspection(world.app)
  while (claim && claim.recordingId !== recordingId) claim = await claimInspection(world.app)
  if (!claim) throw new Error('no inspection is waiting')
  const { key_id } = await world.app.database.kysely
    .selectFrom('verification_case')
    .select('key_id')
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow()
  const findings = cleanFindings(programAliexpress()).map(
    ({ frames: _, ...finding }): Finding => ({
      ...finding,
      proofFrames: [],
      fields: Object.entries(read[finding.check] ?? {}).map(([field, text]) => ({
        field,
        read: text,
        registered: null,
        score01: 1,
      })),
    }),
  )
  const result = { findings, frames: new Map(), timing: { framesDecoded: 1 }, refusal: null, models: [], face }
  await concludeInspection(world.app, claim, key_id, 'attempt', result)
  return { caseId, attemptId, seller }
}

/** [SC3] [EV4] What the box beside the consent does, and the card on the page of the case. */
export const answerFaceComparison = async (seller: Person, caseId: string, agreed: boolean): Promise<void> => {
  const { body } = await seller.call<SellerHome>('GET', '/s/api/home')
  const asked = { textVersion: body.case?.faceComparison?.textVersion, language: 'zh', agreed }
  const answered = await seller.call('POST', `/s/api/cases/${caseId}/face-comparison`, asked)
  if (answered.status !== 200) throw new Error(`the answer was refused with ${answered.status}`)
}
