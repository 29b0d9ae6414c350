import { useQueryClient } from '@tanstack/react-query'
import { Navigate, useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { thisBrowser } from '../../device-check/identify-browser.ts'
import { useCase } from '../frame/use-home.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'
import { WrongDevice, wrongDeviceOf } from '../prepare/wrong-device.tsx'
import { Brief } from '../run/brief.tsx'
import { interruptedRunOfTab } from '../run/resume-left-behind.ts'
import { RunStage } from '../run/run-stage.tsx'

/** First what will be asked; then the camera is the page. A reload in between leads to the result of what was left. */
export const RunPage = () => {
  const verification = useCase()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [started, setStarted] = useState(false)
  const [interrupted] = useState(interruptedRunOfTab)
  const onOver = useCallback(
    async (attemptId: string) => {
      await queries.invalidateQueries({ queryKey: ['home'] })
      await navigate({ to: '/result/$attemptId', params: { attemptId }, replace: true })
    },
    [navigate, queries],
  )
  if (!verification) return <Navigate to="/case" replace />
  if (started) return <RunStage verification={verification} onOver={onOver} />
  if (interrupted) return <Navigate to="/result/$attemptId" params={{ attemptId: interrupted }} replace />
  const wrong = wrongDeviceOf(verification, thisBrowser())
  if (wrong)
    return (
      <VerificationFrame narrow>
        <WrongDevice verification={verification} what={wrong} />
      </VerificationFrame>
    )
  if (verification.nextStep === 'check-device') return <Navigate to="/prepare" replace />
  if (verification.nextStep === 'give-consent') return <Navigate to="/consent" replace />
  if (verification.nextStep !== 'start-run') return <Navigate to="/case" replace />
  return <Brief verification={verification} onStart={() => setStarted(true)} />
}
