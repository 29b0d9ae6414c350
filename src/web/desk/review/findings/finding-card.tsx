import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../../kit/class-names.ts'
import { Icon } from '../../../kit/icon.tsx'
import { SoundPicture } from '../../../kit/sound-picture.tsx'
import { type Meaning, meaningIcon, meaningText } from '../../../kit/status.tsx'
import type { Finding } from '../../calls/desk-queries.ts'
import { useDeskWords } from '../../words/use-desk-words.ts'
import { MarkedText } from '../fields/marked-text.tsx'
import { textDifference } from '../fields/text-difference.ts'
import { momentText } from '../timeline-layout.ts'
import { ContactSheet, sheetFrom } from './contact-sheet.tsx'
import { isMeasure } from './measure.ts'
import { ProofPicture } from './proof-picture.tsx'

export const outcomeMeaning = (outcome: Finding['outcome']): Meaning =>
  outcome === 'pass' ? 'good' : outcome === 'fail' ? 'blocked' : outcome === 'unsure' ? 'needs-you' : 'neutral'

export type FindingCardProps = {
  finding: Finding
  isSelected: boolean
  onSelect: () => void
  onProof: () => void
}

/** One finding: what was looked at, what came out, the value beside its limit, why, and what proves it. */
export const FindingCard = ({ finding, isSelected, onSelect, onProof }: FindingCardProps) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const card = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isSelected) card.current?.scrollIntoView({ block: 'nearest' })
  }, [isSelected])
  const { value, limit, unit, reason, span } = finding
  const meaning = outcomeMeaning(finding.outcome)
  // What the room shows is for people to judge, so its views lie open; elsewhere they open with the finding.
  const hasSheet = finding.proofFrames.length >= sheetFrom && (isSelected || finding.check === 'pan.scene')
  return (
    <li
      ref={card}
      className={classNames(
        'scroll-my-2 rounded-control border px-3 py-2',
        isSelected ? 'border-accent bg-accent-wash' : 'border-line bg-surface',
      )}
    >
      <div className="flex items-start gap-2 max-sm:flex-wrap">
        <span className={classNames('mt-0.5', meaningText[meaning])}>
          <Icon name={meaningIcon[meaning]} sizePx={18} />
        </span>
        <div className="grid min-w-40 flex-1 gap-0.5">
          <button
            type="button"
            aria-pressed={isSelected}
            onClick={onSelect}
            className="flex flex-wrap items-baseline gap-x-2 text-left"
          >
            <span className="font-medium">{words.check(finding.check)}</span>
            <span className={classNames('text-sm', meaningText[meaning])}>{t(`outcome.${finding.outcome}`)}</span>
            {finding.grade !== 'gate' && (
              <span className="text-xs text-ink-soft">{t(`findings.grade.${finding.grade}`)}</span>
            )}
          </button>
          {reason && <p className="text-sm">{words.reason(reason).why}</p>}
          <p className="flex flex-wrap gap-x-3 text-sm text-ink-soft">
            {value !== null && isMeasure(unit) && (
              <span className="tabular">
                {limit === null
                  ? t('findings.measured', { value: words.measure(value, unit) })
                  : t('findings.measuredLimit', {
                      value: words.measure(value, unit),
                      // The word for what is measured stands once.
                      limit: words.measure(limit, unit === 'cos' || unit === 'score' ? 'ratio' : unit),
                    })}
              </span>
            )}
            {span && (
              <span className="tabular">
                {t('findings.span', { from: momentText(span.startMs), to: momentText(span.endMs) })}
              </span>
            )}
          </p>
          <ReadFields finding={finding} />
        </div>
        {finding.proofFrames.length > 0 && !hasSheet && <Thumbnails finding={finding} onProof={onProof} />}
      </div>
      {hasSheet && <ContactSheet finding={finding} onProof={onProof} />}
      {isSelected && (finding.waveform !== null || finding.proofSeries.length > 0) && (
        <div className="mt-2 max-w-xl pl-6.5">
          <SoundPicture
            wave={finding.waveform}
            series={finding.proofSeries}
            offsetMs={finding.check === 'lip-sync.offset' ? value : null}
          />
        </div>
      )}
      {isSelected && (
        <p className="mt-1 pl-6.5 font-mono text-xs break-words text-ink-soft">
          {finding.rule} · {finding.check} · {finding.model ?? t('findings.noModel')} · v{finding.version}
        </p>
      )}
    </li>
  )
}

const ReadFields = ({ finding }: { finding: Finding }) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const differing = finding.fields.filter(
    ({ read, registered }) => read !== null && registered !== null && read !== registered,
  )
  return differing.map(({ field, read, registered }) => {
    const parts = textDifference(registered ?? '', read ?? '')
    return (
      <p key={field} className="tabular text-sm">
        <span className="text-ink-soft">{words.field(field)}: </span>
        <span className="sr-only">{t('fields.read')} </span>
        <MarkedText parts={parts.read} />
        <span aria-hidden="true"> ≠ </span>
        <span className="sr-only">{t('fields.registered')} </span>
        <MarkedText parts={parts.registered} />
      </p>
    )
  })
}

const Thumbnails = ({ finding, onProof }: { finding: Finding; onProof: () => void }) => {
  const { t } = useTranslation('desk')
  const about = useDeskWords().check(finding.check)
  return (
    <button
      type="button"
      onClick={onProof}
      aria-label={t('proof.open', { about, count: finding.proofFrames.length })}
      className="flex shrink-0 gap-1 overflow-hidden rounded-md border border-line hover:border-line-strong max-sm:ml-6.5"
    >
      {finding.proofFrames.slice(0, 2).map((proof) => (
        <ProofPicture key={proof.frameId} proof={proof} about={about} close className="h-14 w-24" />
      ))}
    </button>
  )
}
