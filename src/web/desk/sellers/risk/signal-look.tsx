import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { RiskExplanation } from '#contracts/desk-risk.ts'
import { Button } from '../../../kit/button.tsx'
import { Instant } from '../../../kit/time.tsx'
import { DeskProblem } from '../../frame/desk-problem.tsx'
import { lookAtSignal, riskExplanationQuery } from './risk-queries.ts'

type SignalLookProps = { sellerId: string; seq: number; looks: RiskExplanation['looks'] }

/** [EV4] What the marketplace sent, which is personal data: opened on asking, and who asked is kept and shown. */
export const SignalLook = ({ sellerId, seq, looks }: SignalLookProps) => {
  const { t } = useTranslation('risk')
  const known = useQueryClient()
  const looking = useMutation({
    mutationFn: () => lookAtSignal(sellerId, seq),
    onSuccess: () => void known.invalidateQueries(riskExplanationQuery(sellerId, seq)),
  })
  return (
    <div className="grid justify-items-start gap-2">
      {looking.error && <DeskProblem error={looking.error} />}
      {looking.data ? (
        <Body body={looking.data.body} />
      ) : (
        <>
          <Button busy={looking.isPending} onClick={() => looking.mutate()}>
            {t('timeline.look')}
          </Button>
          <p className="text-sm text-ink-soft">{t('timeline.lookMeans')}</p>
        </>
      )}
      {looks.length > 0 && (
        <div className="text-sm text-ink-soft">
          <p>{t('timeline.looks')}</p>
          <ul>
            {looks.map(({ by, at }) => (
              <li key={`${by}${at}`}>
                {by}, <Instant at={at} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

/** In the words of the interface between marketplace and product: whoever looks compares it with what was sent. */
const Body = ({ body }: { body: Record<string, unknown> | null }) => {
  const { t } = useTranslation('risk')
  if (body === null) return <p>{t('timeline.erased')}</p>
  return (
    <dl aria-label={t('timeline.sent')} className="grid w-full gap-1 rounded-control border border-line bg-surface p-3">
      {Object.entries(body).map(([name, value]) => (
        <div key={name} className="grid gap-x-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <dt className="font-code text-sm text-ink-soft">{name}</dt>
          <dd className="font-code text-sm break-all">{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
