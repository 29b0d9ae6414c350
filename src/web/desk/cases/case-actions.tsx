import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { toast } from '../../kit/toast.tsx'
import { decideOffline, type Verification, withdrawCase } from '../calls/desk-queries.ts'
import { ActionForm } from './action-form.tsx'
import { isOver } from './case-words.ts'
import { RefusePapers } from './refuse-papers.tsx'

type Asked = 'offline' | 'refuse' | 'withdraw'

/** What a lead may do with a case as a whole. Each says what it brings about and asks for words before it does it. */
export const CaseActions = ({ verification, onDone }: { verification: Verification; onDone: () => void }) => {
  const { t } = useTranslation('desk')
  const [asked, setAsked] = useState<Asked | null>(null)
  if (isOver(verification.status)) return null
  const done = () => {
    setAsked(null)
    onDone()
  }
  return (
    <div className="grid gap-3 border-t border-line pt-4">
      <div className="flex flex-wrap gap-3">
        {verification.status === 'offline' && (
          <>
            <Button
              aria-expanded={asked === 'offline'}
              onClick={() => setAsked(asked === 'offline' ? null : 'offline')}
            >
              {t('case.offline.open')}
            </Button>
            <Button aria-expanded={asked === 'refuse'} onClick={() => setAsked(asked === 'refuse' ? null : 'refuse')}>
              {t('case.refuse.open')}
            </Button>
          </>
        )}
        <Button aria-expanded={asked === 'withdraw'} onClick={() => setAsked(asked === 'withdraw' ? null : 'withdraw')}>
          {t('case.withdraw.open')}
        </Button>
      </div>
      {asked === 'refuse' && (
        <RefusePapers
          caseId={verification.id}
          onDone={() => {
            toast(t('case.refuse.done'), 'good')
            done()
          }}
          onBack={() => setAsked(null)}
        />
      )}
      {asked && asked !== 'refuse' && (
        <ActionForm
          key={asked}
          name={`${asked}.${verification.id}`}
          look={asked === 'withdraw' ? 'danger' : 'primary'}
          longest={asked === 'withdraw' ? 2000 : 4000}
          label={t(`case.${asked}.label`)}
          go={t(`case.${asked}.go`)}
          send={(text) =>
            asked === 'withdraw'
              ? withdrawCase(verification.id, text)
              : decideOffline(verification.id, { outcome: 'pass', reasons: [], note: text })
          }
          onDone={() => {
            toast(t(`case.${asked}.done`), 'good')
            done()
          }}
          onBack={() => setAsked(null)}
        >
          {t(`case.${asked}.body`)}
        </ActionForm>
      )}
    </div>
  )
}
