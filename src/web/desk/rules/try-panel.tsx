import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type FeatureName, featureNames, featureTypes } from '#domain/risk/features.ts'
import type { FeatureValues, RuleSet } from '#domain/risk/rule-set.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, SelectInput, TextInput } from '../../kit/field.tsx'
import { Status, Tag } from '../../kit/status.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Fold } from '../review/fold.tsx'
import { readValue, writeValue } from './feature-text.ts'
import { ProblemList } from './problem-list.tsx'
import { readSellerFeatures, tryQuery } from './rule-queries.ts'
import { useLater } from './use-later.ts'
import { useRuleWords } from './use-rule-words.ts'

/** More of them stand folded, so that the outcome is not pushed out of sight. */
const fewFeatures = 8

type Typed = Partial<Record<FeatureName, string>>

/** What these rules would decide of features that somebody types, or of those a seller has now. Nothing is stored. */
export const TryPanel = ({ rules }: { rules: RuleSet }) => {
  const { t } = useTranslation('risk')
  const [typed, setTyped] = useState<Typed>({})
  const read = featuresRead(rules)
  const asked = useLater({ rules, values: valuesOf(typed) })
  return (
    <Card title={t('risk:rules.try.title')}>
      <div className="grid gap-5 lg:grid-cols-2">
        <div className="grid content-start gap-4">
          <p className="text-ink-soft">{t('risk:rules.try.body')}</p>
          <FromSeller onRead={(values) => setTyped(typedOf(values))} />
          <Fold title={t('risk:rules.try.features', { count: read.length })} open={read.length <= fewFeatures}>
            <div className="grid items-end gap-x-4 gap-y-3 sm:grid-cols-2">
              {read.map((name) => (
                <FeatureField
                  key={name}
                  name={name}
                  text={typed[name] ?? ''}
                  onChange={(text) => setTyped({ ...typed, [name]: text })}
                />
              ))}
              {read.length === 0 && <p className="text-ink-soft">{t('risk:rules.try.nothingRead')}</p>}
            </div>
          </Fold>
        </div>
        <Outcome rules={asked.rules} values={asked.values} />
      </div>
    </Card>
  )
}

/** Every feature whose name stands in an expression. */
const featuresRead = ({ rules }: RuleSet): FeatureName[] => {
  const named = new Set(rules.flatMap(({ when }) => when.match(/[a-z]+\.[a-z0-9_]+/g) ?? []))
  return featureNames.filter((name) => named.has(name))
}

const valuesOf = (typed: Typed): FeatureValues =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([name, text]) => {
      const value = readValue(featureTypes[name as FeatureName], text)
      return value === null ? [] : [[name, value]]
    }),
  )

const typedOf = (values: FeatureValues): Typed =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, writeValue(value)]))

const FeatureField = ({
  name,
  text,
  onChange,
}: {
  name: FeatureName
  text: string
  onChange: (text: string) => void
}) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const type = featureTypes[name]
  const isNumber = type === 'int' || type === 'double'
  return (
    <Field label={words.feature(name)} hint={<code className="font-mono">{name}</code>}>
      {type === 'bool' ? (
        <SelectInput value={text} onChange={({ target }) => onChange(target.value)}>
          <option value="">{t('risk:rules.try.unknown')}</option>
          <option value="true">{t('risk:rules.try.yes')}</option>
          <option value="false">{t('risk:rules.try.no')}</option>
        </SelectInput>
      ) : (
        <TextInput
          value={text}
          inputMode={isNumber ? 'decimal' : 'text'}
          placeholder={t('risk:rules.try.unknown')}
          maxLength={2_000}
          spellCheck={false}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  )
}

const FromSeller = ({ onRead }: { onRead: (values: FeatureValues) => void }) => {
  const { t } = useTranslation('risk')
  const [sellerId, setSellerId] = useState('')
  const reading = useMutation({
    mutationFn: () => readSellerFeatures(sellerId.trim()),
    onSuccess: ({ values }) => onRead(values),
  })
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (sellerId.trim() !== '' && !reading.isPending) reading.mutate()
      }}
    >
      {reading.error && <DeskProblem error={reading.error} />}
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('risk:rules.try.seller')} className="min-w-48 flex-1">
          <TextInput
            value={sellerId}
            maxLength={128}
            spellCheck={false}
            onChange={({ target }) => setSellerId(target.value)}
          />
        </Field>
        <Button type="submit" busy={reading.isPending}>
          {t('risk:rules.try.take')}
        </Button>
      </div>
    </form>
  )
}

const Outcome = ({ rules, values }: { rules: RuleSet; values: FeatureValues }) => {
  const { t } = useTranslation('risk')
  const words = useRuleWords()
  const { data, error } = useQuery({ ...tryQuery(rules, values), placeholderData: (before) => before })
  if (error) return <DeskProblem error={error} />
  if (!data) return null
  if (!data.decision)
    return (
      <div className="grid content-start gap-2">
        <Status meaning="blocked">{t('risk:rules.cannotRun')}</Status>
        <ProblemList problems={data.problems} rules={rules} />
      </div>
    )
  const { outcome, score, contributions, notAsked } = data.decision
  const reasonOf = (id: string) => words.inLanguage(rules.rules.find((rule) => rule.id === id)?.staff ?? { en: id })
  return (
    <section aria-live="polite" aria-label={t('risk:rules.try.outcome')} className="grid content-start gap-4">
      <div className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <span className="tabular text-3xl font-semibold">{score}</span>
        <span className="text-ink-soft">{t('risk:rules.try.of', { open: rules.thresholds.open })}</span>
        <Tag meaning={outcome === 'none' ? 'neutral' : 'needs-you'}>{t(`risk:rules.outcome.${outcome}`)}</Tag>
      </div>
      <div className="grid gap-1">
        <h3 className="font-medium">{t('risk:rules.try.counted')}</h3>
        {contributions.length === 0 && <p className="text-ink-soft">{t('risk:rules.try.nothingCounted')}</p>}
        <ul className="grid gap-1">
          {contributions.map(({ rule, weight, hard }) => (
            <li key={rule} className="flex items-baseline justify-between gap-3 border-b border-line py-1">
              <span>
                {reasonOf(rule)} {hard && <Tag meaning="blocked">{t('risk:rules.hardYes')}</Tag>}
              </span>
              <span className="tabular font-medium">{weight > 0 ? `+${weight}` : weight}</span>
            </li>
          ))}
        </ul>
      </div>
      {notAsked.length > 0 && (
        <Fold title={t('risk:rules.try.notAsked', { count: notAsked.length })}>
          <ul className="grid gap-1">
            {notAsked.map(({ rule, missing }) => (
              <li key={rule}>
                {reasonOf(rule)}{' '}
                <span className="text-sm text-ink-soft">
                  {t('risk:rules.try.missing', { features: missing.join(t('risk:rules.comma')) })}
                </span>
              </li>
            ))}
          </ul>
        </Fold>
      )}
    </section>
  )
}
