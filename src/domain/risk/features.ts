/**
 * [TR2] Everything that rules may ask, by name, with its type in expressions. A feature without a value is missing, and why
 * is said: no seller is scored from thin air. Names are paths in expressions: `login.impossible_travel`.
 */
export type FeatureType = 'bool' | 'int' | 'double' | 'string' | 'list<string>'
export type FeatureValue = boolean | number | string | readonly string[]

/**
 * Why a feature has no value. `no-such-signal`: none of that kind has ever come. `not-told`: signals came and left it out.
 * `not-on-file`: there is no registration, or it lacks the member. `no-source`: nobody here can look it up.
 * `too-little-history`: what is usual for this seller is not known yet. `does-not-apply`: this seller cannot have one.
 */
export const missingWhys = [
  'no-such-signal',
  'not-told',
  'not-on-file',
  'no-source',
  'too-little-history',
  'does-not-apply',
] as const
export type MissingWhy = (typeof missingWhys)[number]

export const featureTypes = {
  'shop.site': 'string',
  'shop.kind': 'string',
  'shop.main_category': 'string',
  'shop.categories': 'list<string>',
  'shop.age_days': 'double',
  'shop.phone_real_name_level': 'int',
  'shop.licence_days_left': 'int',
  'shop.has_licence': 'bool',
  'shop.has_company_name': 'bool',
  'shop.has_credit_code': 'bool',
  'shop.personal_email': 'bool',
  'shop.email_domain_mismatch': 'bool',
  'shop.contradictions': 'list<string>',
  'shop.differs_from_register': 'bool',
  'shop.real_name_check_failed': 'bool',
  'login.country': 'string',
  'login.ip_is_new': 'bool',
  'login.device_is_new': 'bool',
  'login.impossible_travel': 'bool',
  'login.speed_kmh': 'double',
  'login.proxy': 'bool',
  'login.network': 'string',
  'login.ips_7d': 'int',
  'login.networks_7d': 'int',
  'login.devices_30d': 'int',
  'login.countries_7d': 'int',
  'change.legal_representative_30d': 'bool',
  'change.operator_30d': 'bool',
  'change.shareholder_30d': 'bool',
  'change.phone_30d': 'bool',
  'change.bank_card_30d': 'bool',
  'change.address_30d': 'bool',
  'change.not_in_register': 'bool',
  'change.members_30d': 'list<string>',
  'listings.count_24h': 'int',
  'listings.count_7d': 'int',
  'listings.ratio_to_usual': 'double',
  'listings.categories_7d': 'list<string>',
  'listings.new_category_share_7d': 'double',
  'orders.count_24h': 'int',
  'orders.largest_24h': 'double',
  'orders.currency': 'string',
  'orders.ratio_to_usual': 'double',
  'withdrawals.count_24h': 'int',
  'withdrawals.ratio_to_usual': 'double',
  'violations.count_90d': 'int',
  'violations.counterfeit_or_ip_90d': 'int',
  'violations.upheld_90d': 'int',
  'standing.call_no_shows': 'int',
  'standing.failed_verifications': 'int',
  'standing.open_commitments': 'int',
  'standing.linked_shops': 'int',
  'standing.linked_failures': 'int',
  'standing.shops_on_network': 'int',
  'signal.type': 'string',
} as const satisfies Record<string, FeatureType>

export type FeatureName = keyof typeof featureTypes
export const featureNames = Object.keys(featureTypes) as FeatureName[]

/** The least a number can be, for whoever proves that a rule is always true. A licence that has ended has less than 0 days left. */
export const featureMinimum: Partial<Record<FeatureName, number>> = Object.fromEntries(
  featureNames
    .filter((name) => featureTypes[name] === 'int' || featureTypes[name] === 'double')
    .filter((name) => name !== 'shop.licence_days_left')
    .map((name) => [name, 0]),
)

/** What the registration and the business register tell. */
export const shopFeatures = [
  'shop.site',
  'shop.kind',
  'shop.main_category',
  'shop.categories',
  'shop.phone_real_name_level',
  'shop.licence_days_left',
  'shop.has_licence',
  'shop.has_company_name',
  'shop.has_credit_code',
  'shop.personal_email',
  'shop.email_domain_mismatch',
  'shop.contradictions',
  'shop.differs_from_register',
] as const satisfies FeatureName[]

/** What our own cases and links tell. */
export const standingFeatures = [
  'standing.call_no_shows',
  'standing.failed_verifications',
  'standing.open_commitments',
  'standing.linked_shops',
  'standing.linked_failures',
  'standing.shops_on_network',
] as const satisfies FeatureName[]

/** What signals do not tell. Nobody keeps how it stood at every hour, so it is kept with each signal, for whoever replays it. */
export const toldOtherwise = [...shopFeatures, ...standingFeatures] as const
