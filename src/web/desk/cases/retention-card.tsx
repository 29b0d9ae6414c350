import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RetentionView } from '#contracts/desk-retention.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Instant } from '../../kit/time.tsx'
import { toast } from '../../kit/toast.tsx'
import { holdEvidence } from '../calls/desk-queries.ts'
import { useMay } from '../frame/use-me.ts'
import { ActionForm } from './action-form.tsx'

type RetentionCardProps = { caseId: string; retention: RetentionView; onDone: () => void }

/** [EV3] When recordings go, what is gone, and the hold that compliance may set on all of it. */
export const RetentionCard = ({ caseId, retention, onDone }: RetentionCardProps) => {
  const { t } = useTranslation('desk')
  const mayHold = useMay('hold')
  const [asked, setAsked] = useState(false)
  const { hold, deleteAt, deletedRuns } = retention
  const way = hold ? 'lift' : 'set'
  return (
    <Card title={t('retention.title')}>
      <div className="grid gap-3">
        <p>
          {hold ? (
            <>
              {t('retention.held')} <Instant at={hold.since} />
            </>
          ) : deleteAt ? (
            <>
              {t('retention.due')} <Instant at={deleteAt} />
            </>
          ) : (
            t(deletedRuns > 0 ? 'retention.allGone' : 'retention.kept')
          )}
        </p>
        {deletedRuns > 0 && <p className="text-sm text-ink-soft">{t('retention.gone', { count: deletedRuns })}</p>}
        {mayHold && !asked && (
          <div>
            <Button onClick={() => setAsked(true)}>{t(`retention.${way}.open`)}</Button>
          </div>
        )}
        {mayHold && asked && (
          <ActionForm
            name={`hold.${way}.${caseId}`}
            look="primary"
            longest={2000}
            label={t(`retention.${way}.label`)}
            go={t(`retention.${way}.go`)}
            send={(why) => holdEvidence(caseId, { hold: !hold, why })}
            onDone={() => {
              toast(t(`retention.${way}.done`), 'good')
              setAsked(false)
              onDone()
            }}
            onBack={() => setAsked(false)}
          >
            {t(`retention.${way}.body`)}
          </ActionForm>
        )}
      </div>
    </Card>
  )
}
