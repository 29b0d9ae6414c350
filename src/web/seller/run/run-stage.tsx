import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Icon } from '../../kit/icon.tsx'
import { announce } from '../../kit/live-region.ts'
import { CaseClock } from '../case/case-clock.tsx'
import { LivePicture } from '../prepare/live-picture.tsx'
import { Guide } from './guide.tsx'
import { HintLine } from './hint-line.tsx'
import { Instruction } from './instruction.tsx'
import { StoppedRun } from './stopped-run.tsx'
import { useHints } from './use-hints.ts'
import { useRun } from './use-run.ts'
import { hush, speak } from './voice.ts'

export type RunStageProps = { verification: SellerCase; onOver: (attemptId: string) => void }

/** The camera is the page: the picture fills the screen, everything else is an outline or one sentence over it. */
export const RunStage = ({ verification, onOver }: RunStageProps) => {
  const { t, i18n } = useTranslation(['capture', 'common'])
  const { session, snapshot } = useRun(verification.id)
  const { run, connection, waiting, warned } = snapshot
  const video = useRef<HTMLVideoElement>(null)
  const queries = useQueryClient()
  const [sound, setSound] = useState(true)
  // When it is over the result is on its way: the last sentence stays until then.
  const view = run.phase === 'running' ? run.view : run.phase === 'over' ? ({ phase: 'finishing' } as const) : null
  const step = view && view.phase !== 'finishing' ? view.step : null
  const live = view?.phase === 'step' || view?.phase === 'challenge'
  const { hint, held01, degrees } = useHints(
    video,
    live ? (step?.kind ?? null) : null,
    view?.phase === 'challenge' && view.challenge.kind === 'turn',
  )
  const spoken = useSpokenPrompt(view)

  useEffect(() => {
    if (run.phase === 'over') onOver(run.attemptId)
  }, [run, onOver])
  useEffect(() => {
    if (!spoken) return
    announce(spoken, 'assertive')
    if (sound) speak(spoken, i18n.language)
  }, [spoken, sound, i18n.language])
  useEffect(() => hush, [])
  // From here on the clock in the corner is the run's.
  const running = run.phase === 'running'
  useEffect(() => {
    if (running) void queries.invalidateQueries({ queryKey: ['home'] })
  }, [running, queries])
  // What is asked was seen long enough: go on without a hand, which is holding a card.
  useEffect(() => {
    if (view?.phase === 'step' && held01 >= 1) session.satisfy()
  }, [view, held01, session])

  if (run.phase === 'stopped') return <StoppedRun run={run} />
  return (
    <main
      className="fixed inset-0 overflow-hidden bg-lens text-lens-ink"
      data-run-phase={view?.phase ?? run.phase}
      data-step-id={step?.id}
      data-step-kind={step?.kind}
      data-challenge={view?.phase === 'challenge' && !view.pausing ? view.challenge.value : undefined}
    >
      <h1 className="sr-only">{t('recording')}</h1>
      <LivePicture
        stream={run.phase === 'running' ? run.stream : null}
        video={video}
        label={t('recording')}
        className="absolute inset-0 size-full"
      />
      {view && view.phase !== 'finishing' && (
        <Guide view={view} good={hint === 'good'} held01={held01} degrees={degrees} video={video} />
      )}
      <div className="absolute inset-x-0 top-0 flex items-start gap-3 p-3 sm:p-4">
        <p className="flex items-center gap-2 rounded-control bg-lens-veil px-3 py-2 font-medium">
          <span aria-hidden="true" className="size-2.5 rounded-full bg-lens-blocked" />
          {view && view.phase !== 'finishing' ? t('stepOf', { no: view.no, of: view.of }) : t('recording')}
          {step && <span className="text-lens-soft max-sm:hidden">· {t(`common:stepKind.${step.kind}`)}</span>}
        </p>
        <button
          type="button"
          aria-pressed={sound}
          onClick={() => {
            if (sound) hush()
            setSound(!sound)
          }}
          className="flex min-h-11 items-center gap-2 rounded-control bg-lens-veil px-3"
        >
          <Icon name={sound ? 'sound' : 'close'} />
          <span className="max-sm:sr-only">{t(`sound.${sound ? 'on' : 'off'}`)}</span>
        </button>
        <div className="ml-auto">
          <CaseClock verification={verification} look="lens" />
        </div>
      </div>
      <div className="absolute inset-x-0 bottom-0 grid justify-items-center gap-3 p-3 sm:p-5">
        {warned && (
          <p
            role="alert"
            className="flex items-center gap-2 rounded-control bg-lens-veil px-4 py-3 text-lg font-semibold text-lens-needs"
          >
            <Icon name="needs-you" />
            {t('focus.warning')}
          </p>
        )}
        {connection !== 'ok' && (
          <p role="status" className="flex items-center gap-2 rounded-control bg-lens-veil px-4 py-2">
            <Icon name="network" />
            {t(`connection.${connection}`)} {waiting > 1 && t('connection.sending', { count: waiting })}
          </p>
        )}
        {live && <HintLine hint={hint} />}
        <Instruction view={view} onDone={session.satisfy} degrees={degrees} />
      </div>
    </main>
  )
}

/** The sentence of the moment; a new one each time something else is asked. Digits are for the eye alone. */
const useSpokenPrompt = (view: Parameters<typeof Instruction>[0]['view']): string | null => {
  const { t } = useTranslation('capture')
  if (!view) return null
  if (view.phase === 'finishing') return t('finishing')
  if (view.phase === 'challenge')
    return view.challenge.kind === 'turn' && !view.pausing ? t(`turn.${view.challenge.value}`) : null
  return t(`prompt.${view.step.kind}`)
}
