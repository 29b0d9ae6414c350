import { useTranslation } from 'react-i18next'
import type { ReviewView } from '#contracts/desk-api.ts'
import { confirmableFields } from '#domain/confirmed-fields.ts'
import { Button } from '../../../kit/button.tsx'
import { Checkbox } from '../../../kit/checkbox.tsx'
import { Field, TextInput } from '../../../kit/field.tsx'
import type { Finding } from '../../calls/desk-queries.ts'
import { type ConfirmForm, isDate, mayHaveNoEnd, noEnd, onFileOf, readOtherwise } from './confirm-form.ts'

export type ConfirmFieldsProps = {
  form: ConfirmForm
  /** With what is on file the form says what would change. */
  registration?: ReviewView['registration']
  findings?: readonly Pick<Finding, 'check' | 'fields'>[]
  onChange: (form: ConfirmForm) => void
}

/** [RE4] What the originals show otherwise than the registration. */
export const ConfirmFields = ({ form, registration = null, findings = [], onChange }: ConfirmFieldsProps) => {
  const { t } = useTranslation(['desk', 'common'])
  const onFile = onFileOf(registration)
  return (
    <div className="grid gap-3">
      <p className="text-sm text-ink-soft">{t('confirmed.fill')}</p>
      <div className="grid items-start gap-3 sm:grid-cols-2 xl:grid-cols-3">
        {confirmableFields.map((field) => {
          const read = readOtherwise(findings, field, onFile[field] ?? null)
          const typed = form[field] ?? ''
          const isEndless = typed === noEnd && mayHaveNoEnd(field)
          const type = (text: string) => onChange({ ...form, [field]: text })
          return (
            <div key={field} className="grid content-start gap-1">
              <Field
                label={<span className="text-sm">{t(`common:field.${field}`)}</span>}
                hint={onFile[field] ? t('confirmed.onFile', { value: onFile[field] }) : undefined}
              >
                <TextInput
                  type={isDate(field) ? 'date' : 'text'}
                  maxLength={isDate(field) ? 10 : 500}
                  value={isEndless ? '' : typed}
                  disabled={isEndless}
                  onChange={(event) => type(event.target.value)}
                />
              </Field>
              {mayHaveNoEnd(field) && (
                <Checkbox checked={isEndless} onChange={(event) => type(event.target.checked ? noEnd : '')}>
                  <span className="text-sm">{t('common:noEnd')}</span>
                </Checkbox>
              )}
              {read !== null && typed !== read && (
                <Button look="quiet" className="min-h-8 justify-self-start px-2 text-sm" onClick={() => type(read)}>
                  {t('confirmed.useRead', { value: read === noEnd ? t('common:noEnd') : read })}
                </Button>
              )}
            </div>
          )
        })}
      </div>
    </div>
  )
}
