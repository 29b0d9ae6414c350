import type { Registration } from './registration.ts'

/** [EL6] What of a registration stands on a document too, and can be held against it. */
export const comparedFields = [
  'companyName',
  'creditCode',
  'licenceValidFrom',
  'licenceValidTo',
  'licenceScope',
  'address',
  'legalRepresentative',
  'idNumber',
  'idValidTo',
  'npwp',
  'nik',
  'dti',
] as const
export type ComparedField = (typeof comparedFields)[number]

/** On file as `value`; null is a licence or card without an end, which the document has to say as well. */
export type FieldOnFile = { field: ComparedField; value: string | null }

/** The fields that this registration has, in the order in which they stand on licence, card and certificates. */
export const fieldsToCompare = (registration: Registration): FieldOnFile[] => {
  const { companyName, creditCode, licence, legalRepresentative, address, ids } = registration
  const filled = (field: ComparedField, value: string | null | undefined): FieldOnFile[] =>
    value ? [{ field, value }] : []
  return [
    ...filled('companyName', companyName),
    ...filled('creditCode', creditCode),
    ...(licence
      ? [
          { field: 'licenceValidFrom' as const, value: licence.validFrom },
          { field: 'licenceValidTo' as const, value: licence.validTo },
          ...filled('licenceScope', licence.scope),
        ]
      : []),
    ...filled('address', address),
    ...filled('legalRepresentative', legalRepresentative.name),
    ...filled('idNumber', legalRepresentative.idNumber),
    { field: 'idValidTo', value: legalRepresentative.idValidTo },
    ...(['npwp', 'nik', 'dti'] as const).flatMap((field) => filled(field, ids[field])),
  ]
}
