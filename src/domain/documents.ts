import { type AskedOf, isFor } from './checklist.ts'
import type { Program, SellerCondition } from './program.ts'

/**
 * [DO1] Everything that a seller may be asked to show. `office` and `sample-goods` are no papers, but are got ready and shown
 * in the same way. The list is closed: each has words and a drawing, and a reviewer's step.
 */
export const documentKinds = [
  'identity-card',
  'licence',
  'authorisation',
  'address-proof',
  'tax-number',
  'dti-registration',
  'trademark',
  'test-report',
  'product-filing',
  'iso-certificate',
  'bank-proof',
  'office',
  'sample-goods',
] as const
export type DocumentKind = (typeof documentKinds)[number]

/** `when-asked`: the seller has it at hand, and the reviewer may do without it. */
export type Demanded = 'always' | 'when-asked'

/** Whom a document is asked of; null is everybody. All that is named has to hold. */
export type DocumentRule = {
  document: DocumentKind
  when: SellerCondition
  demanded: Demanded
}

export type NeededDocument = { document: DocumentKind; demanded: Demanded }

/**
 * [DO1] [SI2] What this seller has at hand, in the order of the program: by site, by kind of business, and by any category of
 * goods that the shop sells. A document that several rules name stands once, and `always` wins.
 */
export const documentsFor = (program: Pick<Program, 'documents'>, registration: AskedOf): NeededDocument[] => {
  const asked = program.documents.filter(({ when }) => isFor(when, registration))
  return [...new Set(asked.map(({ document }) => document))].map((document) => ({
    document,
    demanded: asked.some((one) => one.document === document && one.demanded === 'always') ? 'always' : 'when-asked',
  }))
}
