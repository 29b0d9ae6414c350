import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { failureCatalogue, reasonCodes } from '#domain/failure-catalogue.ts'
import { Checkbox } from '../../kit/checkbox.tsx'
import { decideOffline } from '../calls/desk-queries.ts'
import { useDeskWords } from '../words/use-desk-words.ts'
import { ActionForm } from './action-form.tsx'

const reasons = reasonCodes.filter((code) => failureCatalogue[code].forPapers)

export type RefusePapersProps = { caseId: string; onDone: () => void; onBack: () => void }

/** [FA3] Papers that are not right are refused by coded reasons, which the seller is told with what to send instead. */
export const RefusePapers = ({ caseId, onDone, onBack }: RefusePapersProps) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const [picked, setPicked] = useState<string[]>([])
  const askReasons = (tried: boolean) => (
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
  )
  return (
    <ActionForm
      name={`refuse.${caseId}`}
      look="danger"
      longest={4000}
      label={t('case.refuse.label')}
      go={t('case.refuse.go')}
      send={(note) => decideOffline(caseId, { outcome: 'refuse', reasons: picked, note })}
      onDone={onDone}
      onBack={onBack}
      alsoAsked={{ isAnswered: picked.length > 0, show: askReasons }}
    >
      {t('case.refuse.body')}
    </ActionForm>
  )
}
