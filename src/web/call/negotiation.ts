import { withStartBitrate } from './start-bitrate.ts'
import type { CallBody, SpokenDescription } from './wire.ts'

/**
 * Brings two browsers to one description of their connection: perfect negotiation (W3C WebRTC, "Perfect negotiation
 * example") over a wire that may lose and repeat messages. One side offers first. It is never interrupted by an offer of the
 * other while its own waits; the other one takes its own back instead. It alone begins,
 * so that a call begins with one round trip and without a quarrel.
 *
 * All that changes the connection goes through one queue: no step ever meets another one half done.
 */
export type NegotiationPorts = {
  connection: RTCPeerConnection
  offersFirst: boolean
  say: (body: CallBody) => void
  /** An offer of the other side is taken and about to be answered: the last moment to say what this side sends. */
  beforeAnswer: () => void
  /** The browser refused a step; the connection is best thrown away. */
  onTrouble: (cause: unknown) => void
}

export type Negotiation = {
  take(body: SpokenDescription | Extract<CallBody, { kind: 'candidate' }>): Promise<void>
  /** Looks for a way anew (ICE restart), also when an older offer has not been answered. */
  restart(): Promise<void>
  /** Says the offer that waits for its answer once more, now with every candidate found; false when none waits. */
  sayAgain(): boolean
  close(): void
}

export const openNegotiation = ({
  connection,
  offersFirst,
  say,
  beforeAnswer,
  onTrouble,
}: NegotiationPorts): Negotiation => {
  let queue = Promise.resolve()
  let closed = false
  let offersMade = 0
  let answeredNo = 0
  let lastAnswer: Extract<SpokenDescription, { kind: 'answer' }> | null = null

  const enqueue = (work: () => Promise<void>): Promise<void> => {
    queue = queue
      .then(() => (closed ? undefined : work()))
      .catch((cause: unknown) => {
        if (!closed) onTrouble(cause)
      })
    return queue
  }

  const localSdp = () => connection.localDescription?.sdp ?? ''
  const sayOffer = () => say({ kind: 'offer', no: offersMade, sdp: localSdp() })

  /** The answer as it stands now: while it is the current description it has gathered candidates. */
  const sayAnswer = (answer: NonNullable<typeof lastAnswer>) =>
    say(connection.localDescription?.type === 'answer' ? { ...answer, sdp: localSdp() } : answer)

  const offer = async () => {
    await connection.setLocalDescription()
    if (closed) return
    offersMade += 1
    sayOffer()
  }

  connection.onnegotiationneeded = () => {
    void enqueue(async () => {
      // An offer that waits will be followed by another event if it did not cover what is needed now.
      if (connection.signalingState !== 'stable') return
      if (!offersFirst && answeredNo === 0) return
      await offer()
    })
  }
  connection.onicecandidate = ({ candidate }) => {
    // The end of candidates needs no message: browsers notice it by themselves.
    if (candidate && candidate.candidate !== '') say({ kind: 'candidate', candidate: candidate.toJSON() })
  }

  const takeOffer = async (no: number, sdp: string) => {
    if (no === answeredNo && lastAnswer) return sayAnswer(lastAnswer)
    if (no <= answeredNo) return
    if (offersFirst && connection.signalingState !== 'stable') return
    // The other side's own offer is rolled back by this call.
    await connection.setRemoteDescription({ type: 'offer', sdp: withStartBitrate(sdp, no) })
    beforeAnswer()
    await connection.setLocalDescription()
    answeredNo = no
    lastAnswer = { kind: 'answer', to: no, sdp: localSdp() }
    if (!closed) say(lastAnswer)
  }

  const takeAnswer = async (to: number, sdp: string) => {
    // An answer to an offer that was taken back or made anew since.
    if (connection.signalingState !== 'have-local-offer' || to !== offersMade) return
    await connection.setRemoteDescription({ type: 'answer', sdp: withStartBitrate(sdp, to) })
  }

  return {
    take: (body) =>
      enqueue(async () => {
        if (body.kind === 'offer') return takeOffer(body.no, body.sdp)
        if (body.kind === 'answer') return takeAnswer(body.to, body.sdp)
        // Of an offer that was lost or passed over: descriptions carry their candidates when they are said again.
        await connection.addIceCandidate(body.candidate).catch(() => undefined)
      }),
    restart: () =>
      enqueue(async () => {
        if (connection.signalingState === 'have-local-offer') await connection.setLocalDescription({ type: 'rollback' })
        if (connection.signalingState !== 'stable') return
        connection.restartIce()
        await offer()
      }),
    sayAgain: () => {
      if (closed || connection.signalingState !== 'have-local-offer' || offersMade === 0) return false
      sayOffer()
      return true
    },
    close: () => {
      closed = true
      connection.onnegotiationneeded = null
      connection.onicecandidate = null
    },
  }
}
