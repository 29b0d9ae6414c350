import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { featureNames, featureTypes } from '#domain/risk/features.ts'
import { Field, TextInput } from '../../../kit/field.tsx'
import { useRuleWords } from '../use-rule-words.ts'

/** Everything an expression can ask about, in words; a click puts the name where the cursor stands. */
export const FeatureList = ({ lists, onInsert }: { lists: string[]; onInsert: (piece: string) => void }) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const [sought, setSought] = useState('')
  const wanted = sought.trim().toLowerCase()
  const all = [
    ...featureNames.map((name) => ({
      name: name as string,
      type: t(`risk:rules.type.${featureTypes[name].replace('list<string>', 'list')}`),
      about: words.feature(name),
    })),
    ...lists.map((name) => ({
      name: `lists.${name}`,
      type: t('risk:rules.type.list'),
      about: t('risk:rules.lists.own'),
    })),
  ]
  const found = all.filter(({ name, about }) => name.includes(wanted) || about.toLowerCase().includes(wanted))
  return (
    <aside className="grid min-w-0 content-start gap-3" aria-label={t('risk:rules.features.title')}>
      <Field label={t('risk:rules.features.title')} hint={t('risk:rules.features.hint')}>
        <TextInput
          type="search"
          value={sought}
          maxLength={60}
          spellCheck={false}
          onChange={({ target }) => setSought(target.value)}
        />
      </Field>
      <ul className="grid max-h-96 gap-0.5 overflow-y-auto rounded-control border border-line p-1">
        {found.map(({ name, type, about }) => (
          <li key={name}>
            <button
              type="button"
              className="grid w-full gap-0.5 rounded-control px-2 py-1.5 text-left hover:bg-sunken"
              onClick={() => onInsert(name)}
            >
              <span className="flex flex-wrap items-baseline justify-between gap-x-2">
                <code className="font-mono text-sm break-all text-accent">{name}</code>
                <span className="text-xs text-ink-soft">{type}</span>
              </span>
              <span className="text-sm text-ink-soft">{about}</span>
            </button>
          </li>
        ))}
        {found.length === 0 && <li className="px-2 py-3 text-ink-soft">{t('risk:rules.features.none')}</li>}
      </ul>
    </aside>
  )
}
