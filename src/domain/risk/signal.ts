/**
 * [TR1] What a marketplace tells of an account as it happens. `SignalData` is what comes in, personal data throughout, and is
 * kept only sealed under the seller's key. `SignalFacts` is what is left of it for rules: keyed hashes instead of addresses,
 * devices and numbers, so that the same thing is known again and nobody is told; features and replays are made of facts alone.
 */
export type SignalData =
  | {
      type: 'login'
      ip: string
      /** The marketplace's own fingerprint of the device; null where it has none. */
      device: string | null
      userAgent: string | null
      /** Where the marketplace's own look-up places the address; null where it has none. */
      place: { country: string; latitudeDeg: number; longitudeDeg: number } | null
      network: NetworkKind | null
    }
  /** The shop was opened. */
  | { type: 'shop-opened' }
  /** The marketplace told the seller by itself that a verification is due: where signals open the case, its time counts from then. */
  | { type: 'seller-told' }
  | { type: 'real-name-check'; outcome: 'passed' | 'failed' }
  /** `inRegister` says whether the business register shows the same change; null where nobody looked. */
  | { type: 'registration-changed'; member: ChangedMember; inRegister: boolean | null }
  | { type: 'listings-added'; count: number; category: string }
  /** `amount` in units of the currency (ISO 4217), not in cents. */
  | { type: 'order'; amount: number; currency: string }
  | { type: 'withdrawal'; amount: number; currency: string }
  | { type: 'complaint'; about: 'intellectual-property' | 'counterfeit'; outcome: 'alleged' | 'upheld' }
  /** Another violation of the marketplace's rules; `number` is its own reference. */
  | { type: 'violation'; number: string }

export type SignalType = SignalData['type']
export type NetworkKind = 'home' | 'company' | 'mobile' | 'public-wifi' | 'hosting'
export type ChangedMember =
  | 'legal-representative'
  | 'operator'
  | 'shareholder'
  | 'phone'
  | 'bank-card'
  | 'address'
  | 'category'

/** `id` is the marketplace's own and makes a signal that is sent twice the same one. */
export type Signal = { id: string; sellerId: string; atMs: number; data: SignalData }

/** A keyed hash of one marketplace: the same value gives the same hash, and the value is not in it. */
export type KeyedHash = string

export type SignalFacts =
  | {
      type: 'login'
      ip: KeyedHash
      /** Of the network the address lies in: /24, or /48 of IPv6. */
      ipNetwork: KeyedHash
      device: KeyedHash | null
      /** To a tenth of a degree: a city, not a house. */
      place: { country: string; latitudeDeg: number; longitudeDeg: number } | null
      network: NetworkKind | null
      /** By the operator's list; null where there is no list. [DV4] */
      isProxy: boolean | null
    }
  | Exclude<SignalData, { type: 'login' } | { type: 'violation' }>
  | { type: 'violation' }

/** What the rules may know of a registration: nothing in it names anybody. Made from `Registration` when it is stored. */
export type SellerFacts = {
  site: string
  kind: 'company' | 'sole-trader' | 'individual'
  mainCategory: string
  categories: string[]
  phoneRealNameLevel: 0 | 1 | 2
  /** Days until the licence ends are counted from this; null for one without end, undefined members are not on file. */
  licence: { validTo: string | null } | null
  hasCompanyName: boolean
  hasCreditCode: boolean
  /** The e-mail's domain is one that anybody gets an address at; null where it cannot be told. */
  personalEmail: boolean | null
  /** [TR2] The company's name or the licence's address has nothing to do with the e-mail's domain; null where it cannot be told. */
  emailDomainMismatch: boolean | null
  /** Names of what contradicts itself in the registration, such as `identity-number` or `credit-code`. */
  contradictions: string[]
  /** [EL7] Whether the business register shows the same; null where there is no register. */
  differsFromRegister: boolean | null
  registeredAtMs: number
}

/** What is known of a seller beside signals and registration, from our own cases and links. */
export type StandingFacts = {
  /** [BK4] Calls that the seller did not come to, over all cases. */
  callNoShows: number
  /** Verifications that failed, over all cases. */
  failedVerifications: number
  /** [RE4] Commitments made in calls and not known to be kept. */
  openCommitments: number
  /** [TR3] Other shops of the same people, and how many of those are banned or failed; null where nobody looked for links. */
  linkedShops: number | null
  linkedFailures: number | null
  /** Other shops that signed in from the same address in the last 30 days, where few do; null where no address is known. */
  shopsOnNetwork: number | null
}
