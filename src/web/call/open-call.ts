import type { CallEvent } from './call-event.ts'
import { openPeer, type Peer, type PeerSnapshot } from './peer.ts'
import { type CallMessage, listensOnly, type Participant, readCallMessage } from './wire.ts'

/**
 * The headless core of a live call: picture and sound from browser to browser among a few participants, each connected
 * with each (a mesh), without any server in the path of the media. How it is wired to a server is said in `wire.ts`.
 *
 * It lives from `openCall` to `close`. It owns its connections and nothing else: the camera stays the caller's, who
 * mutes with `track.enabled` and stops it. Leaving on purpose is `close()`, which says good-bye; a page that is merely
 * reloaded should not call it, so that the others wait for it to come back.
 */
export type CallOptions = {
  self: Participant
  /** Brings a message to a participant, or loses it; see `wire.ts`. Must not throw. */
  send: (to: string, message: CallMessage) => void
  /** TURN and STUN; empty for one network. */
  iceServers: RTCIceServer[]
  /** `relay` uses TURN alone. */
  iceTransportPolicy?: RTCIceTransportPolicy
  /** Camera and microphone of this side; null sends nothing. Whoever listens only sends nothing in any case. */
  stream: MediaStream | null
  /**
   * False connects ahead: browsers find each other and agree on everything, and no picture or sound leaves this page until
   * `setSending(true)`, which then needs nobody's answer. True where it is left out.
   */
  sending?: boolean
  onEvent: (event: CallEvent) => void
  /** How long nothing may come before it is an interruption. [LC2] */
  stallMs?: number
  /** Of tests; a page has these by itself. */
  surroundings?: Partial<CallSurroundings>
}

export type CallSurroundings = {
  createConnection: (configuration: RTCConfiguration) => RTCPeerConnection
  createStream: () => MediaStream
  /** Monotonic. */
  nowMs: () => number
  /** Does `work` again and again until the returned function is called. */
  every: (ms: number, work: () => void) => () => void
}

export type CallSnapshot = {
  signalling: 'reachable' | 'lost'
  /** In the order in which they came. */
  peers: readonly PeerSnapshot[]
}

export type Call = {
  /** Who is there, as the server knows it; this page itself may be among them. */
  setParticipants(participants: readonly Participant[]): void
  /** A message as it came; what is none is passed over. */
  receive(from: string, message: unknown): void
  setSignalling(state: 'reachable' | 'lost'): void
  /** Sends these tracks from now on, e.g. of another camera. */
  setStream(stream: MediaStream | null): void
  /** The call is answered, or it is not after all. Said again it changes nothing. */
  setSending(sending: boolean): void
  /** Credentials of a relay run out; the next way that is looked for uses these. */
  setIceServers(iceServers: RTCIceServer[]): void
  subscribe(listener: () => void): () => void
  /** The same object until something changes, as `useSyncExternalStore` wants it. */
  getSnapshot(): CallSnapshot
  close(): void
}

const lookEveryMs = 250
const usualStallMs = 2500
/** Messages of pages that this one does not know of yet. More than a few offers with their candidates is mischief. */
const heldAtMost = 100

const page: CallSurroundings = {
  createConnection: (configuration) => new RTCPeerConnection(configuration),
  createStream: () => new MediaStream(),
  nowMs: () => performance.now(),
  every: (ms, work) => {
    const timer = setInterval(work, ms)
    return () => clearInterval(timer)
  },
}

export const openCall = ({ self, send, onEvent, stallMs = usualStallMs, ...options }: CallOptions): Call => {
  const { createConnection, createStream, nowMs, every }: CallSurroundings = { ...page, ...options.surroundings }
  const iceTransportPolicy = options.iceTransportPolicy ?? 'all'
  const peers = new Map<string, Peer>()
  const connections = new Set<RTCPeerConnection>()
  const listeners = new Set<() => void>()
  let { iceServers, stream } = options
  let sending = options.sending ?? true
  let signalling: CallSnapshot['signalling'] = 'reachable'
  let snapshot: CallSnapshot | null = null
  let held: { from: string; message: CallMessage }[] = []
  let closed = false

  const changed = () => {
    snapshot = null
    for (const listener of listeners) listener()
  }
  const present = () => [...peers.values()].filter((peer) => peer.snapshot().state !== 'gone')

  const connect = () => {
    const connection = createConnection({ iceServers, iceTransportPolicy })
    for (const one of connections) if (one.connectionState === 'closed') connections.delete(one)
    connections.add(connection)
    return connection
  }

  const meet = (participant: Participant) => {
    const known = peers.get(participant.id)
    if (known) return known.listed(participant)
    const peer = openPeer(participant, {
      self,
      stallMs,
      stream: () => stream,
      sending: () => sending,
      watchers: () => Math.max(1, present().length),
      signalling: () => signalling,
      createConnection: connect,
      createStream,
      nowMs,
      send: (message) => send(participant.id, message),
      onEvent,
      onChange: changed,
    })
    peers.set(participant.id, peer)
  }

  const take = (from: string, message: CallMessage) => {
    const peer = peers.get(from)
    if (peer && message.fromEpoch <= peer.epoch()) peer.receive(message)
    else held = [...held, { from, message }].slice(-heldAtMost)
  }

  const stopLooking = every(lookEveryMs, () => {
    for (const peer of peers.values()) void peer.look()
  })

  return {
    setParticipants(participants) {
      if (closed) return
      // Two who only listen have nothing to say to each other.
      const others = participants.filter(
        ({ id, role }) => id !== self.id && !(listensOnly(role) && listensOnly(self.role)),
      )
      for (const [id, peer] of peers) if (!others.some((other) => other.id === id)) peer.unlisted()
      for (const other of others) meet(other)
      for (const peer of present()) peer.tune()
      const waiting = held
      held = []
      for (const { from, message } of waiting) take(from, message)
      changed()
    },
    receive(from, value) {
      const message = closed ? null : readCallMessage(value)
      if (message && message.toEpoch === self.epoch) take(from, message)
    },
    setSignalling(state) {
      if (closed || state === signalling) return
      signalling = state
      changed()
      if (state === 'reachable') for (const peer of peers.values()) peer.signallingBack()
    },
    setStream(next) {
      stream = next
      for (const peer of peers.values()) peer.setStream(next)
    },
    setSending(next) {
      if (closed || next === sending) return
      sending = next
      for (const peer of peers.values()) peer.sendingChanged()
    },
    setIceServers(next) {
      iceServers = next
      for (const connection of connections) {
        // Firefox before 119 has no such method; there only connections made from now on take the new servers.
        const changes = typeof connection.setConfiguration === 'function' && connection.connectionState !== 'closed'
        if (changes) connection.setConfiguration({ iceServers, iceTransportPolicy })
      }
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    getSnapshot: () => {
      snapshot ??= { signalling, peers: [...peers.values()].map((peer) => peer.snapshot()) }
      return snapshot
    },
    close() {
      if (closed) return
      closed = true
      stopLooking()
      for (const peer of peers.values()) peer.close()
    },
  }
}
