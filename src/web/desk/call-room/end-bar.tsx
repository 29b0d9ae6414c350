import { type RefObject, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DeskCallRoom, EndCallAsked } from '#contracts/held-call.ts'
import { Button, type ButtonLook } from '../../kit/button.tsx'
import { classNames } from '../../kit/class-names.ts'
import { Field, TextArea } from '../../kit/field.tsx'
import { KeyHint } from '../../kit/key-hint.tsx'
import { Status } from '../../kit/status.tsx'
import { ConfirmFields } from '../review/decision/confirm-fields.tsx'
import { filledIn } from '../review/decision/confirm-form.ts'
import { consequenceOf } from '../review/decision/consequence.ts'
import { ConsequenceList } from '../review/decision/consequence-list.tsx'
import { decisionOf, longestNote, type Outcome, obstacleOf, useDraft } from '../review/decision/draft.ts'
import { ReasonPicker } from '../review/decision/reason-picker.tsx'
import { suggestedReasons } from '../review/findings/finding-groups.ts'
import { Fold } from '../review/fold.tsx'
import { useDeskWords } from '../words/use-desk-words.ts'
import { stepsThatBar } from './checklist.ts'
import type { Held } from './room-api.ts'
import { useStepName } from './use-step-name.ts'

/** What the keys of the room may ask of the bar. */
export type EndHandle = { choose: (outcome: Outcome) => void; confirm: () => void }

export type EndBarProps = {
  room: DeskCallRoom
  held: Held
  staffId: string
  busy: boolean
  handle: RefObject<EndHandle | null>
  onEnd: (verdict: EndCallAsked['verdict']) => Promise<boolean>
  onBack: () => void
}

const letters: Record<Outcome, string> = { pass: 'P', fail: 'F', void: 'V' }
const confirmLook: Record<Outcome, ButtonLook> = { pass: 'primary', fail: 'danger', void: 'primary' }

/** The end of the call, prepared while it still goes on: with its verdict where the program wants that. [DE2] */
export const EndBar = (props: EndBarProps) =>
  props.held.verdictAtEnd ? <WithVerdict {...props} /> : <Plain {...props} />

const frame =
  'sticky bottom-0 z-20 flex max-h-[70dvh] flex-col gap-2 overflow-y-auto border-t border-line-strong bg-raised px-4 py-2.5'

const Plain = ({ busy, handle, onEnd, onBack }: EndBarProps) => {
  const { t } = useTranslation('desk')
  useEffect(() => {
    handle.current = { choose: () => undefined, confirm: () => void onEnd(null) }
    return () => {
      handle.current = null
    }
  })
  return (
    <section aria-label={t('callRoom.ending.title')} className={frame}>
      <div className="flex flex-wrap items-center gap-2">
        <p className="min-w-0 flex-1">{t('callRoom.ending.thenReview')}</p>
        <Back onBack={onBack} />
        <Button look="danger" busy={busy} onClick={() => void onEnd(null)}>
          {t('callRoom.ending.end')}
        </Button>
        <KeyHint keys="Ctrl Enter" />
      </div>
    </section>
  )
}

const WithVerdict = ({ room, held, staffId, busy, handle, onEnd, onBack }: EndBarProps) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const nameOf = useStepName()
  const reasons = held.verdict.reasons
  const { draft, change, forget } = useDraft(staffId, held.attemptId, reasons)
  const [tried, setTried] = useState(false)
  const reasonInput = useRef<HTMLInputElement>(null)
  const bars = stepsThatBar(held)
  // A step may be judged anew after a pass was chosen.
  const outcome = draft.outcome === 'pass' && bars.length > 0 ? null : draft.outcome

  const choose = (next: Outcome) => {
    if (next === 'pass' && bars.length > 0) return
    setTried(false)
    change({ outcome: draft.outcome === next ? null : next })
    if (next === 'fail') requestAnimationFrame(() => reasonInput.current?.focus())
  }
  const confirm = async () => {
    if (outcome === null || busy) return
    setTried(true)
    if (obstacleOf(draft) === 'no-reason') return reasonInput.current?.focus()
    const { attemptId: _, ...verdict } = decisionOf(held.attemptId, { ...draft, outcome })
    if (await onEnd(verdict)) forget()
  }
  useEffect(() => {
    handle.current = { choose, confirm: () => void confirm() }
    return () => {
      handle.current = null
    }
  })
  const about = {
    findings: held.findings,
    blind: false,
    ifFailed: held.verdict.ifFailed,
    case: { restrictions: held.verdict.restrictions },
  }
  return (
    <section aria-label={t('callRoom.ending.title')} className={frame}>
      {outcome && (
        <div
          className={classNames(
            'relative grid items-start gap-x-6 gap-y-3',
            outcome === 'fail' ? 'lg:grid-cols-[1.1fr_0.9fr_1.5fr]' : 'lg:grid-cols-[1fr_1.35fr]',
          )}
        >
          {outcome === 'fail' && (
            <ReasonPicker
              reasons={reasons}
              suggested={suggestedReasons(held.findings, reasons)}
              picked={draft.reasons}
              onPick={(picked) => change({ reasons: picked })}
              error={tried && obstacleOf(draft) === 'no-reason' ? t('decision.reasonNeeded') : null}
              inputRef={reasonInput}
            />
          )}
          <Field label={t('decision.note')} hint={t('decision.noteHint')} className="content-start">
            <TextArea
              rows={2}
              maxLength={longestNote}
              value={draft.note}
              onChange={(event) => change({ note: event.target.value })}
            />
          </Field>
          <ConsequenceList
            lines={consequenceOf(outcome, draft.reasons, about)}
            reasons={outcome === 'fail' ? draft.reasons : []}
          />
        </div>
      )}
      {outcome === 'pass' && (
        <Fold title={t('confirmed.withPass')} open={Object.keys(filledIn(draft.confirmed)).length > 0}>
          <ConfirmFields
            form={draft.confirmed}
            registration={room.registration}
            findings={held.findings}
            onChange={(confirmed) => change({ confirmed })}
          />
        </Fold>
      )}
      {bars.length > 0 && (
        <Status meaning="needs-you">
          {t('callRoom.ending.bars', { count: bars.length, steps: words.list(bars.map(nameOf)) })}
        </Status>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <fieldset className="flex flex-wrap items-center gap-2">
          <legend className="sr-only">{t('decision.outcome')}</legend>
          {(['pass', 'fail', 'void'] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={outcome === one}
              aria-disabled={(one === 'pass' && bars.length > 0) || undefined}
              onClick={() => choose(one)}
              className={classNames(
                'inline-flex min-h-10 items-center gap-2 rounded-control border px-3 font-medium',
                'aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-ink-faint',
                outcome === one
                  ? 'border-accent bg-accent-wash text-accent'
                  : 'border-line-strong bg-surface hover:bg-sunken',
              )}
            >
              {t(`decision.choose.${one}`)} <KeyHint keys={letters[one]} />
            </button>
          ))}
        </fieldset>
        <p className="min-w-0 flex-1 text-sm text-ink-soft">
          {t('callRoom.ending.withVerdict', { shop: room.shopName })}
        </p>
        <Back onBack={onBack} />
        {outcome && (
          <>
            <Button look={confirmLook[outcome]} busy={busy} onClick={() => void confirm()}>
              {t(`callRoom.ending.confirm.${outcome}`)}
            </Button>
            <KeyHint keys="Ctrl Enter" />
          </>
        )}
      </div>
    </section>
  )
}

const Back = ({ onBack }: { onBack: () => void }) => {
  const { t } = useTranslation('desk')
  return (
    <Button look="quiet" onClick={onBack}>
      <span className="inline-flex items-center gap-1.5">
        {t('callRoom.ending.goOn')} <KeyHint keys="Esc" />
      </span>
    </Button>
  )
}
