import { useTranslation } from 'react-i18next'
import type { RuleAuthorView, RuleVersionRow } from '#contracts/desk-rules.ts'
import { RequestFailure } from '../../kit/request.ts'
import type { Meaning } from '../../kit/status.tsx'

/** What a version's state means at a glance. */
export const stateMeaning = ({ state, toBeLookedAt }: RuleVersionRow): Meaning => {
  if (state === 'proposed' || (state === 'published' && toBeLookedAt)) return 'needs-you'
  if (state === 'published') return 'good'
  return 'neutral'
}

/** Words of the rules room that many parts of it need in the same form. */
export const useRuleWords = () => {
  const { t, i18n } = useTranslation(['risk', 'desk', 'common'])
  const inLanguage = (words: Record<string, string>): string =>
    words[i18n.language] ?? words.en ?? Object.values(words)[0] ?? ''
  return {
    /** Of the words that a program or a rule has in several languages. */
    inLanguage,
    author: ({ kind, name }: RuleAuthorView): string =>
      kind === 'installation'
        ? t('risk:rules.author.installation')
        : kind === 'key'
          ? t('risk:rules.author.key', { name: name ?? '?' })
          : (name ?? t('risk:rules.author.gone')),
    /** With its sign: what a rule does to a score. */
    weight: (value: number): string => (value > 0 ? `+${value}` : `${value}`.replace('-', '−')),
    feature: (name: string): string => t(`risk:feature.${name}`, { defaultValue: name }),
    /** What went wrong with a change of rules, where that has words of its own. */
    conflict: (error: unknown): string | null => {
      if (!(error instanceof RequestFailure) || error.code !== 'conflict') return null
      return t(`risk:rules.conflict.${String(error.details.what)}`, { defaultValue: t('risk:rules.conflict.version') })
    },
  }
}
