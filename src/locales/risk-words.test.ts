import { expect, test } from 'vitest'
import { staffLanguages } from '#domain/language.ts'
import { featureNames, missingWhys } from '#domain/risk/features.ts'
import { contradictionNames } from '#domain/risk/seller-facts.ts'
import type { ChangedMember, NetworkKind, SignalType } from '#domain/risk/signal.ts'
import { loadTranslate } from './translate.ts'

const signalTypes = Object.keys({
  login: 0,
  'shop-opened': 0,
  'seller-told': 0,
  'real-name-check': 0,
  'registration-changed': 0,
  'listings-added': 0,
  order: 0,
  withdrawal: 0,
  complaint: 0,
  violation: 0,
} satisfies Record<SignalType, 0>)
const members = Object.keys({
  'legal-representative': 0,
  operator: 0,
  shareholder: 0,
  phone: 0,
  'bank-card': 0,
  address: 0,
  category: 0,
} satisfies Record<ChangedMember, 0>)
const networks = Object.keys({
  home: 0,
  company: 0,
  mobile: 0,
  'public-wifi': 0,
  hosting: 0,
} satisfies Record<NetworkKind, 0>)

test('[TR2] every feature, signal, reason and value is said in words of staff', async () => {
  const translate = await loadTranslate()
  const keys = [
    ...featureNames.map((name) => `risk:feature.${name}`),
    ...missingWhys.map((why) => `risk:missing.${why}`),
    ...signalTypes.map((type) => `risk:signal.${type}`),
    ...contradictionNames.map((name) => `risk:value.contradiction.${name}`),
    ...members.map((member) => `risk:value.member.${member}`),
    ...networks.map((network) => `risk:value.network.${network}`),
  ]
  for (const language of staffLanguages) for (const key of keys) expect(() => translate(language, key)).not.toThrow()
  expect(translate('en', 'risk:feature.login.impossible_travel')).toContain('faster')
})
