import type { CallEvent } from './call-event.ts'
import { type InboundKinds, type InboundLook, inboundKinds, lossShare01, readInbound } from './inbound-figures.ts'
import { type Link, openLink } from './link.ts'
import { openRecovery } from './recovery.ts'
import { tuneSender } from './sender-settings.ts'
import { openStallWatch } from './stall-watch.ts'
import { type CallBody, type CallMessage, listensOnly, type Participant } from './wire.ts'

/**
 * One other participant as this page sees them. They are
 * - `connecting`: nothing of them has been seen or heard yet;
 * - `ready`: this side keeps everything back until the call is answered, and the connection stands;
 * - `live`: picture (or sound, where no picture is sent) comes; of who sends nothing, the connection stands;
 * - `stalled`: nothing new came for longer than `stallMs`; a way is being looked for;
 * - `gone`: they left, by their own word or by the server's.
 * A participant outlives their connections: a reload or a new way in the middle of an interruption does not end it.
 */
export type PeerState = 'connecting' | 'ready' | 'live' | 'stalled' | 'gone'

export type PeerFigures = Pick<InboundLook, 'roundTripMs' | 'picture' | 'relayed' | 'heldBackBy'> & {
  /** Of what was sent to us during the last second, 0 to 1. */
  lossShare01: number | null
}

export type PeerSnapshot = Participant & {
  state: PeerState
  /** Since when, by the page's monotonic clock. */
  sinceMs: number
  /** For a video element; empty of tracks at first. Null when they are gone. */
  stream: MediaStream | null
  figures: PeerFigures | null
  /** What they have agreed to send to us; a call in which they send no picture is no two-way call. [LC3] */
  sends: InboundKinds
  /** Interruptions so far, as this side saw them. */
  interruptions: number
}

export type PeerPorts = {
  self: Participant
  stallMs: number
  stream: () => MediaStream | null
  /** False while the call is not answered: nothing is sent, and nothing that does not come is missed. */
  sending: () => boolean
  watchers: () => number
  signalling: () => 'reachable' | 'lost'
  createConnection: () => RTCPeerConnection
  createStream: () => MediaStream
  nowMs: () => number
  send: (message: CallMessage) => void
  onEvent: (event: CallEvent) => void
  /** The snapshot changed. */
  onChange: () => void
}

export type Peer = {
  snapshot(): PeerSnapshot
  epoch(): number
  /** The server names this participant (again): another role, a newer page, or back after it had left them out. */
  listed(participant: Participant): void
  /** The server names them no longer. */
  unlisted(): void
  /** A message of this participant's present epoch to ours. */
  receive(message: CallMessage): void
  signallingBack(): void
  setStream(stream: MediaStream | null): void
  /** Whether this side sends has changed. */
  sendingChanged(): void
  tune(): void
  /** One look at the statistics, and what has to be done about them. Call it every `lookEveryMs`. */
  look(): Promise<void>
  /** Says good-bye. */
  close(): void
}

/** Figures for people change no more often than this. */
const figuresEveryMs = 1000

export const openPeer = (first: Participant, ports: PeerPorts): Peer => {
  const { self, nowMs, onEvent, onChange } = ports
  let remote = first
  let generation = 0
  let link: Link | null = null
  let gone: 'left' | 'unlisted' | null = null
  let sinceMs = nowMs()
  let interruptions = 0
  let figures: PeerFigures | null = null
  let figuresOf: InboundLook | null = null
  let figuresAtMs = Number.NEGATIVE_INFINITY
  let packetsGrewAtMs = nowMs()
  let packets = 0
  let looking = false
  let isReady = false
  let sends: InboundKinds = { video: false, audio: false }
  let cached: PeerSnapshot | null = null
  const watch = openStallWatch(ports.stallMs)
  const offersFirst = self.id < first.id

  const changed = () => {
    cached = null
    onChange()
  }
  const say = (body: CallBody) => ports.send({ fromEpoch: self.epoch, toEpoch: remote.epoch, generation, body })

  const tune = () => {
    for (const sender of link?.senders() ?? []) void tuneSender(sender, self.role, ports.watchers())
  }

  const connect = () => {
    link?.close()
    watch.rebase()
    packets = 0
    figuresOf = null
    isReady = false
    recovery.begun(nowMs())
    const mine = openLink({
      connection: ports.createConnection(),
      inbound: ports.createStream(),
      offersFirst,
      stream: listensOnly(self.role) ? null : ports.stream(),
      sending: ports.sending(),
      receives: !listensOnly(remote.role),
      say: (body) => {
        if (link === mine) say(body)
      },
      onTrouble: () => {
        if (link === mine) recovery.broke()
      },
      onTracks: () => {
        if (link === mine) changed()
      },
    })
    link = mine
    tune()
    changed()
  }

  const recovery = openRecovery({
    offersFirst,
    say,
    restart: () => void link?.negotiation.restart(),
    sayAgain: () => link?.negotiation.sayAgain() ?? false,
    rebuild: () => {
      generation += 1
      connect()
      if (!offersFirst) say({ kind: 'restart' })
    },
  })

  const leave = (how: 'left' | 'unlisted') => {
    if (gone) return
    gone = how
    link?.close()
    link = null
    sinceMs = nowMs()
    figures = null
    sends = { video: false, audio: false }
    changed()
  }

  const look = async () => {
    const watched = link
    if (!watched || looking) return
    looking = true
    try {
      const kinds = inboundKinds(watched.connection)
      if (kinds.video !== sends.video || kinds.audio !== sends.audio) {
        sends = kinds
        changed()
      }
      const report = await watched.connection.getStats()
      if (link === watched) note(readInbound(report as unknown as ReadonlyMap<string, unknown>, kinds), watched)
    } catch {
      // A connection that is being closed tells nothing; that counts as nothing new.
      if (link === watched) note(null, watched)
    } finally {
      looking = false
    }
  }

  const note = (seen: InboundLook | null, { connection }: Link) => {
    const atMs = nowMs()
    if (seen && seen.packetsReceived > packets) packetsGrewAtMs = atMs
    packets = seen?.packetsReceived ?? packets
    if (!ports.sending()) return noteAhead(seen !== null && connection.connectionState === 'connected', atMs)
    const isSilentByAgreement = seen !== null && seen.progress === null && connection.connectionState === 'connected'
    const change = isSilentByAgreement ? watch.alive(atMs) : watch.note(seen?.progress ?? null, atMs)
    if (change) sinceMs = change.kind === 'interrupted' ? change.lastMediaAtMs : atMs
    // Of who only listens nothing is seen that could stand still.
    if (change && !listensOnly(remote.role)) tell(change, atMs)
    if (seen && atMs - figuresAtMs >= figuresEveryMs) {
      const { roundTripMs, picture, relayed, heldBackBy } = seen
      figures = { roundTripMs, picture, relayed, heldBackBy, lossShare01: lossShare01(figuresOf, seen) }
      figuresOf = seen
      figuresAtMs = atMs
      changed()
    } else if (change) changed()
    recovery.look({ state: watch.state(), reachable: ports.signalling() === 'reachable', nowMs: atMs })
  }

  /** Before the call is answered nothing is awaited but the way itself. */
  const noteAhead = (stands: boolean, atMs: number) => {
    if (stands !== isReady) {
      isReady = stands
      sinceMs = atMs
      changed()
    }
    recovery.look({ state: stands ? 'live' : 'connecting', reachable: ports.signalling() === 'reachable', nowMs: atMs })
  }

  const tell = (change: NonNullable<ReturnType<typeof watch.note>>, atMs: number) => {
    const of = { peerId: remote.id, epoch: remote.epoch }
    if (change.kind === 'interrupted') {
      interruptions += 1
      onEvent({
        ...of,
        kind: 'interrupted',
        no: interruptions,
        lastMediaAtMs: change.lastMediaAtMs,
        noticedAtMs: atMs,
        packetsStopped: packetsGrewAtMs <= change.lastMediaAtMs + ports.stallMs / 2,
        signalling: ports.signalling(),
      })
    } else if (change.kind === 'resumed')
      onEvent({ ...of, kind: 'resumed', no: interruptions, atMs, lastedMs: change.lastedMs })
  }

  connect()

  return {
    snapshot: () => {
      cached ??= {
        ...remote,
        state: gone ? 'gone' : isReady ? 'ready' : watch.state(),
        sinceMs,
        stream: link?.inbound ?? null,
        figures,
        sends,
        interruptions,
      }
      return cached
    },
    epoch: () => remote.epoch,
    listed(participant) {
      const isNewPage = participant.epoch > remote.epoch
      const isBack = gone === 'unlisted' && participant.epoch === remote.epoch
      if (participant.epoch < remote.epoch || (!isNewPage && !isBack && participant.role === remote.role)) return
      remote = participant
      if (!isNewPage && !isBack) return changed()
      generation = isNewPage ? 0 : generation + 1
      if (gone) {
        gone = null
        watch.restart()
        sinceMs = nowMs()
      }
      connect()
      if (isBack && !offersFirst) say({ kind: 'restart' })
    },
    unlisted: () => leave('unlisted'),
    receive(message) {
      if (message.toEpoch !== self.epoch || message.fromEpoch !== remote.epoch || gone) return
      const { body } = message
      if (body.kind === 'bye') return leave('left')
      if (message.generation < generation) return
      if (message.generation > generation) {
        generation = message.generation
        connect()
      }
      if (body.kind === 'restart') recovery.asked(nowMs())
      else void link?.negotiation.take(body)
    },
    signallingBack: () => {
      const state = ports.sending() ? watch.state() : isReady ? 'live' : 'connecting'
      if (!gone) recovery.signallingBack({ state, nowMs: nowMs() })
    },
    setStream: (stream) => {
      if (!listensOnly(self.role)) link?.setStream(stream)
      tune()
    },
    sendingChanged() {
      if (gone) return
      link?.setSending(ports.sending())
      tune()
      watch.restart()
      isReady = false
      sinceMs = nowMs()
      // The first picture is given the time of a new connection before anybody worries.
      if (link?.connection.connectionState === 'connected') recovery.begun(sinceMs)
      changed()
    },
    tune,
    look,
    close() {
      if (gone) return
      say({ kind: 'bye' })
      leave('left')
    },
  }
}
