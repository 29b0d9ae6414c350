import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { LinkRulingView } from '#contracts/desk-links.ts'
import { Button } from '../../kit/button.tsx'
import { Instant } from '../../kit/time.tsx'
import { toast } from '../../kit/toast.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { withdrawRuling } from './link-queries.ts'

type RulingsListProps = { rulings: readonly LinkRulingView[]; mayRule: boolean; onDone: () => void }

/** What staff has ruled, by whom and why. What was taken back stays to be read. */
export const RulingsList = ({ rulings, mayRule, onDone }: RulingsListProps) => {
  const { t } = useTranslation('links')
  const withdrawing = useMutation({
    mutationFn: withdrawRuling,
    onSuccess: () => {
      toast(t('rulings.withdrawnDone'), 'good')
      onDone()
    },
  })
  if (rulings.length === 0) return null
  return (
    <section className="grid gap-2" aria-labelledby="link-rulings">
      <h3 id="link-rulings" className="font-semibold">
        {t('rulings.title')}
      </h3>
      {withdrawing.error && <DeskProblem error={withdrawing.error} />}
      <ul className="grid gap-3">
        {rulings.map((ruling) => (
          <li key={ruling.id} className="flex flex-wrap items-start justify-between gap-3 border-t border-line pt-3">
            <div className={ruling.withdrawn ? 'text-ink-soft' : undefined}>
              <p className="font-medium">
                {t(`rulings.${ruling.type}`, {
                  a: ruling.a,
                  b: ruling.b,
                  kind: ruling.kind ? t(`kind.${ruling.kind}`) : '',
                })}
              </p>
              <p className="text-sm break-words">{ruling.why ?? t('rulings.erased')}</p>
              <p className="text-sm text-ink-soft">
                {ruling.by} <Instant at={ruling.at} />
                {ruling.withdrawn && (
                  <>
                    {' · '}
                    {t('rulings.withdrawn', { by: ruling.withdrawn.by })} <Instant at={ruling.withdrawn.at} />
                  </>
                )}
              </p>
            </div>
            {mayRule && !ruling.withdrawn && (
              <Button
                look="quiet"
                busy={withdrawing.isPending && withdrawing.variables === ruling.id}
                onClick={() => withdrawing.mutate(ruling.id)}
              >
                {t('rulings.withdraw')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
