/**
 * What the browsers of one call say to each other through the server, and what the server has to keep to.
 *
 * The core of the call (`open-call.ts`) knows no server. Whoever wires it gives it a `send(to, message)` and tells it
 * three things: who is there (`setParticipants`), messages (`receive(from, message)`) and whether the server can be
 * reached (`setSignalling`). Of a message the server needs to know nothing but who sent it and whom it is for; it is JSON
 * of at most `longestMessageChars`.
 *
 * - `from` is set by the server from the sender's session, never taken from the message.
 * - Messages of one sender to one receiver arrive **in order**. They may be lost and may come twice: what matters is said
 *   again until it is answered. So a request that hangs is better given up after about two seconds than waited for.
 * - Many small messages come in one burst when a connection is made: what waits together may travel together.
 * - Who is there may reach one browser later than another one's message: such a message is kept until then.
 * - An `epoch` is one page's stay in the call. Each page that joins gets a higher one than this participant ever had in
 *   this call, so that a reload, a crash or another device is known as a new page. A lost connection to the server is
 *   no new epoch: it is `setSignalling('lost')`, later `setSignalling('reachable')` from the same page.
 * - A participant leaves the list only when they have left for good; being unreachable for a while is not that.
 */
export const participantRoles = ['seller', 'reviewer', 'supervisor', 'interpreter'] as const
export type ParticipantRole = (typeof participantRoles)[number]

export type Participant = {
  id: string
  /** Which stay of this participant; a higher one is a newer page. */
  epoch: number
  role: ParticipantRole
}

/** A supervisor listens and looks on: nothing is ever sent from their side, whatever camera they have. */
export const listensOnly = (role: ParticipantRole): boolean => role === 'supervisor'

/** One side's session description. `no` counts the offers of one side; an answer names the offer that it answers. */
export type SpokenDescription = { kind: 'offer'; no: number; sdp: string } | { kind: 'answer'; to: number; sdp: string }

export type CallBody =
  | SpokenDescription
  | { kind: 'candidate'; candidate: RTCIceCandidateInit }
  /** The side that offers first is asked to look for a way anew: the other one sees nothing. */
  | { kind: 'restart' }
  /** This page leaves the call on purpose. */
  | { kind: 'bye' }

/**
 * A message belongs to one connection between two pages: to both their epochs, and to the `generation` of that
 * connection, which grows when one side had to throw it away and begin afresh.
 */
export type CallMessage = { fromEpoch: number; toEpoch: number; generation: number; body: CallBody }

/** Descriptions of two tracks take 3 to 8 kB; ten times that is somebody else's mischief. */
export const longestMessageChars = 80_000

/** Reads what another browser sent; null when it is not a message of a call. Never throws. */
export const readCallMessage = (value: unknown): CallMessage | null => {
  if (!isRecord(value)) return null
  const { fromEpoch, toEpoch, generation } = value
  if (!isCount(fromEpoch) || !isCount(toEpoch) || !isCount(generation)) return null
  const body = readBody(value.body)
  return body && { fromEpoch, toEpoch, generation, body }
}

const readBody = (value: unknown): CallBody | null => {
  if (!isRecord(value)) return null
  const { kind, no, to, sdp, candidate } = value
  if (kind === 'restart' || kind === 'bye') return { kind }
  if (kind === 'candidate') return isRecord(candidate) ? readCandidate(candidate) : null
  if (typeof sdp !== 'string' || sdp.length > longestMessageChars) return null
  if (kind === 'offer' && isCount(no)) return { kind, no, sdp }
  if (kind === 'answer' && isCount(to)) return { kind, to, sdp }
  return null
}

const readCandidate = (value: Record<string, unknown>): CallBody | null => {
  const { candidate, sdpMid, sdpMLineIndex, usernameFragment } = value
  if (typeof candidate !== 'string' || candidate.length > 2000) return null
  return {
    kind: 'candidate',
    candidate: {
      candidate,
      sdpMid: typeof sdpMid === 'string' ? sdpMid : null,
      sdpMLineIndex: isCount(sdpMLineIndex) ? sdpMLineIndex : null,
      usernameFragment: typeof usernameFragment === 'string' ? usernameFragment : null,
    },
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
