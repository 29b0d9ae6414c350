import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { failureCatalogue, reasonCodes } from '#domain/failure-catalogue.ts'
import { Button } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/checkbox.tsx'
import { Field, TextArea } from '../../kit/field.tsx'
import { decideOffline } from '../calls/desk-queries.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { textsLike, useKept } from '../kept/kept.ts'
import { useDeskWords } from '../words/use-desk-words.ts'

const reasons = reasonCodes.filter((code) => failureCatalogue[code].forPapers)
const leastLetters = 3
const emptyForm = { text: '' }
const parseForm = textsLike(emptyForm)

export type RefusePapersProps = { caseId: string; onDone: () => void; onBack: () => void }

/** [FA3] Papers that are not right are refused by coded reasons, which the seller is told with what to send instead. */
export const RefusePapers = ({ caseId, onDone, onBack }: RefusePapersProps) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const [{ text }, setForm, forget] = useKept(`refuse.${caseId}`, emptyForm, parseForm)
  const [picked, setPicked] = useState<string[]>([])
  const [tried, setTried] = useState(false)
  const isShort = text.trim().length < leastLetters
  const sending = useMutation({
    mutationFn: () => decideOffline(caseId, { outcome: 'refuse', reasons: picked, note: text.trim() }),
    onSuccess: () => {
      forget()
      onDone()
    },
  })
  return (
    <form
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (!isShort && picked.length > 0 && !sending.isPending) sending.mutate()
      }}
    >
      {sending.error && <DeskProblem error={sending.error} />}
      <p>{t('case.refuse.body')}</p>
      <fieldset className="grid gap-x-6 sm:grid-cols-2">
        <legend className="mb-1 font-medium">{t('case.refuse.reasons')}</legend>
        {reasons.map((code) => (
          <Checkbox
            key={code}
            checked={picked.includes(code)}
            onChange={(event) =>
              setPicked(event.target.checked ? [...picked, code] : picked.filter((one) => one !== code))
            }
          >
            {words.reason(code).title}
            <span className="block text-sm text-ink-soft">{words.reason(code).fix}</span>
          </Checkbox>
        ))}
        {tried && picked.length === 0 && <p className="text-blocked">{t('decision.reasonNeeded')}</p>}
      </fieldset>
      <Field label={t('case.refuse.label')} error={tried && isShort && t('case.textNeeded')}>
        <TextArea maxLength={4000} value={text} onChange={(event) => setForm({ text: event.target.value })} />
      </Field>
      <div className="flex flex-wrap gap-3">
        <Button look="danger" type="submit" busy={sending.isPending}>
          {t('case.refuse.go')}
        </Button>
        <Button look="quiet" onClick={onBack}>
          {t('decision.notYet')}
        </Button>
      </div>
    </form>
  )
}
