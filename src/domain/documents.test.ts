import { describe, expect, test } from 'vitest'
import { aRegistration } from '#test/world/a-registration.ts'
import { type DocumentRule, documentsFor } from './documents.ts'
import type { Registration } from './registration.ts'

const rule = (
  document: DocumentRule['document'],
  when: Partial<DocumentRule['when']> = {},
  demanded: DocumentRule['demanded'] = 'always',
): DocumentRule => ({ document, when: { sites: null, categories: null, kinds: null, ...when }, demanded })

const documents = [
  rule('identity-card'),
  rule('licence', { kinds: ['company', 'sole-trader'] }),
  rule('tax-number', { sites: ['ID'] }),
  rule('product-filing', { categories: ['beauty', 'health-supplements'] }),
  rule('iso-certificate', { kinds: ['company'], sites: ['ID', 'MY'] }, 'when-asked'),
  rule('trademark', {}, 'when-asked'),
]
const needed = (about: Partial<Registration>) => documentsFor({ documents }, aRegistration(about))
const names = (about: Partial<Registration>) => needed(about).map((one) => one.document)

describe('[DO1] what to have at hand', () => {
  test('is made from site, category and kind of business', () => {
    expect(names({ site: 'TH', kind: 'individual', mainCategory: 'toys', categories: ['toys'] })).toEqual([
      'identity-card',
      'trademark',
    ])
    expect(names({ site: 'ID', kind: 'company', mainCategory: 'beauty', categories: [] })).toEqual([
      'identity-card',
      'licence',
      'tax-number',
      'product-filing',
      'iso-certificate',
      'trademark',
    ])
  })

  test('any category that is sold counts, not the main one alone', () => {
    expect(names({ mainCategory: 'toys', categories: ['toys', 'beauty'] })).toContain('product-filing')
    expect(names({ mainCategory: 'toys', categories: ['toys'] })).not.toContain('product-filing')
  })

  test('of several members all have to hold', () => {
    expect(names({ site: 'MY', kind: 'sole-trader' })).not.toContain('iso-certificate')
    expect(names({ site: 'MY', kind: 'company' })).toContain('iso-certificate')
  })

  test('what two rules name stands once, and what is always shown is not shown when asked', () => {
    const twice = documentsFor(
      { documents: [rule('bank-proof', {}, 'when-asked'), rule('bank-proof', { kinds: ['company'] })] },
      aRegistration(),
    )
    expect(twice).toEqual([{ document: 'bank-proof', demanded: 'always' }])
  })
})
