import { shopFeatures, standingFeatures } from './features.ts'
import type { SellerFacts, StandingFacts } from './signal.ts'
import { lack, type ToldFeatures, tell } from './told-features.ts'

const dayMs = 86_400_000

/** What the registration tells; without one nothing. */
export const tellShop = (told: ToldFeatures, seller: SellerFacts | null, nowMs: number): void => {
  if (seller === null) {
    lack(told, 'not-on-file', ...shopFeatures)
    return
  }
  const { values } = told
  values['shop.site'] = seller.site
  values['shop.kind'] = seller.kind
  values['shop.main_category'] = seller.mainCategory
  values['shop.categories'] = seller.categories
  values['shop.phone_real_name_level'] = seller.phoneRealNameLevel
  values['shop.has_licence'] = seller.licence !== null
  values['shop.has_company_name'] = seller.hasCompanyName
  values['shop.has_credit_code'] = seller.hasCreditCode
  values['shop.contradictions'] = seller.contradictions
  tell(told, 'shop.personal_email', seller.personalEmail, 'no-source')
  tell(told, 'shop.email_domain_mismatch', seller.emailDomainMismatch, 'no-source')
  tell(told, 'shop.differs_from_register', seller.differsFromRegister, 'no-source')
  if (seller.licence === null)
    lack(told, seller.kind === 'individual' ? 'does-not-apply' : 'not-on-file', 'shop.licence_days_left')
  else if (seller.licence.validTo === null) lack(told, 'does-not-apply', 'shop.licence_days_left')
  else {
    values['shop.licence_days_left'] =
      Math.floor(Date.parse(seller.licence.validTo) / dayMs) - Math.floor(nowMs / dayMs)
  }
}

/** What our own cases and links tell. */
export const tellStanding = (told: ToldFeatures, standing: StandingFacts | null): void => {
  if (standing === null) {
    lack(told, 'no-source', ...standingFeatures)
    return
  }
  told.values['standing.call_no_shows'] = standing.callNoShows
  told.values['standing.failed_verifications'] = standing.failedVerifications
  told.values['standing.open_commitments'] = standing.openCommitments
  tell(told, 'standing.linked_shops', standing.linkedShops, 'no-source')
  tell(told, 'standing.linked_failures', standing.linkedFailures, 'no-source')
  tell(told, 'standing.shops_on_network', standing.shopsOnNetwork, 'no-such-signal')
}
