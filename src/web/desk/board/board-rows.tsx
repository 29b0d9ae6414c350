import { useTranslation } from 'react-i18next'
import { Tag } from '../../kit/status.tsx'
import { Instant } from '../../kit/time.tsx'
import { caseAddress, DeskLink } from '../frame/desk-link.tsx'
import { useProgramName } from '../frame/use-program-name.ts'
import { useRowKeys } from '../keys/use-row-keys.ts'
import { type BoardRow, maySend } from './board-queries.ts'
import { standingMeaning, standingOf } from './board-words.ts'
import { SendNow } from './send-now.tsx'

/** One line each, the worst first; the seller's name leads to the case. */
export const BoardRows = ({ rows, withSeller = true }: { rows: readonly BoardRow[]; withSeller?: boolean }) => {
  const { t } = useTranslation(['board', 'common'])
  const programName = useProgramName()
  const list = useRowKeys<HTMLUListElement>()
  return (
    <ul ref={list} aria-label={t('title')} className="grid rounded-card border border-line bg-surface">
      {rows.map((row) => {
        const standing = standingOf(row)
        return (
          <li
            key={row.id}
            className="grid gap-x-4 gap-y-1.5 border-b border-line px-4 py-3 last:border-0 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)_9.5rem] sm:items-center"
          >
            <span className="min-w-0">
              <DeskLink
                to={caseAddress(row.caseId)}
                data-row={row.id}
                className="block truncate font-medium text-accent underline underline-offset-2"
              >
                {withSeller ? row.sellerId : t(`common:capability.${row.capability}`)}
              </DeskLink>
              <span className="block truncate text-sm text-ink-soft">
                {withSeller
                  ? `${t(`common:capability.${row.capability}`)} · ${programName(row.program)}`
                  : programName(row.program)}
              </span>
            </span>
            <span className="grid min-w-0 justify-items-start gap-1">
              <Tag meaning={standingMeaning[standing]}>{t(`standing.${standing}`)}</Tag>
              <RowFacts row={row} />
            </span>
            {maySend(row) ? <SendNow row={row} /> : <span />}
          </li>
        )
      })}
    </ul>
  )
}

/** Since when, what was done about it, and what happens next. */
const RowFacts = ({ row }: { row: BoardRow }) => {
  const { t } = useTranslation('board')
  return (
    <span className="text-sm text-ink-soft">
      {row.drift ? (
        <>
          {t('driftSince')} <Instant at={row.drift.since} />
        </>
      ) : (
        <>
          {t(`since.${row.state}`)} <Instant at={row.since} />
        </>
      )}
      {row.promisedAt && row.overdue && (
        <>
          {' · '}
          {t('promisedUntil')} <Instant at={row.promisedAt} />
        </>
      )}
      {maySend(row) && (
        <>
          <br />
          {t('sends', { count: row.sends })} <Instant at={row.sentAt} />
          {' · '}
          {row.nextSendAt ? (
            <>
              {t('nextSend')} <Instant at={row.nextSendAt} />
            </>
          ) : (
            t('waitsForReport')
          )}
        </>
      )}
    </span>
  )
}
