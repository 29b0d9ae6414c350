import { useTranslation } from 'react-i18next'
import { Choice } from '../../kit/choice.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import type { FieldOnFile } from '../api/preparation-queries.ts'
import type { Answer } from './compared-answers.ts'

export type FieldLineProps = {
  onFile: FieldOnFile
  answer: Answer | undefined
  onAnswer: (answer: Answer) => void
}

/** [EL6] One field: what is on file, whether the document says the same, and what it says where it does not. */
export const FieldLine = ({ onFile: { field, value }, answer, onAnswer }: FieldLineProps) => {
  const { t } = useTranslation(['seller', 'common'])
  const says = answer?.says ?? ''
  return (
    <fieldset className="grid gap-3 border-b border-line py-4 last:border-b-0">
      <legend className="contents">
        <span className="text-sm text-ink-soft">{t(`common:field.${field}`)}</span>
      </legend>
      <div className="grid items-center gap-x-6 gap-y-3 md:grid-cols-[minmax(0,1fr)_auto]">
        <p className="text-lg wrap-anywhere">{value ?? t('common:noEnd')}</p>
        <div className="grid grid-cols-2 gap-2">
          <Choice name={field} checked={answer?.same === true} onChoose={() => onAnswer({ same: true, says })}>
            {t('compare.same')}
          </Choice>
          <Choice name={field} checked={answer?.same === false} onChoose={() => onAnswer({ same: false, says })}>
            {t('compare.differs')}
          </Choice>
        </div>
      </div>
      {answer?.same === false && (
        <Field label={t('compare.says')} hint={t('compare.saysHint')}>
          <TextInput
            value={says}
            maxLength={4000}
            autoComplete="off"
            onChange={(event) => onAnswer({ same: false, says: event.target.value })}
          />
        </Field>
      )}
    </fieldset>
  )
}
