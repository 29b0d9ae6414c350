import { Navigate } from '@tanstack/react-router'
import type { SellerCase } from '#contracts/seller-api.ts'
import { thisBrowser } from '../../device-check/identify-browser.ts'
import { Problem } from '../../kit/problem.tsx'
import { RequestFailure } from '../../kit/request.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { useCase } from '../frame/use-home.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'
import { WrongDevice, wrongDeviceOf } from '../prepare/wrong-device.tsx'
import { AfterCall } from '../room/after-call.tsx'
import { CallStage } from '../room/call-stage.tsx'
import { Elsewhere, MissedRing } from '../room/no-call.tsx'
import { RingPanel } from '../room/ring-panel.tsx'
import { useAlarm } from '../room/use-alarm.ts'
import { useAwake } from '../room/use-awake.ts'
import { useRoom } from '../room/use-room.ts'
import { WaitingRoom } from '../room/waiting-room.tsx'

/** [LC1] The call from its waiting room to its end, on one page: it is never left in between. */
export const RoomPage = () => {
  const verification = useCase()
  if (!verification?.call) return <Navigate to="/case" replace />
  const wrong = wrongDeviceOf(verification, thisBrowser())
  if (wrong)
    return (
      <VerificationFrame narrow>
        <WrongDevice verification={verification} what={wrong} />
      </VerificationFrame>
    )
  return <Room key={verification.id} verification={verification} />
}

const Room = ({ verification }: { verification: SellerCase }) => {
  const { session, snapshot, error } = useRoom(verification.id)
  const { room, phase } = snapshot
  const rings = phase === 'waiting' && room?.phase === 'ringing'
  useAlarm(rings, room?.reviewerName ?? '')
  useAwake(phase !== 'elsewhere' && phase !== 'over')
  if (!room) {
    // Nothing is booked: the page of the case says what there is to do.
    if (error instanceof RequestFailure && error.kind === 'refused') return <Navigate to="/case" replace />
    return <VerificationFrame>{error ? <Problem error={error} /> : <Skeleton lines={6} />}</VerificationFrame>
  }
  if (snapshot.lost === 'unanswered') return <MissedRing />
  if (snapshot.lost === 'otherwise') return <Navigate to="/case" replace />
  if (phase === 'elsewhere') return <Elsewhere />
  if (phase === 'sending' || phase === 'over' || (room.phase === 'over' && room.held))
    return <AfterCall snapshot={snapshot} room={room} verification={verification} />
  // Whoever answers is in the call at once: the reviewer's picture comes to an element that is already there.
  if (phase === 'held' || phase === 'answering') return <CallStage session={session} snapshot={snapshot} room={room} />
  if (rings) return <RingPanel session={session} snapshot={snapshot} room={room} />
  return <WaitingRoom session={session} snapshot={snapshot} room={room} verification={verification} />
}
