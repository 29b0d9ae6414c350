/** What the marketplace has on file about a seller; the body of `PUT /v1/sellers/{sellerId}`. Personal data throughout. */
export type SellerKind = 'company' | 'sole-trader' | 'individual'

export type Registration = {
  sellerId: string
  site: string
  kind: SellerKind
  companyName: string | null
  creditCode: string | null
  /** ISO dates `YYYY-MM-DD`; `validTo: null` is a licence without end. */
  licence: { validFrom: string; validTo: string | null; scope: string } | null
  legalRepresentative: { name: string; formerNames: string[]; idNumber: string; idValidTo: string | null }
  signatories: { name: string; idNumber: string }[]
  phone: string
  phoneRealNameLevel: 0 | 1 | 2
  email: string
  language: string
  mainCategory: string
  categories: string[]
  address: string
  bankAccountHash: string | null
  /** Other registers' numbers by name: npwp, nik, dti, … */
  ids: Record<string, string>
}
