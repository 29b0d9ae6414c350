import { useQuery } from '@tanstack/react-query'
import { Skeleton } from '../../kit/skeleton.tsx'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { CallRoom } from './call-room.tsx'
import { roomQuery } from './room-api.ts'

/** The call of one booking; an outage in the middle of it leaves what was last seen. */
export const CallRoomPage = ({ bookingId }: { bookingId: string }) => {
  const { data: room, error, refetch } = useQuery(roomQuery(bookingId))
  if (room) return <CallRoom room={room} />
  return (
    <div className="p-4 sm:p-6">
      {error ? <DeskProblem error={error} onRetry={() => void refetch()} /> : <Skeleton lines={8} />}
    </div>
  )
}
