import { type Negotiation, openNegotiation } from './negotiation.ts'
import type { CallBody } from './wire.ts'

const kinds = ['video', 'audio'] as const

/** One RTCPeerConnection to one page of one participant, with what is sent and received over it. */
export type Link = {
  connection: RTCPeerConnection
  negotiation: Negotiation
  /** What comes from the other side; the same object for as long as the link lives. */
  inbound: MediaStream
  /** Senders that send something now. */
  senders(): RTCRtpSender[]
  /** Sends these tracks from now on; a kind that is missing is no longer sent. */
  setStream(stream: MediaStream | null): void
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
  stream,
  receives,
  say,
  onTrouble,
  onTracks,
}: LinkPorts): Link => {
  const negotiation = openNegotiation({ connection, offersFirst, say, onTrouble })

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
    if (track && stream) connection.addTrack(track, stream)
    // Only the first offer has to ask; the other side answers to what is offered.
    else if (offersFirst && receives) connection.addTransceiver(kind, { direction: 'recvonly' })
  }

  return {
    connection,
    negotiation,
    inbound,
    senders: () => connection.getSenders().filter(({ track }) => track !== null),
    setStream: (next) => {
      for (const kind of kinds) sendTrack(connection, kind, next)
    },
    close: () => {
      negotiation.close()
      connection.ontrack = null
      connection.onsignalingstatechange = null
      connection.close()
    },
  }
}

const sendTrack = (connection: RTCPeerConnection, kind: (typeof kinds)[number], stream: MediaStream | null) => {
  const track = stream && trackOf(stream, kind)
  const transceiver = connection.getTransceivers().find(({ receiver }) => receiver.track.kind === kind)
  if (!transceiver) {
    if (track && stream) connection.addTrack(track, stream)
    return
  }
  const receives = transceiver.direction === 'sendrecv' || transceiver.direction === 'recvonly'
  const direction = track ? (receives ? 'sendrecv' : 'sendonly') : receives ? 'recvonly' : 'inactive'
  // A direction that changes is negotiated anew by the browser's own event.
  if (transceiver.direction !== direction) transceiver.direction = direction
  void transceiver.sender.replaceTrack(track ?? null).catch(() => undefined)
}

const trackOf = (stream: MediaStream, kind: 'video' | 'audio'): MediaStreamTrack | undefined =>
  (kind === 'video' ? stream.getVideoTracks() : stream.getAudioTracks())[0]
