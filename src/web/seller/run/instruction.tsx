import { useTranslation } from 'react-i18next'
import type { RunView } from '../../capture/conduct-run.ts'
import { Button } from '../../kit/button.tsx'
import { StepPicture } from '../drawings/step-picture.tsx'
import { CountdownRing } from './countdown-ring.tsx'
import { useElapsedMs } from './use-elapsed.ts'

export type InstructionProps = { view: RunView | null; onDone: () => void; degrees: number }

/** One short sentence about what to do now, with the time that it takes. */
export const Instruction = ({ view, onDone, degrees }: InstructionProps) => {
  const { t } = useTranslation('capture')
  const elapsedMs = useElapsedMs(view)
  if (!view) return <Sentence>{t('starting')}</Sentence>
  switch (view.phase) {
    case 'finishing':
      return <Sentence>{t('finishing')}</Sentence>
    case 'intro':
      return (
        <div className="flex max-w-2xl items-center gap-4 rounded-card bg-lens-veil p-4 sm:gap-6 sm:px-6">
          <span className="hidden shrink-0 rounded-control bg-surface p-1 sm:block">
            <StepPicture kind={view.step.kind} className="h-20" />
          </span>
          <p className="text-xl font-semibold sm:text-2xl">{t(`prompt.${view.step.kind}`)}</p>
          <CountdownRing key={view.step.id} durationMs={view.startsInMs} elapsedMs={elapsedMs} />
        </div>
      )
    case 'step': {
      const early = elapsedMs < view.atLeastMs
      const leftMs = view.atMostMs - elapsedMs
      return (
        <div className="grid justify-items-center gap-3">
          <Sentence
            ring={
              early ? (
                <CountdownRing key={view.step.id} durationMs={view.atLeastMs} elapsedMs={elapsedMs} />
              ) : leftMs < 15_000 ? (
                <CountdownRing key={`${view.step.id}-end`} durationMs={15_000} elapsedMs={15_000 - leftMs} />
              ) : null
            }
          >
            {t(`prompt.${view.step.kind}`)}
            {view.step.kind === 'pan' && <span className="tabular ml-3">{t('pan.degrees', { degrees })}</span>}
          </Sentence>
          {view.step.challengeCount === 0 && (
            <Button look="primary" size="large" disabled={early} onClick={onDone}>
              {t('next')}
            </Button>
          )}
        </div>
      )
    }
    case 'challenge':
      if (view.challenge.kind === 'digit')
        return (
          <div className="grid justify-items-center gap-3">
            <Dots count={view.step.challengeCount} at={view.index} />
            <Sentence
              ring={
                view.pausing ? null : (
                  <CountdownRing key={view.index} durationMs={view.answerWithinMs} elapsedMs={elapsedMs} />
                )
              }
            >
              {view.pausing ? t('digitWait') : t('digitSay', { digit: view.challenge.value })}
            </Sentence>
          </div>
        )
      return (
        <div className="grid justify-items-center gap-3">
          <Dots count={view.step.challengeCount} at={view.index} />
          <Sentence ring={<CountdownRing key={view.index} durationMs={view.answerWithinMs} elapsedMs={elapsedMs} />}>
            {elapsedMs < view.answerWithinMs * turnShare01 ? t(`turn.${view.challenge.value}`) : t('turnBack')}
          </Sentence>
        </div>
      )
  }
}

/** The turn itself takes this part of its time; the rest is for coming back, so that the next begins from the middle. */
export const turnShare01 = 0.6

const Sentence = ({ children, ring }: { children: React.ReactNode; ring?: React.ReactNode }) => (
  <p className="flex max-w-2xl items-center gap-4 rounded-card bg-lens-veil px-5 py-3 text-center text-xl text-balance font-semibold sm:text-2xl">
    <span>{children}</span>
    {ring}
  </p>
)

const Dots = ({ count, at }: { count: number; at: number }) => (
  <p aria-hidden="true" className="flex gap-2 rounded-full bg-lens-veil px-3 py-2">
    {Array.from({ length: count }, (_, index) => index).map((dot) => (
      <span
        key={dot}
        className={`size-2.5 rounded-full ${dot < at ? 'bg-lens-good' : dot === at ? 'bg-lens-ink' : 'border border-lens-soft'}`}
      />
    ))}
  </p>
)
