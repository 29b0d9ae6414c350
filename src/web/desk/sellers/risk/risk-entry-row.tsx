import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RiskDecisionView, RiskEntry } from '#contracts/desk-risk.ts'
import { classNames } from '../../../kit/class-names.ts'
import { Icon } from '../../../kit/icon.tsx'
import { Tag } from '../../../kit/status.tsx'
import { Instant } from '../../../kit/time.tsx'
import { caseAddress, DeskLink } from '../../frame/desk-link.tsx'
import { ExplainedSignal } from './explained-signal.tsx'
import { useRiskWords } from './use-risk-words.ts'

type RiskEntryRowProps = { sellerId: string; entry: RiskEntry; program: string | null }

/** One step: the signal or what else it was, what it did to the score, and on asking every point of it. */
export const RiskEntryRow = ({ sellerId, entry, program }: RiskEntryRowProps) => {
  const { t } = useTranslation('risk')
  const words = useRiskWords()
  const [isOpen, setOpen] = useState(false)
  const detailsId = useId()
  const decision = entry.decisions.find((one) => one.program === program)
  return (
    <li className="border-b border-line last:border-0">
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? detailsId : undefined}
        onClick={() => setOpen(!isOpen)}
        className="grid min-h-11 w-full grid-cols-[1.25rem_minmax(0,1fr)_auto] items-baseline gap-x-2 gap-y-0.5 rounded-control py-2 text-left hover:bg-sunken sm:grid-cols-[1.25rem_10rem_minmax(0,1fr)_auto]"
      >
        <span
          className={classNames(
            'mt-1 self-start text-ink-soft transition-transform motion-reduce:transition-none',
            isOpen && 'rotate-90',
          )}
        >
          <Icon name="next" sizePx={16} />
        </span>
        <span className="text-sm text-ink-soft max-sm:col-start-2 max-sm:row-start-2">
          <Instant at={entry.occurredAt} />
        </span>
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1 max-sm:col-start-2 max-sm:row-start-1">
          <span className="font-medium">
            {entry.cause === 'signal' ? words.signal(entry.type ?? '') : t(`timeline.cause.${entry.cause}`)}
          </span>
          {entry.late && <Tag>{t('timeline.late')}</Tag>}
          {decision && <Changes decision={decision} />}
        </span>
        <span className="tabular pr-1 text-right whitespace-nowrap max-sm:row-span-2">
          {decision ? <Score decision={decision} /> : <span className="text-ink-soft">{t('timeline.notDecided')}</span>}
        </span>
      </button>
      {entry.openedCase && (
        <p className="mb-2 ml-7">
          <DeskLink
            to={caseAddress(entry.openedCase.id)}
            className="font-medium text-accent underline underline-offset-2"
          >
            {t('timeline.openedCase')}
          </DeskLink>
        </p>
      )}
      {isOpen && (
        <div id={detailsId} className="mb-3 ml-0 rounded-control border border-line bg-sunken p-3 sm:ml-7 sm:p-4">
          <ExplainedSignal sellerId={sellerId} entry={entry} program={program} />
        </div>
      )}
    </li>
  )
}

const Score = ({ decision: { score, scoreBefore } }: { decision: RiskDecisionView }) => {
  const { t } = useTranslation('risk')
  const words = useRiskWords()
  const change = scoreBefore === null ? 0 : score - scoreBefore
  return (
    <>
      {change !== 0 && <span className="mr-2 text-sm text-ink-soft">{words.weight(change)}</span>}
      <span className="sr-only">{t('timeline.score')} </span>
      <span className="font-semibold">{words.number(score)}</span>
    </>
  )
}

/** Which rules came true by this signal, and which are true no more. */
const Changes = ({ decision: { added, removed, scoreBefore } }: { decision: RiskDecisionView }) => {
  const { t } = useTranslation('risk')
  const words = useRiskWords()
  if (added.length === 0 && removed.length === 0)
    return scoreBefore === null ? null : <span className="text-sm text-ink-soft">{t('timeline.unchanged')}</span>
  return (
    <span className="flex min-w-0 flex-wrap gap-x-3 text-sm">
      {added.map((rule) => (
        <span key={rule.rule}>
          <span aria-hidden="true">+ </span>
          <span className="sr-only">{t('timeline.added')} </span>
          {words.rule(rule)}
        </span>
      ))}
      {removed.map((rule) => (
        <span key={rule.rule} className="text-ink-soft">
          <span aria-hidden="true">− </span>
          <span className="sr-only">{t('timeline.removed')} </span>
          {words.rule(rule)}
        </span>
      ))}
    </span>
  )
}
