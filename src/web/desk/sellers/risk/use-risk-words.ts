import { useTranslation } from 'react-i18next'
import type { ReadFeature, RiskRule } from '#contracts/desk-risk.ts'
import { siteName } from '#domain/site-name.ts'
import { localeOf } from '#locales/locale.ts'

/** Features whose values are names of ours, with the group of words that they have. */
const namedValues: Record<string, string> = {
  'shop.kind': 'value.kind',
  'shop.contradictions': 'value.contradiction',
  'login.network': 'value.network',
  'change.members_30d': 'value.member',
  'signal.type': 'signal',
}

/** What rules, features and their values are called. */
export const useRiskWords = () => {
  const { t, i18n } = useTranslation('risk')
  const locale = localeOf(i18n.language)
  const number = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(value)
  const percent = (share01: number) => new Intl.NumberFormat(locale, { style: 'percent' }).format(share01)
  const named = (feature: string, value: string): string => {
    if (feature === 'shop.site') return siteName(i18n.language, value)
    if (feature === 'login.country')
      return new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' }).of(value) ?? value
    const group = namedValues[feature]
    return group ? t(`${group}.${value}`, { defaultValue: value }) : value
  }
  const valueWords = (feature: string, value: NonNullable<ReadFeature['value']>): string => {
    if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no')
    if (typeof value === 'number') {
      if (feature.includes('_share')) return percent(value)
      return feature.endsWith('_to_usual') ? `${number(value)}×` : number(value)
    }
    if (typeof value === 'string') return named(feature, value)
    if (value.length === 0) return t('value.none')
    return value.map((one) => named(feature, one)).join(i18n.language === 'zh' ? '、' : ', ')
  }
  return {
    number,
    /** With its sign: what it does to a score. */
    weight: (value: number) =>
      new Intl.NumberFormat(locale, { maximumFractionDigits: 2, signDisplay: 'exceptZero' }).format(value),
    rule: ({ rule, words }: Pick<RiskRule, 'rule' | 'words'>) => words[i18n.language] ?? words.en ?? rule,
    feature: (name: string) => t(`feature.${name}`, { defaultValue: name }),
    signal: (type: string) => t(`signal.${type}`, { defaultValue: type }),
    /** A value, or why there is none. */
    answer: ({ feature, value, missing }: ReadFeature): string => {
      if (value !== null) return valueWords(feature, value)
      return missing === null ? t('timeline.notRead') : t(`missing.${missing}`, { defaultValue: missing })
    },
  }
}
export type RiskWords = ReturnType<typeof useRiskWords>
