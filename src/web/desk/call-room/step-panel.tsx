import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { classNames } from '../../kit/class-names.ts'
import { Field, TextArea } from '../../kit/field.tsx'
import { Icon } from '../../kit/icon.tsx'
import { KeyHint } from '../../kit/key-hint.tsx'
import { meaningIcon, meaningText } from '../../kit/status.tsx'
import { useKept } from '../kept/kept.ts'
import { outcomeMeaning } from '../review/findings/finding-card.tsx'
import { useDeskWords } from '../words/use-desk-words.ts'
import { findingsOf, mayLeaveOut, obstacleToRight, worstFirst } from './checklist.ts'
import type { Held, Judgement, RoomStep, Snapshot } from './room-api.ts'
import { snapshotAddress } from './room-api.ts'
import { longestNote, noteName, parseText } from './step-note.ts'

export type StepPanelProps = {
  bookingId: string
  staffId: string
  held: Held
  step: RoomStep
  readOnly: boolean
  isBusy: (name: string) => boolean
  /** A judgement of this step waits for its picture. */
  pendingStepId: string | null
  onJudge: (judgement: Judgement) => void
  onSnapshot: () => void
  onPicture: (snapshot: Snapshot) => void
  noteInput: Ref<HTMLTextAreaElement>
}

/** The step that is open: what was drawn for it, its pictures, what the software found, the judgement and a note. */
export const StepPanel = (props: StepPanelProps) => {
  const { t } = useTranslation('desk')
  const { held, step, readOnly, isBusy, onSnapshot } = props
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2.5 border-t border-line px-2.5 py-2.5">
      {step.challenges.length > 0 && (
        <p className="tabular text-sm">
          <span className="text-ink-soft">{t('callRoom.step.drawn')} </span>
          <span className="font-mono font-semibold tracking-wide">{step.challenges.join(' ')}</span>
        </p>
      )}
      {!readOnly && (
        <Button icon="camera" busy={isBusy('snapshot') || isAsked(held, step)} onClick={onSnapshot}>
          <span className="inline-flex items-center gap-1.5">
            {t(isAsked(held, step) ? 'callRoom.step.asked' : 'callRoom.step.snapshot')}{' '}
            <KeyHint keys={t('clip.space')} />
          </span>
        </Button>
      )}
      <Pictures {...props} />
      <StepFindings held={held} step={step} />
      {!readOnly && <Judging {...props} />}
      <Note {...props} />
    </div>
  )
}

const isAsked = ({ snapshotAsked }: Held, { id }: RoomStep): boolean => snapshotAsked?.stepId === id

const Pictures = ({ bookingId, step, onPicture }: StepPanelProps) => {
  const { t } = useTranslation('desk')
  if (step.snapshots.length === 0) return null
  return (
    <ul aria-label={t('callRoom.pictures')} className="flex gap-1.5 overflow-x-auto p-0.5">
      {step.snapshots.map((snapshot, index) => (
        <li key={snapshot.id} className="shrink-0">
          <button
            type="button"
            onClick={() => onPicture(snapshot)}
            className="block overflow-hidden rounded-md border border-line hover:border-line-strong"
          >
            <img
              src={snapshotAddress(bookingId, snapshot.id)}
              alt={t('callRoom.picture.open', { no: index + 1 })}
              className="h-14 w-24 bg-lens object-cover"
            />
          </button>
        </li>
      ))}
    </ul>
  )
}

const StepFindings = ({ held, step }: { held: Held; step: RoomStep }) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const findings = worstFirst(findingsOf(held.findings, step.id))
  if (findings.length === 0) return <p className="text-sm text-ink-soft">{t('callRoom.step.noFindings')}</p>
  return (
    <ul className="grid gap-0.5 text-sm">
      {findings.map(({ check, outcome, reason }) => (
        <li key={check} className="flex items-start gap-1.5">
          <span className={classNames('mt-0.5', meaningText[outcomeMeaning(outcome)])}>
            <Icon name={meaningIcon[outcomeMeaning(outcome)]} sizePx={14} />
          </span>
          <span>
            {words.check(check)} <span className="sr-only">{t(`outcome.${outcome}`)}</span>
            {reason && outcome !== 'pass' && <span className="text-ink-soft"> {words.reason(reason).why}</span>}
          </span>
        </li>
      ))}
    </ul>
  )
}

const choices: { judgement: Judgement; letter: string }[] = [
  { judgement: 'right', letter: 'Y' },
  { judgement: 'wrong', letter: 'X' },
  { judgement: 'not-needed', letter: 'U' },
]

const Judging = ({ step, isBusy, pendingStepId, onJudge }: StepPanelProps) => {
  const { t } = useTranslation('desk')
  const isWaiting = pendingStepId === step.id
  return (
    <div className="grid gap-1">
      <fieldset className="flex flex-wrap gap-1.5">
        <legend className="sr-only">{t('callRoom.judge')}</legend>
        {choices
          .filter(({ judgement }) => judgement !== 'not-needed' || mayLeaveOut(step))
          .map(({ judgement, letter }) => (
            <button
              key={judgement}
              type="button"
              aria-pressed={step.judgement === judgement}
              aria-busy={isBusy(`judge.${step.id}`) || undefined}
              onClick={() => onJudge(judgement)}
              className={classNames(
                'inline-flex min-h-9 items-center gap-1.5 rounded-control border px-2.5 text-[0.9375rem] font-medium',
                step.judgement === judgement
                  ? 'border-accent bg-accent-wash text-accent'
                  : 'border-line-strong bg-surface hover:bg-sunken',
              )}
            >
              {t(`callRoom.judgement.${judgement}`)} <KeyHint keys={letter} />
            </button>
          ))}
      </fieldset>
      {isWaiting && (
        <p role="status" className="text-sm text-ink-soft">
          {t('callRoom.step.pictureFirst')}
        </p>
      )}
      {!isWaiting && step.judgement === null && obstacleToRight(step) === 'no-picture' && (
        <p className="text-sm text-ink-soft">{t('callRoom.step.willAsk')}</p>
      )}
    </div>
  )
}

const Note = ({ staffId, held, step, readOnly, onJudge, noteInput }: StepPanelProps) => {
  const { t } = useTranslation('desk')
  const name = noteName(staffId, held.attemptId, step.id)
  const [text, setText] = useKept(name, step.note ?? '', parseText)
  const isSaved = text.trim() === (step.note ?? '')
  if (readOnly) return step.note ? <p className="text-sm">{step.note}</p> : null
  return (
    <div className="grid gap-1.5">
      <Field
        label={
          <span className="inline-flex items-center gap-1.5 text-sm">
            {t('decision.note')} <KeyHint keys="N" />
          </span>
        }
      >
        <TextArea
          ref={noteInput}
          rows={2}
          maxLength={longestNote}
          value={text}
          placeholder={t('callRoom.step.noteHint')}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
      {step.judgement !== null && !isSaved && text.trim() !== '' && (
        <Button className="justify-self-start" onClick={() => step.judgement && onJudge(step.judgement)}>
          {t('callRoom.step.saveNote')}
        </Button>
      )}
    </div>
  )
}
