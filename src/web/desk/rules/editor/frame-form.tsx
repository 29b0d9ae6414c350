import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleSet } from '#domain/risk/rule-set.ts'
import { Button } from '../../../kit/button.tsx'
import { Card } from '../../../kit/card.tsx'
import { Checkbox } from '../../../kit/checkbox.tsx'
import { Field, TextArea, TextInput } from '../../../kit/field.tsx'
import { changeList, itemsOf } from './draft-edits.ts'
import { NumberInput } from './number-input.tsx'

type FormProps = { rules: RuleSet; onChange: (rules: RuleSet) => void }

/** What is around the rules: from which score on a case opens, at which shops they look, and named lists. */
export const FrameForm = ({ rules: set, onChange }: FormProps) => {
  const { t } = useTranslation('risk')
  const { thresholds } = set
  const changeThresholds = (change: Partial<RuleSet['thresholds']>) =>
    onChange({ ...set, thresholds: { ...thresholds, ...change } })
  return (
    <Card title={t('risk:rules.frame')}>
      <div className="grid gap-5">
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field label={t('risk:rules.openAt')} hint={t('risk:rules.openAtHint')}>
            <NumberInput value={thresholds.open} onChange={(open) => changeThresholds({ open })} />
          </Field>
          <div className="grid gap-2">
            {thresholds.person !== null && (
              <Field label={t('risk:rules.personAt')} hint={t('risk:rules.personAtHint')}>
                <NumberInput value={thresholds.person} onChange={(person) => changeThresholds({ person })} />
              </Field>
            )}
            <Checkbox
              checked={thresholds.person !== null}
              onChange={({ target }) => changeThresholds({ person: target.checked ? thresholds.open : null })}
            >
              {t('risk:rules.personAsk')}
            </Checkbox>
          </div>
        </div>
        <div className="grid gap-2">
          <Checkbox
            checked={set.sites === null}
            onChange={({ target }) => onChange({ ...set, sites: target.checked ? null : [''] })}
          >
            {t('risk:rules.allSites')}
          </Checkbox>
          {set.sites !== null && (
            <Field label={t('risk:rules.sites')} hint={t('risk:rules.sitesHint')}>
              <ItemsInput items={set.sites} onChange={(sites) => onChange({ ...set, sites })} rows={2} />
            </Field>
          )}
        </div>
        <Lists rules={set} onChange={onChange} />
      </div>
    </Card>
  )
}

const Lists = ({ rules: set, onChange }: FormProps) => {
  const { t } = useTranslation('risk')
  const names = Object.keys(set.lists)
  const freeName = (): string => {
    for (let no = 1; ; no += 1) if (!names.includes(`list_${no}`)) return `list_${no}`
  }
  return (
    <fieldset className="grid gap-4">
      <legend className="mb-2 font-medium">{t('risk:rules.lists.title')}</legend>
      <p className="text-sm text-ink-soft">{t('risk:rules.lists.body')}</p>
      {Object.entries(set.lists).map(([name, items], index) => (
        // The place stays while the name is typed, and the focus with it.
        <div key={index} className="grid items-start gap-3 sm:grid-cols-[14rem_minmax(0,1fr)_auto]">
          <Field label={t('risk:rules.lists.name')}>
            <TextInput
              className="font-mono"
              value={name}
              maxLength={40}
              spellCheck={false}
              onChange={({ target }) => {
                const wanted = target.value
                if (wanted === name || !names.includes(wanted)) onChange(changeList(set, name, { name: wanted, items }))
              }}
            />
          </Field>
          <Field label={t('risk:rules.lists.items', { count: items.length })}>
            <ItemsInput
              items={items}
              onChange={(next) => onChange(changeList(set, name, { name, items: next }))}
              rows={3}
            />
          </Field>
          <Button look="quiet" className="text-blocked sm:mt-7" onClick={() => onChange(changeList(set, name, null))}>
            {t('risk:rules.edit.remove')}
            <span className="sr-only"> {name}</span>
          </Button>
        </div>
      ))}
      <div>
        <Button
          onClick={() => {
            const name = freeName()
            onChange(changeList(set, name, { name, items: [] }))
          }}
        >
          {t('risk:rules.lists.add')}
        </Button>
      </div>
    </fieldset>
  )
}

/** Keeps what is typed as it is typed, and tells the entries that stand in it. */
const ItemsInput = ({
  items,
  onChange,
  rows,
}: {
  items: string[]
  onChange: (items: string[]) => void
  rows: number
}) => {
  const [text, setText] = useState(items.join(', '))
  const isSame = itemsOf(text).join('\n') === items.filter((item) => item !== '').join('\n')
  return (
    <TextArea
      rows={rows}
      spellCheck={false}
      value={isSame ? text : items.join(', ')}
      onChange={({ target }) => {
        setText(target.value)
        onChange(itemsOf(target.value))
      }}
    />
  )
}
