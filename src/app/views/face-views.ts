import type { SellerCase } from '#contracts/seller-api.ts'
import { faceComparisonTextVersion } from '../links/face-consent.ts'
import type { SellerCaseFile } from '../sellers/seller-home.ts'
import { iso, isoOrNull } from './instants.ts'

/** [SC3] [EV4] What a seller is told of the comparison of their face. */
export const faceComparisonOf = ({ loaded, faceKeptUntilMs }: SellerCaseFile): SellerCase['faceComparison'] => {
  const { program, state } = loaded
  const agreed = state.faceComparison
  if (program.links.faces === null) return null
  return {
    keepDays: program.links.faces.keepDays,
    textVersion: faceComparisonTextVersion,
    agreed: agreed && { textVersion: agreed.textVersion, at: iso(agreed.atMs) },
    keptUntil: isoOrNull(faceKeptUntilMs),
  }
}
