import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { Icon } from '../../kit/icon.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Tag } from '../../kit/status.tsx'
import { chooseLane } from '../api/seller-queries.ts'
import { RefusedPapers } from '../case/refused-papers.tsx'
import { useCase } from '../frame/use-home.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'

type LaneChoice = Parameters<typeof chooseLane>[1]

/** [EL1] The notarised lane: a way of the case with its own steps, open both ways until the case is decided. */
export const OfflinePage = () => {
  const { t } = useTranslation('seller')
  const verification = useCase()
  const queries = useQueryClient()
  const { mutate, isPending, variables, error } = useMutation({
    mutationFn: ({ caseId, lane }: { caseId: string; lane: LaneChoice }) => chooseLane(caseId, lane),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['home'] }),
  })
  if (!verification) return null
  const lane = verification.offlineLane
  const mayChange = ['awaiting-seller', 'offline'].includes(verification.status)
  const choose = (wanted: LaneChoice) => mutate({ caseId: verification.id, lane: wanted })
  return (
    <VerificationFrame title={t('offline.title')} narrow>
      <h1 className="text-2xl font-semibold">{t('offline.title')}</h1>
      <p className="mt-1 mb-5 max-w-read text-ink-soft">{t('offline.lead')}</p>
      <div className="grid gap-4">
        {verification.suggestedLane === 'offline' && <Banner meaning="needs-you" title={t('offline.suggested')} />}
        {lane?.refused && <RefusedPapers refused={lane.refused} />}
        {error && <Problem error={error} />}
        {!lane && <EmptyState icon="info" title={t('offline.none')} />}
        {lane?.ways.map((way) => {
          const chosen = lane.chosen === way.id
          return (
            <Card
              key={way.id}
              title={t(`offline.way.${way.id}.title`)}
              aside={chosen && <Tag meaning="good">{t('offline.chosen')}</Tag>}
            >
              <p className="max-w-read">{t(`offline.way.${way.id}.body`)}</p>
              <ul className="mt-3 flex flex-wrap gap-x-6 gap-y-1 text-sm text-ink-soft">
                <li className="flex items-center gap-1.5">
                  <Icon name="clock" sizePx={16} />
                  {way.workingDaysAtLeast === null
                    ? t('offline.daysUnknown')
                    : t('offline.days', { count: way.workingDaysAtLeast })}
                </li>
                <li className="flex items-center gap-1.5">
                  <Icon name="money" sizePx={16} />
                  {way.feeCny ? t('offline.fee', { from: way.feeCny[0], to: way.feeCny[1] }) : t('offline.feeNone')}
                </li>
              </ul>
              {mayChange && (!chosen || lane.refused) && (
                <Button
                  className="mt-4"
                  busy={isPending && variables?.lane.way === way.id}
                  onClick={() => choose({ lane: 'offline', way: way.id as NonNullable<LaneChoice['way']> })}
                >
                  {chosen ? t('offline.sentOthers') : t('offline.choose')}
                </Button>
              )}
            </Card>
          )
        })}
        <p className="text-sm text-ink-soft">{t('offline.stays')}</p>
        {verification.status === 'offline' && verification.suggestedLane === 'self-service' && (
          <div>
            <Button look="quiet" busy={isPending} onClick={() => choose({ lane: 'self-service' })}>
              {t('offline.back')}
            </Button>
          </div>
        )}
      </div>
    </VerificationFrame>
  )
}
