import type { Registration } from './registration.ts'
import type { ComparedField } from './registration-fields.ts'

/**
 * [RE4] What of a registration a pass may confirm anew. The numbers that say who it is are not among them: another number is
 * another person or another company, and that is another registration.
 */
export const confirmableFields = [
  'companyName',
  'licenceValidFrom',
  'licenceValidTo',
  'licenceScope',
  'address',
  'legalRepresentative',
  'idValidTo',
] as const satisfies readonly ComparedField[]
export type ConfirmableField = (typeof confirmableFields)[number]

type Endable = 'licenceValidTo' | 'idValidTo'
/** By field; null is a licence or card without an end. */
export type ConfirmedValues = {
  [Field in ConfirmableField]?: string | undefined | (Field extends Endable ? null : never)
}

const onFile = ({ companyName, licence, address, legalRepresentative }: Registration) => ({
  companyName,
  licenceValidFrom: licence?.validFrom ?? null,
  licenceValidTo: licence?.validTo ?? null,
  licenceScope: licence?.scope ?? null,
  address,
  legalRepresentative: legalRepresentative.name,
  idValidTo: legalRepresentative.idValidTo,
})

/** Only what differs from what is on file, in the order of the document. Of a licence that is not on file nothing is. */
export const changedValues = (registration: Registration, values: ConfirmedValues): ConfirmedValues => {
  const known = onFile(registration)
  const changed = confirmableFields.filter((field) => {
    const value = values[field]
    const ofLicence = field.startsWith('licence')
    return value !== undefined && value !== known[field] && (registration.licence !== null || !ofLicence)
  })
  return Object.fromEntries(changed.map((field) => [field, values[field]])) as ConfirmedValues
}

/** The registration with what was confirmed. A person who is called otherwise now keeps the former name. [EL2] */
export const withConfirmed = (registration: Registration, values: ConfirmedValues): Registration => {
  const { licence, legalRepresentative } = registration
  const name = values.legalRepresentative ?? legalRepresentative.name
  const former = name === legalRepresentative.name ? [] : [legalRepresentative.name]
  return {
    ...registration,
    companyName: values.companyName ?? registration.companyName,
    address: values.address ?? registration.address,
    licence: licence && {
      validFrom: values.licenceValidFrom ?? licence.validFrom,
      validTo: values.licenceValidTo === undefined ? licence.validTo : values.licenceValidTo,
      scope: values.licenceScope ?? licence.scope,
    },
    legalRepresentative: {
      ...legalRepresentative,
      name,
      formerNames: [...new Set([...legalRepresentative.formerNames.filter((one) => one !== name), ...former])],
      idValidTo: values.idValidTo === undefined ? legalRepresentative.idValidTo : values.idValidTo,
    },
  }
}
