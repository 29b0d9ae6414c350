import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FeatureName, featureNames, featureTypes } from '#domain/risk/features.ts'
import { Button } from '../../../kit/button.tsx'
import { Field, SelectInput, TextInput } from '../../../kit/field.tsx'
import { useRuleWords } from '../use-rule-words.ts'
import {
  type Comparison,
  comparisonsOf,
  conditionText,
  needsList,
  needsValue,
  withCondition,
} from './condition-text.ts'

const groups = [...new Set(featureNames.map((name) => name.split('.')[0] ?? ''))]

type ConditionBuilderProps = { when: string; lists: string[]; onChange: (when: string) => void }

/** A condition put together by choosing, for those who never wrote an expression: what stands in the field is what was chosen. */
export const ConditionBuilder = ({ when, lists, onChange }: ConditionBuilderProps) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const titleId = useId()
  const [name, setName] = useState<FeatureName | ''>('')
  const [chosen, setChosen] = useState<Comparison | null>(null)
  const [value, setValue] = useState('')
  const type = name === '' ? null : featureTypes[name]
  const offered = type === null ? [] : comparisonsOf(type, lists)
  const comparison = offered.find((one) => one === chosen) ?? offered[0] ?? null
  const condition =
    name === '' || type === null || comparison === null ? null : conditionText({ name, type }, comparison, value)
  const add = (join: '&&' | '||') => {
    if (condition === null) return
    onChange(withCondition(when, condition, join))
    setName('')
    setChosen(null)
    setValue('')
  }
  return (
    <section aria-labelledby={titleId} className="grid gap-3 rounded-control border border-line bg-sunken p-3">
      <div>
        <h3 id={titleId} className="font-medium">
          {t('risk:rules.build.title')}
        </h3>
        <p className="text-sm text-ink-soft">{t('risk:rules.build.body')}</p>
      </div>
      <div className="grid items-end gap-3 sm:grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,1fr)]">
        <Field label={t('risk:rules.build.feature')}>
          <SelectInput
            value={name}
            onChange={({ target }) => {
              setName(featureNames.find((one) => one === target.value) ?? '')
              setChosen(null)
              setValue('')
            }}
          >
            <option value="">{t('risk:rules.build.choose')}</option>
            {groups.map((group) => (
              <optgroup key={group} label={t(`risk:rules.build.group.${group}`)}>
                {featureNames
                  .filter((one) => one.startsWith(`${group}.`))
                  .map((one) => (
                    <option key={one} value={one}>
                      {words.feature(one)}
                    </option>
                  ))}
              </optgroup>
            ))}
          </SelectInput>
        </Field>
        {comparison !== null && (
          <Field label={t('risk:rules.build.comparison')}>
            <SelectInput
              value={comparison}
              onChange={({ target }) => {
                setChosen(offered.find((one) => one === target.value) ?? null)
                setValue('')
              }}
            >
              {offered.map((one) => (
                <option key={one} value={one}>
                  {t(`risk:rules.build.is.${one}`)}
                </option>
              ))}
            </SelectInput>
          </Field>
        )}
        {name !== '' && comparison !== null && needsValue(comparison) && (
          <Value name={name} lists={needsList(comparison) ? lists : null} value={value} onChange={setValue} />
        )}
      </div>
      {name !== '' && (
        <div className="flex flex-wrap items-center gap-3">
          <Button disabled={condition === null} onClick={() => add('&&')}>
            {t(when.trim() === '' ? 'risk:rules.build.add' : 'risk:rules.build.and')}
          </Button>
          {when.trim() !== '' && (
            <Button disabled={condition === null} onClick={() => add('||')}>
              {t('risk:rules.build.or')}
            </Button>
          )}
          {condition !== null && <code className="font-mono text-sm break-all text-ink-soft">{condition}</code>}
        </div>
      )}
    </section>
  )
}

/** Words that a feature can hold, where they are ours and not the marketplace's. */
const groupOfValues: Partial<Record<FeatureName, string>> = {
  'shop.kind': 'value.kind',
  'shop.contradictions': 'value.contradiction',
  'login.network': 'value.network',
  'change.members_30d': 'value.member',
  'signal.type': 'signal',
}

type ValueProps = { name: FeatureName; lists: string[] | null; value: string; onChange: (value: string) => void }

const Value = ({ name, lists, value, onChange }: ValueProps) => {
  const { t } = useTranslation('risk')
  const group = groupOfValues[name]
  const options: [string, string][] | null = lists
    ? lists.map((one) => [one, one])
    : group
      ? Object.entries(t(`risk:${group}`, { returnObjects: true }) as Record<string, string>)
      : null
  const isNumber = featureTypes[name] === 'int' || featureTypes[name] === 'double'
  return (
    <Field label={t('risk:rules.build.value')} hint={name.includes('_share') ? t('risk:rules.build.share') : undefined}>
      {options ? (
        <SelectInput value={value} onChange={({ target }) => onChange(target.value)}>
          <option value="">{t('risk:rules.build.choose')}</option>
          {options.map(([one, text]) => (
            <option key={one} value={one}>
              {text}
            </option>
          ))}
        </SelectInput>
      ) : (
        <TextInput
          value={value}
          inputMode={isNumber ? 'decimal' : 'text'}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}
