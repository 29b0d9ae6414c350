import { useTranslation } from 'react-i18next'
import { classNames } from '../../kit/class-names.ts'
import { Icon } from '../../kit/icon.tsx'
import { KeyHint } from '../../kit/key-hint.tsx'
import { type Meaning, meaningIcon, meaningText } from '../../kit/status.tsx'
import { outcomeMeaning } from '../review/findings/finding-card.tsx'
import { findingsOf, worstFirst } from './checklist.ts'
import type { Held, Judgement, RoomStep } from './room-api.ts'
import { StepPanel, type StepPanelProps } from './step-panel.tsx'
import { useStepName } from './use-step-name.ts'

export type ChecklistPanelProps = Omit<StepPanelProps, 'step'> & {
  held: Held
  onOpen: (stepId: string | null) => void
}

/** The steps of this call in the program's order; the open one shows all that belongs to it. [LC4] */
export const ChecklistPanel = ({ held, onOpen, ...panel }: ChecklistPanelProps) => {
  const { t } = useTranslation('desk')
  return (
    <section aria-labelledby="checklist-title" className="grid grid-cols-[minmax(0,1fr)] content-start gap-2">
      <h2 id="checklist-title" className="text-base font-semibold">
        {t('callRoom.checklist')}
      </h2>
      <ol className="grid grid-cols-[minmax(0,1fr)] gap-1.5">
        {held.steps.map((step, index) => (
          <li
            key={step.id}
            data-open-step={step.state === 'open' ? step.id : undefined}
            className={classNames(
              'rounded-control border',
              step.state === 'open' ? 'border-accent bg-surface' : 'border-line bg-surface',
            )}
          >
            <StepHead
              step={step}
              no={index + 1}
              held={held}
              onPress={() => onOpen(step.state === 'open' ? null : step.id)}
              readOnly={panel.readOnly}
            />
            {step.state === 'open' && <StepPanel {...panel} held={held} step={step} />}
          </li>
        ))}
      </ol>
      {held.kept.length > 0 && (
        <p className="text-sm text-ink-soft">{t('callRoom.kept', { count: held.kept.length })}</p>
      )}
    </section>
  )
}

type StepHeadProps = { step: RoomStep; no: number; held: Held; onPress: () => void; readOnly: boolean }

const StepHead = ({ step, no, held, onPress, readOnly }: StepHeadProps) => {
  const { t } = useTranslation('desk')
  const name = useStepName()(step)
  const findings = worstFirst(findingsOf(held.findings, step.id))
  const [worst] = findings
  const isOpen = step.state === 'open'
  const content = (
    <>
      <KeyHint keys={String(no)} />
      <span className="tabular text-sm text-ink-soft pointer-fine:hidden">{no}</span>
      <span className={classNames('min-w-0 flex-1', isOpen ? 'font-semibold' : 'truncate')}>{name}</span>
      {step.snapshots.length > 0 && (
        <span className="inline-flex items-center gap-1 text-xs text-ink-soft">
          <Icon name="camera" sizePx={14} />
          <span className="sr-only">{t('callRoom.pictures')}</span>
          {step.snapshots.length}
        </span>
      )}
      {worst && (
        <span className={classNames('inline-flex', meaningText[outcomeMeaning(worst.outcome)])}>
          <Icon name={meaningIcon[outcomeMeaning(worst.outcome)]} sizePx={14} />
          <span className="sr-only">{t(`callRoom.findingsSay.${worst.outcome}`)}</span>
        </span>
      )}
      <JudgementMark judgement={step.judgement} isOpen={isOpen} />
    </>
  )
  const className = 'flex min-h-10 w-full items-center gap-2 px-2.5 py-1 text-left'
  if (readOnly) return <div className={className}>{content}</div>
  return (
    <button type="button" aria-expanded={isOpen} onClick={onPress} className={classNames(className, 'hover:bg-sunken')}>
      {content}
    </button>
  )
}

export const judgementMeaning: Record<Judgement, Meaning> = {
  right: 'good',
  wrong: 'blocked',
  'not-needed': 'neutral',
}

export const JudgementMark = ({ judgement, isOpen }: { judgement: Judgement | null; isOpen: boolean }) => {
  const { t } = useTranslation('desk')
  if (judgement === null)
    return <span className="text-sm text-ink-soft">{t(isOpen ? 'callRoom.step.open' : 'callRoom.step.due')}</span>
  const meaning = judgementMeaning[judgement]
  return (
    <span className={classNames('inline-flex items-center gap-1 text-sm font-medium', meaningText[meaning])}>
      <Icon name={meaningIcon[meaning]} sizePx={14} />
      {t(`callRoom.judgement.${judgement}`)}
    </span>
  )
}
