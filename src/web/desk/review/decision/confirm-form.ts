import type { ReviewView } from '#contracts/desk-api.ts'
import { type ConfirmableField, type ConfirmedValues, confirmableFields } from '#domain/confirmed-fields.ts'
import type { Finding } from '../../calls/desk-queries.ts'

/** What is typed, by field; empty where nothing has changed. */
export type ConfirmForm = Record<string, string>
export const emptyConfirmForm: ConfirmForm = Object.fromEntries(confirmableFields.map((field) => [field, '']))

/** Typed into the form where a licence or a card never ends; no date and no name reads like it. */
export const noEnd = 'no-end'
const endable: readonly string[] = ['licenceValidTo', 'idValidTo']
export const mayHaveNoEnd = (field: ConfirmableField): boolean => endable.includes(field)

/** Only what was filled in; null where there is no end. */
export const filledIn = (form: ConfirmForm): ConfirmedValues =>
  Object.fromEntries(
    Object.entries(form).flatMap(([field, typed]) => {
      const text = typed.trim()
      if (text === '') return []
      return [[field, text === noEnd && endable.includes(field) ? null : text]]
    }),
  )

export const isDate = (field: ConfirmableField): boolean => field.includes('Valid')
const plainDate = /^\d{4}-\d{2}-\d{2}$/
/** How a card or a licence says it, and with it whoever read it there. */
const readNoEnd = '长期'

/** Where the software may have read it: in findings of these checks, under this name. */
const readIn: Partial<Record<ConfirmableField, { checks: string; field: string }>> = {
  companyName: { checks: 'licence.', field: 'companyName' },
  licenceValidFrom: { checks: 'licence.', field: 'validFrom' },
  licenceValidTo: { checks: 'licence.', field: 'validTo' },
  legalRepresentative: { checks: 'id-card.', field: 'name' },
  idValidTo: { checks: 'id-card.', field: 'validTo' },
}

/** What the software read of a field, where that is otherwise than what is on file and can be written into the form. */
export const readOtherwise = (
  findings: readonly Pick<Finding, 'check' | 'fields'>[],
  field: ConfirmableField,
  onFile: string | null,
): string | null => {
  const source = readIn[field]
  if (!source) return null
  const read = findings
    .filter(({ check }) => check.startsWith(source.checks))
    .flatMap(({ fields }) => fields)
    .find((one) => one.field === source.field && one.read !== null)?.read
  if (read == null || read === onFile) return null
  // Without a date on file it may already say that there is no end.
  if (read === readNoEnd && mayHaveNoEnd(field)) return onFile === null ? null : noEnd
  return isDate(field) && !plainDate.test(read) ? null : read
}

export const onFileOf = (registration: ReviewView['registration']): Partial<Record<ConfirmableField, string | null>> =>
  registration === null
    ? {}
    : {
        companyName: registration.companyName,
        licenceValidFrom: registration.licence?.validFrom ?? null,
        licenceValidTo: registration.licence?.validTo ?? null,
        licenceScope: registration.licence?.scope ?? null,
        address: registration.address,
        legalRepresentative: registration.legalRepresentative.name,
        idValidTo: registration.legalRepresentative.idValidTo ?? null,
      }
