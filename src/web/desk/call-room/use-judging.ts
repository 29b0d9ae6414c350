import { useCallback, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../kit/live-region.ts'
import { toast } from '../../kit/toast.tsx'
import { fateOf, mayLeaveOut, obstacleToRight, type PendingRight, pictureWithinMs } from './checklist.ts'
import type { Held, Judgement, RoomApi, RoomStep } from './room-api.ts'
import { noteOf } from './step-note.ts'
import type { Run } from './use-run.ts'

/** Judges steps; one that is right without a picture asks for it first and is judged as soon as it is there. [LC4] */
export const useJudging = (held: Held | null, staffId: string, api: RoomApi, run: Run) => {
  const { t } = useTranslation('desk')
  const [pending, setPending] = useState<PendingRight | null>(null)
  const attemptId = held?.attemptId ?? ''

  const send = useCallback(
    async (stepId: string, judgement: Judgement, note: string | null) => {
      const done = await run(`judge.${stepId}`, () => api.judge(stepId, judgement, note))
      if (done) announce(t(`callRoom.judged.${judgement}`))
    },
    [api, run, t],
  )

  const judge = (step: RoomStep, judgement: Judgement) => {
    const note = noteOf(staffId, attemptId, step)
    if (judgement === 'not-needed' && !mayLeaveOut(step)) return toast(t('callRoom.step.mustBeShown'), 'needs-you')
    const obstacle = obstacleToRight(step)
    if (judgement !== 'not-needed' && obstacle === 'not-begun') return toast(t('callRoom.step.openFirst'), 'needs-you')
    if (judgement !== 'right' || obstacle === null) {
      setPending(null)
      return void send(step.id, judgement, note)
    }
    announce(t('callRoom.step.pictureFirst'))
    setPending({ stepId: step.id, note, sinceMs: Date.now() })
    void run('snapshot', () => api.askSnapshot(step.id)).then((asked) => {
      if (!asked) setPending(null)
    })
  }

  useEffect(() => {
    if (!pending || !held) return
    const settle = () => {
      const fate = fateOf(pending, held.steps, Date.now())
      if (fate === 'wait') return
      setPending(null)
      if (fate === 'judge') void send(pending.stepId, 'right', pending.note)
      if (fate === 'too-late') toast(t('callRoom.step.noPicture'), 'blocked')
    }
    settle()
    const timer = setTimeout(settle, Math.max(0, pending.sinceMs + pictureWithinMs + 100 - Date.now()))
    return () => clearTimeout(timer)
  }, [pending, held, send, t])

  return { judge, pendingStepId: pending?.stepId ?? null }
}
