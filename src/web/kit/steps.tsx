import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'
import { Icon } from './icon.tsx'

export type Step = { id: string; label: string; state: 'done' | 'current' | 'ahead' | 'failed' }

/** Where am I: the whole way in one line. On narrow screens only the current step is named, with its number. */
export const Steps = ({ steps, label }: { steps: Step[]; label: string }) => {
  const { t } = useTranslation('common')
  const current = steps.findIndex((step) => step.state === 'current' || step.state === 'failed')
  return (
    <nav aria-label={label}>
      <p className="mb-2 text-sm text-ink-soft sm:hidden">
        {t('steps.position', { no: current + 1 || steps.length, of: steps.length })}
        <span aria-hidden="true" className="font-semibold text-ink">
          {' · '}
          {(steps[current] ?? steps.at(-1))?.label}
        </span>
      </p>
      <ol className="flex items-center gap-1 sm:gap-2">
        {steps.map((step, index) => (
          <li
            key={step.id}
            aria-current={step.state === 'current' ? 'step' : undefined}
            className={classNames(
              'flex min-w-0 items-center gap-2',
              index < steps.length - 1 && 'flex-1',
              step.state === 'ahead' ? 'text-ink-faint' : 'text-ink',
            )}
          >
            <span
              className={classNames(
                'grid size-6 shrink-0 place-items-center rounded-full border text-xs font-semibold',
                step.state === 'done' && 'border-good bg-good-wash text-good',
                step.state === 'current' && 'border-accent bg-accent text-on-accent',
                step.state === 'failed' && 'border-blocked bg-blocked-wash text-blocked',
                step.state === 'ahead' && 'border-line-strong bg-surface',
              )}
            >
              {step.state === 'done' ? <Icon name="good" sizePx={14} /> : index + 1}
            </span>
            <span
              className={classNames('truncate text-sm max-sm:sr-only', step.state === 'current' && 'font-semibold')}
            >
              {step.label}
              {step.state === 'done' && <span className="sr-only"> {t('steps.done')}</span>}
            </span>
            {index < steps.length - 1 && <span aria-hidden="true" className="h-px min-w-2 flex-1 bg-line" />}
          </li>
        ))}
      </ol>
    </nav>
  )
}
