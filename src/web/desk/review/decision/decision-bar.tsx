import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ReviewView } from '#contracts/desk-api.ts'
import { Button, type ButtonLook } from '../../../kit/button.tsx'
import { classNames } from '../../../kit/class-names.ts'
import { Field, TextArea } from '../../../kit/field.tsx'
import { Icon } from '../../../kit/icon.tsx'
import { KeyHint } from '../../../kit/key-hint.tsx'
import { Status } from '../../../kit/status.tsx'
import { toast } from '../../../kit/toast.tsx'
import { stepsThatBar } from '../../call-room/checklist.ts'
import { useStepName } from '../../call-room/use-step-name.ts'
import { decide, queueQuery } from '../../calls/desk-queries.ts'
import { reviewAddress, useGo } from '../../frame/desk-link.tsx'
import { DeskProblem } from '../../frame/desk-problem.tsx'
import { useMe } from '../../frame/use-me.ts'
import { nextItem } from '../../queue/queue-order.ts'
import { useDeskWords } from '../../words/use-desk-words.ts'
import { suggestedReasons } from '../findings/finding-groups.ts'
import { Fold } from '../fold.tsx'
import { ConfirmFields } from './confirm-fields.tsx'
import { filledIn } from './confirm-form.ts'
import { consequenceOf } from './consequence.ts'
import { ConsequenceList } from './consequence-list.tsx'
import { type Draft, decisionOf, longestNote, type Outcome, obstacleOf, useDraft } from './draft.ts'
import { ReasonPicker } from './reason-picker.tsx'

/** What the keys of the cockpit may ask of the bar. */
export type DecisionHandle = {
  choose: (outcome: Outcome) => void
  note: () => void
  confirm: () => void
  /** True when there was something to go back from. */
  back: () => boolean
}

export type DecisionBarProps = {
  review: ReviewView
  handle: { current: DecisionHandle | null }
}

const outcomes: { outcome: Outcome; key: string }[] = [
  { outcome: 'pass', key: 'P' },
  { outcome: 'fail', key: 'F' },
  { outcome: 'void', key: 'V' },
]

/**
 * The decision, in two moves: choosing says what it would bring about, confirming does it. It opens upwards in place and
 * covers nothing but the end of the page, since the clip may be needed to the last.
 */
export const DecisionBar = ({ review, handle }: DecisionBarProps) => {
  const { t } = useTranslation('desk')
  const me = useMe()
  const { attempt } = review
  const { draft, change, forget } = useDraft(me.id, attempt.id, review.reasons)
  const [tried, setTried] = useState(false)
  /** A note can be written before anything is decided. */
  const [writing, setWriting] = useState(() => draft.note !== '')
  const reasonInput = useRef<HTMLInputElement>(null)
  const noteInput = useRef<HTMLTextAreaElement>(null)
  const sending = useDecision(review, draft, forget)
  const words = useDeskWords()
  const nameOf = useStepName()
  // [DE3] Whoever is to think for themselves is not told what others left open.
  const bars = review.call && !review.call.opinionsHidden ? stepsThatBar({ steps: review.call.steps, kept: [] }) : []

  const choose = (outcome: Outcome) => {
    sending.reset()
    setTried(false)
    change({ outcome })
    if (outcome === 'fail') requestAnimationFrame(() => reasonInput.current?.focus())
  }
  const confirm = () => {
    if (draft.outcome === null || sending.isPending) return
    setTried(true)
    if (obstacleOf(draft) === 'no-reason') reasonInput.current?.focus()
    else sending.mutate()
  }
  const back = (): boolean => {
    if ((draft.outcome === null && !writing) || sending.isPending) return false
    setWriting(false)
    change({ outcome: null })
    return true
  }
  const note = () => {
    setWriting(true)
    requestAnimationFrame(() => noteInput.current?.focus())
  }
  useEffect(() => {
    handle.current = { choose, note, confirm, back }
    return () => {
      handle.current = null
    }
  })

  return (
    <section
      aria-label={t('decision.title')}
      className="sticky bottom-0 z-20 flex max-h-[85dvh] flex-col border-t border-line-strong bg-raised px-4 py-2.5"
    >
      {(draft.outcome || writing) && (
        <div className="relative mb-2 grid min-h-0 gap-3 overflow-y-auto px-1 pb-1 min-[64rem]:max-h-[38dvh]">
          {sending.error && <DeskProblem error={sending.error} />}
          <div
            className={classNames(
              'grid items-start gap-x-6 gap-y-4',
              draft.outcome === 'fail' ? 'lg:grid-cols-[1.1fr_0.9fr_1.5fr]' : 'lg:grid-cols-[1fr_1.35fr]',
            )}
          >
            {draft.outcome === 'fail' && (
              <ReasonPicker
                reasons={review.reasons}
                suggested={suggestedReasons(review.findings, review.reasons)}
                picked={draft.reasons}
                onPick={(reasons) => change({ reasons })}
                error={tried && obstacleOf(draft) === 'no-reason' ? t('decision.reasonNeeded') : null}
                inputRef={reasonInput}
              />
            )}
            <Field label={t('decision.note')} hint={t('decision.noteHint')} className="content-start">
              <TextArea
                ref={noteInput}
                rows={2}
                maxLength={longestNote}
                value={draft.note}
                onChange={(event) => change({ note: event.target.value })}
              />
            </Field>
            {draft.outcome && (
              <div className="grid gap-2">
                {draft.outcome === 'pass' && bars.length > 0 && (
                  <Status meaning="needs-you">
                    {t('callRoom.ending.bars', { count: bars.length, steps: words.list(bars.map(nameOf)) })}
                  </Status>
                )}
                <ConsequenceList
                  lines={consequenceOf(draft.outcome, draft.reasons, review)}
                  reasons={draft.outcome === 'fail' ? draft.reasons : []}
                />
              </div>
            )}
          </div>
          {draft.outcome === 'pass' && !review.blind && (
            <Fold title={t('confirmed.withPass')} open={Object.keys(filledIn(draft.confirmed)).length > 0}>
              <ConfirmFields
                form={draft.confirmed}
                registration={review.registration}
                findings={review.findings}
                onChange={(confirmed) => change({ confirmed })}
              />
            </Fold>
          )}
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <fieldset className="flex flex-wrap items-center gap-2">
          <legend className="sr-only">{t('decision.outcome')}</legend>
          {/* A pass that is looked at a second time cannot be struck out by it. */}
          {outcomes
            .filter(({ outcome }) => !review.blind || outcome !== 'void')
            .map(({ outcome, key }) => (
              <OutcomeButton
                key={outcome}
                outcome={outcome}
                letter={key}
                isChosen={draft.outcome === outcome}
                onClick={() => (draft.outcome === outcome ? back() : choose(outcome))}
              />
            ))}
        </fieldset>
        {draft.outcome && (
          <div className="ml-auto flex flex-wrap items-center gap-2">
            <Button look="quiet" onClick={back}>
              <span className="inline-flex items-center gap-1.5">
                {t('decision.notYet')} <KeyHint keys="Esc" />
              </span>
            </Button>
            <Button look={confirmLook[draft.outcome]} busy={sending.isPending} onClick={confirm}>
              {draft.outcome === 'fail' && draft.reasons.length === 0
                ? t('decision.confirmFail')
                : t(`decision.confirm.${draft.outcome}`, { count: draft.reasons.length })}
            </Button>
            <KeyHint keys="Ctrl Enter" />
          </div>
        )}
        {draft.outcome === null && !writing && (draft.note !== '' || draft.reasons.length > 0) && (
          <p className="text-sm text-ink-soft">{t('decision.draftKept')}</p>
        )}
      </div>
    </section>
  )
}

const confirmLook: Record<Outcome, ButtonLook> = { pass: 'primary', fail: 'danger', void: 'primary' }
const outcomeIcon = { pass: 'good', fail: 'blocked', void: 'turn' } as const

type OutcomeButtonProps = { outcome: Outcome; letter: string; isChosen: boolean; onClick: () => void }

const OutcomeButton = ({ outcome, letter, isChosen, onClick }: OutcomeButtonProps) => {
  const { t } = useTranslation('desk')
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onClick}
      className={classNames(
        'inline-flex min-h-10 items-center gap-2 rounded-control border px-3 font-medium max-sm:px-2.5',
        isChosen ? 'border-accent bg-accent-wash text-accent' : 'border-line-strong bg-surface hover:bg-sunken',
      )}
    >
      <Icon name={outcomeIcon[outcome]} sizePx={18} />
      {t(`decision.choose.${outcome}`)}
      <KeyHint keys={letter} />
    </button>
  )
}

/** Sends the decision, forgets the draft, and goes to whoever waits next. */
const useDecision = (review: ReviewView, draft: Draft, forget: () => void) => {
  const { t } = useTranslation('desk')
  const queries = useQueryClient()
  const go = useGo()
  return useMutation({
    mutationFn: () => decide(review.case.id, decisionOf(review.attempt.id, draft)),
    onSuccess: async () => {
      forget()
      toast(t(`decision.done.${draft.outcome}`, { seller: review.case.sellerId }), 'good')
      void queries.invalidateQueries({ queryKey: ['cases'] })
      // Should the queue not be had now, its page says why.
      const queue = await queries.fetchQuery({ ...queueQuery, staleTime: 0 }).catch(() => null)
      const next = queue && nextItem(queue.items, review.attempt.id)
      if (next) go(reviewAddress(next.caseId, next.attemptId))
      else go('/')
    },
  })
}
