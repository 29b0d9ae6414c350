import type { SellerCallRoom } from '#contracts/held-call.ts'
import type { CallEvent } from '../../call/call-event.ts'
import type { Call } from '../../call/open-call.ts'
import { openSignalling } from '../../call/signalling.ts'
import type { RoomPorts } from './room-ports.ts'

/**
 * The way from this page to the others, for as long as one stay of it lasts. It is opened in the waiting room: the browsers
 * find each other while nobody waits for them, and send nothing. Once the seller has answered, the picture needs no more
 * than to be let go (`call.setSending`). [LC1]
 */
export type Way = {
  readonly epoch: number
  readonly call: Call
  /** Who is there, and by which way browsers find each other. */
  take(room: SellerCallRoom): void
  /** What befalls the media from now on is told there. */
  tellTo(listener: (event: CallEvent) => void): void
  lookForSignals(): void
  /** Says good-bye. */
  close(): void
}

const signalsEveryMs = 2000
/** Nudges tell of every message; once everybody is connected looking by itself only covers those that were lost. */
const calmLooks = 4

export const openWay = (
  stream: MediaStream,
  epoch: number,
  { api, openCall, every }: Pick<RoomPorts, 'api' | 'openCall' | 'every'>,
): Way => {
  let tell: (event: CallEvent) => void = () => undefined
  let iceServers = '[]'
  let looks = 0
  const signalling = openSignalling({
    post: (to, messages) => api.sendSignals(epoch, to, messages),
    list: async (after) => (await api.listSignals(epoch, after)).signals,
    onMessage: (from, message) => call.receive(from, message),
    onReach: (state) => call.setSignalling(state),
  })
  const call: Call = openCall({
    self: { id: 'seller', epoch, role: 'seller' },
    send: signalling.send,
    iceServers: [],
    stream,
    sending: false,
    onEvent: (event) => tell(event),
  })
  const stopLooking = every(signalsEveryMs, () => {
    looks += 1
    const isCalm = call.getSnapshot().peers.every(({ state }) => state !== 'connecting' && state !== 'stalled')
    if (!isCalm || looks % calmLooks === 0) signalling.look()
  })
  return {
    epoch,
    call,
    take(room) {
      const next = JSON.stringify(room.iceServers)
      if (next !== iceServers) call.setIceServers(room.iceServers as RTCIceServer[])
      iceServers = next
      call.setParticipants(room.participants)
    },
    tellTo: (listener) => {
      tell = listener
    },
    lookForSignals: signalling.look,
    close() {
      stopLooking()
      call.close()
      signalling.close()
    },
  }
}
