import { type Negotiation, openNegotiation } from './negotiation.ts'
import type { CallBody } from './wire.ts'

const kinds = ['video', 'audio'] as const
export type MediaKind = (typeof kinds)[number]

/** One RTCPeerConnection to one page of one participant, with what is sent and received over it. */
export type Link = {
  connection: RTCPeerConnection
  negotiation: Negotiation
  /** What comes from the other side; the same object for as long as the link lives. */
  inbound: MediaStream
  /** What this side has agreed to send, also while it is kept back. */
  senders(): { sender: RTCRtpSender; kind: MediaKind }[]
  /** Sends these tracks from now on; a kind that is missing is no longer sent. */
  setStream(stream: MediaStream | null): void
  /** Gives the tracks to the senders, or takes them away: nothing is negotiated for it, so it counts at once. */
  setSending(sending: boolean): void
  close(): void
}

export type LinkPorts = {
  connection: RTCPeerConnection
  /** Receives what comes; empty. */
  inbound: MediaStream
  /** This side makes the first offer. */
  offersFirst: boolean
  /** What this side sends; null sends nothing. */
  stream: MediaStream | null
  /**
   * False agrees with the other side on everything and keeps the tracks back: no sender has one, so nothing can leave
   * before `setSending`.
   */
  sending: boolean
  /** Whether the other side may send anything. */
  receives: boolean
  say: (body: CallBody) => void
  onTrouble: (cause: unknown) => void
  /** Tracks came or went. */
  onTracks: () => void
}

export const openLink = ({
  connection,
  inbound,
  offersFirst,
  stream: first,
  sending: sendsAtOnce,
  receives,
  say,
  onTrouble,
  onTracks,
}: LinkPorts): Link => {
  let stream = first
  let sending = sendsAtOnce
  const arrange = () => {
    for (const kind of kinds) sendTrack(connection, kind, { stream, sending })
  }
  // What came with an offer is receive-only until somebody says otherwise.
  const negotiation = openNegotiation({ connection, offersFirst, say, beforeAnswer: arrange, onTrouble })

  connection.ontrack = ({ track }) => {
    if (!inbound.getTracks().includes(track)) inbound.addTrack(track)
    onTracks()
  }
  connection.onsignalingstatechange = () => {
    if (connection.signalingState !== 'stable') return
    // A kind that the other side stopped sending would leave its last picture standing.
    for (const { receiver, currentDirection } of connection.getTransceivers()) {
      const comes = currentDirection === 'sendrecv' || currentDirection === 'recvonly'
      if (!comes && inbound.getTracks().includes(receiver.track)) {
        inbound.removeTrack(receiver.track)
        onTracks()
      }
    }
  }

  for (const kind of kinds) {
    const track = stream && trackOf(stream, kind)
    if (track && stream && sending) connection.addTrack(track, stream)
    // Only the first offer has to ask; the other side answers to what is offered.
    else if (offersFirst && (track || receives))
      connection.addTransceiver(kind, { direction: !track ? 'recvonly' : receives ? 'sendrecv' : 'sendonly' })
  }

  return {
    connection,
    negotiation,
    inbound,
    senders: () =>
      connection.getTransceivers().flatMap(({ sender, direction, receiver: { track } }) => {
        const kind = kinds.find((one) => one === track.kind)
        return kind && sendsBy(direction) ? [{ sender, kind }] : []
      }),
    setStream: (next) => {
      stream = next
      arrange()
    },
    setSending: (next) => {
      sending = next
      arrange()
    },
    close: () => {
      negotiation.close()
      connection.ontrack = null
      connection.onsignalingstatechange = null
      connection.close()
    },
  }
}

type Sent = { stream: MediaStream | null; sending: boolean }

const sendTrack = (connection: RTCPeerConnection, kind: MediaKind, { stream, sending }: Sent) => {
  const track = stream && trackOf(stream, kind)
  const transceiver = connection.getTransceivers().find(({ receiver }) => receiver.track.kind === kind)
  if (!transceiver) {
    // Kept back it waits for the offer of the other side, which brings a transceiver.
    if (track && stream && sending) connection.addTrack(track, stream)
    return
  }
  const receives = transceiver.direction === 'sendrecv' || transceiver.direction === 'recvonly'
  const direction = track ? (receives ? 'sendrecv' : 'sendonly') : receives ? 'recvonly' : 'inactive'
  // A direction that changes is negotiated anew by the browser's own event.
  if (transceiver.direction !== direction) transceiver.direction = direction
  const sent = (sending && track) || null
  if (transceiver.sender.track !== sent) void transceiver.sender.replaceTrack(sent).catch(() => undefined)
}

const sendsBy = (direction: RTCRtpTransceiverDirection): boolean => direction === 'sendrecv' || direction === 'sendonly'

const trackOf = (stream: MediaStream, kind: MediaKind): MediaStreamTrack | undefined =>
  (kind === 'video' ? stream.getVideoTracks() : stream.getAudioTracks())[0]
