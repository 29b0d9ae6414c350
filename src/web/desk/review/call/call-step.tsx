import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CallRecord } from '#contracts/call-record.ts'
import { classNames } from '../../../kit/class-names.ts'
import { Icon } from '../../../kit/icon.tsx'
import { meaningIcon, meaningText } from '../../../kit/status.tsx'
import { findingsOf, needsPicture, worstFirst } from '../../call-room/checklist.ts'
import { JudgementMark } from '../../call-room/checklist-panel.tsx'
import { type Judgement, roomApi, snapshotAddress } from '../../call-room/room-api.ts'
import { useStepName } from '../../call-room/use-step-name.ts'
import type { Finding } from '../../calls/desk-queries.ts'
import { DeskProblem } from '../../frame/desk-problem.tsx'
import { useDeskWords } from '../../words/use-desk-words.ts'
import { outcomeMeaning } from '../findings/finding-card.tsx'
import type { ShownPicture } from './call-section.tsx'

type Step = CallRecord['steps'][number]

export type CallStepProps = {
  bookingId: string
  step: Step
  no: number
  findings: readonly Finding[]
  /** [DE3] What others thought of it is kept back. */
  hidden: boolean
  mayJudge: boolean
  onPicture: (picture: ShownPicture) => void
  onJudged: () => void
}

/** One step of the checklist: its judgement and whose, the note, the pictures, and what the software said against it. */
export const CallStep = ({ bookingId, step, no, findings, hidden, mayJudge, onPicture, onJudged }: CallStepProps) => {
  const { t } = useTranslation('desk')
  const name = useStepName()(step)
  const against = worstFirst(findingsOf(findings, step.id)).filter(({ outcome }) => outcome !== 'pass')
  const judges = mayJudge && choicesOf(step).length > 0
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-1.5 rounded-control border border-line bg-surface px-2.5 py-2">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="tabular text-sm text-ink-soft">{no}</span>
        <span className="min-w-40 flex-1 font-medium">{name}</span>
        {judges ? (
          <Judging bookingId={bookingId} step={step} name={name} onJudged={onJudged} />
        ) : (
          <Judged step={step} hidden={hidden} />
        )}
      </div>
      {step.note && (
        <p className="wrap-anywhere">
          {step.note}
          {step.judgedBy && <span className="text-sm text-ink-soft"> — {step.judgedBy}</span>}
        </p>
      )}
      {against.length > 0 && (
        <ul className="grid gap-0.5 text-sm">
          {against.map((finding) => (
            <Against key={finding.check} finding={finding} />
          ))}
        </ul>
      )}
      {step.snapshots.length > 0 && (
        <ul aria-label={t('callRecord.pictures', { step: name })} className="flex gap-1.5 overflow-x-auto p-0.5">
          {step.snapshots.map((snapshot, index) => (
            <li key={snapshot.id} className="shrink-0">
              {snapshot.recordingId === null ? (
                <span className="grid h-14 w-24 place-items-center rounded-md border border-line bg-sunken p-1 text-center text-xs text-ink-soft">
                  {t('callRecord.pictureDeleted')}
                </span>
              ) : (
                <button
                  type="button"
                  onClick={() => onPicture({ ...snapshot, about: name })}
                  className="block overflow-hidden rounded-md border border-line hover:border-line-strong"
                >
                  <img
                    src={snapshotAddress(bookingId, snapshot.id)}
                    alt={t('callRoom.picture.open', { no: index + 1 })}
                    loading="lazy"
                    className="h-14 w-24 bg-lens object-cover"
                  />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

const Judged = ({ step, hidden }: { step: Step; hidden: boolean }) => {
  const { t } = useTranslation('desk')
  if (step.judgement !== null) return <JudgementMark judgement={step.judgement} isOpen={false} />
  if (hidden && step.asked) return null
  return <span className="text-sm text-ink-soft">{t(step.asked ? 'callRecord.notJudged' : 'callRecord.notAsked')}</span>
}

const Against = ({ finding: { check, outcome, reason } }: { finding: Finding }) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  return (
    <li className="flex items-start gap-1.5">
      <span className={classNames('mt-0.5', meaningText[outcomeMeaning(outcome)])}>
        <Icon name={meaningIcon[outcomeMeaning(outcome)]} sizePx={14} />
      </span>
      <span>
        {words.check(check)} <span className="sr-only">{t(`outcome.${outcome}`)}</span>
        {reason && <span className="text-ink-soft"> {words.reason(reason).title}</span>}
      </span>
    </li>
  )
}

/** Why a step cannot be judged right now that the call is over; null when it can be. */
const obstacleTo = (judgement: Judgement, step: Step): 'notAsked' | 'noPicture' | null => {
  if (judgement === 'not-needed') return null
  if (!step.asked) return 'notAsked'
  return judgement === 'right' && needsPicture(step) && step.snapshots.length === 0 ? 'noPicture' : null
}

const choicesOf = (step: Step): Judgement[] =>
  (['right', 'wrong', 'not-needed'] as const).filter(
    (judgement) => (judgement !== 'not-needed' || step.mayBeLeftOut) && obstacleTo(judgement, step) !== 'notAsked',
  )

type JudgingProps = { bookingId: string; step: Step; name: string; onJudged: () => void }

/** [LC4] Every step is judged in the call or after it: here what was left open, or is seen otherwise now. */
const Judging = ({ bookingId, step, name, onJudged }: JudgingProps) => {
  const { t } = useTranslation('desk')
  const judging = useMutation({
    mutationFn: (judgement: Judgement) => roomApi(bookingId).judge(step.id, judgement, null),
    onSuccess: onJudged,
  })
  return (
    <div className="grid gap-1">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">{t('callRecord.judge', { step: name })}</legend>
        {step.judgement === null && (
          <span className="self-center text-sm text-ink-soft">
            {t(step.asked ? 'callRecord.notJudged' : 'callRecord.notAsked')}
          </span>
        )}
        {choicesOf(step).map((judgement) => (
          <button
            key={judgement}
            type="button"
            aria-pressed={step.judgement === judgement}
            aria-disabled={obstacleTo(judgement, step) !== null || undefined}
            onClick={() => {
              if (obstacleTo(judgement, step) === null && !judging.isPending) judging.mutate(judgement)
            }}
            className={classNames(
              'inline-flex min-h-8 items-center rounded-control border px-2 text-sm font-medium',
              'aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-ink-faint',
              step.judgement === judgement
                ? 'border-accent bg-accent-wash text-accent'
                : 'border-line-strong bg-surface hover:bg-sunken',
            )}
          >
            {t(`callRoom.judgement.${judgement}`)}
          </button>
        ))}
      </fieldset>
      {obstacleTo('right', step) === 'noPicture' && (
        <p className="text-sm text-ink-soft">{t('callRecord.noPicture')}</p>
      )}
      {judging.error && <DeskProblem error={judging.error} />}
    </div>
  )
}
