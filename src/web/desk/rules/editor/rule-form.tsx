import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleProblemView } from '#contracts/desk-rules.ts'
import type { Rule } from '#domain/risk/rule-set.ts'
import { Checkbox } from '../../../kit/checkbox.tsx'
import { Field, TextArea, TextInput } from '../../../kit/field.tsx'
import { languageName } from '../../../kit/time-text.ts'
import { ProblemText } from '../problem-list.tsx'
import { Completions } from './completions.tsx'
import { ConditionBuilder } from './condition-builder.tsx'
import { nameAt } from './condition-text.ts'
import { insertAt } from './draft-edits.ts'
import { FeatureList } from './feature-list.tsx'
import { MarkedExpression } from './marked-expression.tsx'
import { NumberInput } from './number-input.tsx'

export type RuleFormProps = {
  rule: Rule
  problems: readonly RuleProblemView[]
  languages: string[]
  lists: string[]
  onChange: (change: Partial<Rule>) => void
}

/** One rule, with what it can ask about beside it. */
export const RuleForm = ({ rule, problems, languages, lists, onChange }: RuleFormProps) => {
  const { t, i18n } = useTranslation('risk')
  const expression = useRef<HTMLTextAreaElement>(null)
  const [cursor, setCursor] = useState<number | null>(null)
  const typing = cursor === null ? null : nameAt(rule.when, cursor)
  const emptyParts = [
    ...(rule.id.trim() === '' ? ['id'] : []),
    ...Object.entries(rule.staff).flatMap(([language, text]) => (text.trim() === '' ? [`staff.${language}`] : [])),
    ...Object.entries(rule.seller ?? {}).flatMap(([language, text]) =>
      text.trim() === '' ? [`seller.${language}`] : [],
    ),
  ]
  const wrong = (part: string) => {
    const found = problems.find(({ field }) => new RegExp(`^rules\\.\\d+\\.${part}$`).test(field))
    return (
      found && (
        <ProblemText
          problem={found}
          isEmpty={emptyParts.some((empty) => empty === found.field.split('.').slice(2).join('.'))}
        />
      )
    )
  }
  const ofExpression = problems.filter(({ field }) => field.endsWith('.when'))
  const insert = (piece: string) => {
    const field = expression.current
    const { text, cursor } = insertAt(
      rule.when,
      { from: field?.selectionStart ?? rule.when.length, to: field?.selectionEnd ?? rule.when.length },
      piece,
    )
    onChange({ when: text })
    goOnAt(cursor)
  }
  const goOnAt = (at: number) => {
    setCursor(null)
    requestAnimationFrame(() => {
      expression.current?.focus()
      expression.current?.setSelectionRange(at, at)
    })
  }
  const complete = (name: string) => {
    if (typing === null) return
    const after = rule.when.slice(typing.from + typing.typed.length)
    onChange({ when: rule.when.slice(0, typing.from) + name + after })
    goOnAt(typing.from + name.length)
  }
  return (
    <div className="grid gap-6 border-t border-line p-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="grid min-w-0 content-start gap-5">
        <Field
          label={t('risk:rules.when')}
          hint={t('risk:rules.whenHint')}
          error={ofExpression[0] && <ProblemText problem={ofExpression[0]} isEmpty={rule.when.trim() === ''} />}
        >
          <TextArea
            ref={expression}
            rows={3}
            className="font-mono text-[0.9375rem]"
            value={rule.when}
            maxLength={1_000}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            onChange={({ target }) => {
              setCursor(target.selectionEnd)
              onChange({ when: target.value })
            }}
          />
        </Field>
        {typing && <Completions typed={typing.typed} lists={lists} onTake={complete} />}
        {ofExpression[0]?.at && rule.when.trim() !== '' && (
          <MarkedExpression text={rule.when} at={ofExpression[0].at} />
        )}
        <ConditionBuilder when={rule.when} lists={lists} onChange={(when) => onChange({ when })} />
        <div className="grid items-start gap-4 sm:grid-cols-2">
          <Field label={t('risk:rules.id')} hint={t('risk:rules.idHint')} error={wrong('id')}>
            <TextInput
              className="font-mono"
              value={rule.id}
              maxLength={64}
              spellCheck={false}
              onChange={({ target }) => onChange({ id: target.value })}
            />
          </Field>
          <Field label={t('risk:rules.weight')} hint={t('risk:rules.weightHint')} error={wrong('weight')}>
            <NumberInput value={rule.weight} onChange={(weight) => onChange({ weight })} />
          </Field>
        </div>
        <Checkbox checked={rule.hard} onChange={({ target }) => onChange({ hard: target.checked })}>
          {t('risk:rules.hardAsk')}
        </Checkbox>
        <fieldset className="grid gap-3">
          <legend className="mb-2 font-medium">{t('risk:rules.forStaff')}</legend>
          {['zh', 'en'].map((language) => (
            <Field key={language} label={languageName(language, i18n.language)} error={wrong(`staff(\\.${language})?`)}>
              <TextInput
                lang={language}
                value={rule.staff[language] ?? ''}
                maxLength={500}
                onChange={({ target }) => onChange({ staff: { ...rule.staff, [language]: target.value } })}
              />
            </Field>
          ))}
        </fieldset>
        <fieldset className="grid gap-3">
          <legend className="mb-2 font-medium">{t('risk:rules.forSeller')}</legend>
          <Checkbox
            checked={rule.seller !== null}
            onChange={({ target }) =>
              onChange({
                seller: target.checked ? Object.fromEntries(languages.map((language) => [language, ''])) : null,
              })
            }
          >
            {t('risk:rules.tellSeller')}
          </Checkbox>
          {rule.seller !== null &&
            [...new Set([...languages, ...Object.keys(rule.seller)])].map((language) => (
              <Field
                key={language}
                label={languageName(language, i18n.language)}
                error={wrong(`seller(\\.${language})?`)}
              >
                <TextInput
                  lang={language}
                  value={rule.seller?.[language] ?? ''}
                  maxLength={500}
                  onChange={({ target }) => onChange({ seller: { ...rule.seller, [language]: target.value } })}
                />
              </Field>
            ))}
        </fieldset>
      </div>
      <FeatureList lists={lists} onInsert={insert} />
    </div>
  )
}
