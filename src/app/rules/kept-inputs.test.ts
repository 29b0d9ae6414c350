import { describe, expect, it } from 'vitest'
import { featureNames, missingWhys } from '#domain/risk/features.ts'
import type { ToldFeatures } from '#domain/risk/told-features.ts'
import { featuresWorthKeeping, packInputs, unpackInputs } from './kept-inputs.ts'

const told: ToldFeatures = {
  values: {
    'shop.site': 'ES',
    'shop.categories': [],
    'shop.has_licence': false,
    'orders.count_24h': 0,
    'listings.categories_7d': ['a', 'b'],
  },
  missing: Object.fromEntries(missingWhys.map((why, no) => [featureNames[20 + no], why])),
}

describe('[TR4] inputs by place', () => {
  it('come back as they were, every reason and every kind of value, through JSON', () => {
    const kept = JSON.parse(JSON.stringify(packInputs(featureNames, told)))
    expect(unpackInputs(featureNames, kept)).toEqual(told)
  })

  it('leave out what this release does not know any more, and mistake nothing for it', () => {
    const features = ['shop.site', 'shop.of_old', 'orders.count_24h', 'change.of_old']
    expect(unpackInputs(features, { values: ['ES', 7, 3, null], missing: '---s' })).toEqual({
      values: { 'shop.site': 'ES', 'orders.count_24h': 3 },
      missing: {},
    })
  })

  it('are what rules read and what no signal tells again, each once', () => {
    const reads = ['login.country', 'shop.site'] as const
    const names = featuresWorthKeeping([{ rules: { reads } }, { rules: { reads } }])
    expect(names).toContain('login.country')
    expect(names).toContain('standing.linked_shops')
    expect(names).not.toContain('login.proxy')
    expect(new Set(names).size).toBe(names.length)
  })
})
