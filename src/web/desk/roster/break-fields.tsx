import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { FieldError } from './choose-several.tsx'
import type { DutyForm } from './duty-form.ts'

const mostBreaks = 8

export type BreakFieldsProps = {
  breaks: DutyForm['breaks']
  onChange: (breaks: DutyForm['breaks']) => void
  error: ReactNode
}

/** Breaks one under the other, each with its own two times. */
export const BreakFields = ({ breaks, onChange, error }: BreakFieldsProps) => {
  const { t } = useTranslation('desk')
  const change = (index: number, part: Partial<DutyForm['breaks'][number]>) =>
    onChange(breaks.map((one, at) => (at === index ? { ...one, ...part } : one)))
  return (
    <fieldset aria-describedby={error ? 'breaks-error' : undefined}>
      <legend className="font-medium">{t('roster.breaks')}</legend>
      {breaks.length === 0 && <p className="mt-1 text-sm text-ink-soft">{t('roster.noBreaks')}</p>}
      <ul className="mt-1 grid gap-2">
        {breaks.map((one, index) => (
          <li key={index} className="flex flex-wrap items-end gap-3">
            <Field label={t('roster.breakFrom', { no: index + 1 })} className="w-36">
              <TextInput
                type="time"
                className="tabular"
                value={one.from}
                onChange={({ target }) => change(index, { from: target.value })}
              />
            </Field>
            <Field label={t('roster.breakTo', { no: index + 1 })} className="w-36">
              <TextInput
                type="time"
                className="tabular"
                value={one.to}
                onChange={({ target }) => change(index, { to: target.value })}
              />
            </Field>
            <Button
              look="quiet"
              className="-mx-2.5 px-2.5"
              aria-label={t('roster.breakOff', { no: index + 1 })}
              onClick={() => onChange(breaks.filter((_, at) => at !== index))}
            >
              {t('roster.strike')}
            </Button>
          </li>
        ))}
      </ul>
      {breaks.length < mostBreaks && (
        <Button
          look="quiet"
          className="mt-2 -ml-2.5 px-2.5"
          onClick={() => onChange([...breaks, { from: '', to: '' }])}
        >
          {t('roster.addBreak')}
        </Button>
      )}
      {error && <FieldError id="breaks-error">{error}</FieldError>}
    </fieldset>
  )
}
