import { useTranslation } from 'react-i18next'
import { featureNames } from '#domain/risk/features.ts'
import { useRuleWords } from '../use-rule-words.ts'

const shownMost = 6

/** Names that go on from what is being typed; the next Tab leads to them, and choosing one leads back to the field. */
export const Completions = ({
  typed,
  lists,
  onTake,
}: {
  typed: string
  lists: readonly string[]
  onTake: (name: string) => void
}) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const sought = typed.toLowerCase()
  const names = [...featureNames, ...lists.map((name) => `lists.${name}`)]
  const found = names.filter((name) => name.includes(sought) && name !== typed)
  const isWhole = names.some((name) => name === typed)
  if (sought.length < 2 || isWhole || found.length === 0) return null
  return (
    <ul
      aria-label={t('risk:rules.completions', { typed })}
      className="-mt-3 grid rounded-control border border-line bg-raised p-1"
    >
      {found.slice(0, shownMost).map((name) => (
        <li key={name}>
          <button
            type="button"
            className="flex min-h-9 w-full flex-wrap items-baseline gap-x-3 rounded-control px-2 py-1 text-left hover:bg-sunken"
            onClick={() => onTake(name)}
          >
            <code className="font-mono text-sm break-all text-accent">{name}</code>
            <span className="text-sm text-ink-soft">
              {name.startsWith('lists.') ? t('risk:rules.lists.own') : words.feature(name)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
