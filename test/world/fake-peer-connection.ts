/**
 * A peer connection without a browser, for tests of the call's core. It keeps the rules that the core depends on
 * (W3C WebRTC 1.0): states of signalling with implicit and explicit rollback, the one event that asks for a negotiation,
 * transceivers matched to the lines of an offer, credentials that only a restart renews. Media is a counter that grows
 * when `FakeNetwork.flow` is called and both sides have come to one description over a way that stands.
 */
type Kind = 'video' | 'audio'
type Line = { mid: string; kind: Kind; direction: RTCRtpTransceiverDirection }
type FakeSdp = { of: number; ufrag: number; lines: Line[] }

class FakeTransceiver {
  mid: string | null = null
  currentDirection: RTCRtpTransceiverDirection | null = null
  readonly receiver: { track: { kind: Kind; id: string } }
  readonly sender: FakeSender
  readonly byAddTrack: boolean
  private wanted: RTCRtpTransceiverDirection
  private readonly onDirection: () => void
  constructor(of: {
    track: { kind: Kind; id: string }
    sender: FakeSender
    byAddTrack: boolean
    direction: RTCRtpTransceiverDirection
    onDirection: () => void
  }) {
    this.receiver = { track: of.track }
    this.sender = of.sender
    this.byAddTrack = of.byAddTrack
    this.wanted = of.direction
    this.onDirection = of.onDirection
  }
  get direction(): RTCRtpTransceiverDirection {
    return this.wanted
  }
  set direction(direction: RTCRtpTransceiverDirection) {
    this.wanted = direction
    this.onDirection()
  }
}

export class FakeSender {
  track: { kind: Kind } | null
  parameters: { encodings: Record<string, unknown>[]; degradationPreference?: string } = { encodings: [{}] }
  constructor(track: { kind: Kind } | null) {
    this.track = track
  }
  getParameters() {
    return structuredClone(this.parameters)
  }
  async setParameters(parameters: FakeSender['parameters']) {
    this.parameters = parameters
  }
  async replaceTrack(track: { kind: Kind } | null) {
    this.track = track
  }
}

export class FakeStream {
  tracks: { kind: Kind }[]
  constructor(kinds: readonly Kind[] = []) {
    this.tracks = kinds.map((kind) => ({ kind }))
  }
  getTracks = () => this.tracks
  getVideoTracks = () => this.tracks.filter(({ kind }) => kind === 'video')
  getAudioTracks = () => this.tracks.filter(({ kind }) => kind === 'audio')
  addTrack = (track: { kind: Kind }) => this.tracks.push(track)
  removeTrack = (track: { kind: Kind }) => {
    this.tracks = this.tracks.filter((one) => one !== track)
  }
}

const sends = (direction: string | null) => direction === 'sendrecv' || direction === 'sendonly'
const receives = (direction: string | null) => direction === 'sendrecv' || direction === 'recvonly'
const directionOf = (send: boolean, receive: boolean): RTCRtpTransceiverDirection =>
  send ? (receive ? 'sendrecv' : 'sendonly') : receive ? 'recvonly' : 'inactive'

/** The ways between all connections of a test: they can be cut, and a cut can outlive what was agreed before it. */
export class FakeNetwork {
  readonly connections: FakePeerConnection[] = []
  private up = true
  /** Credentials older than this are dead: the browser gave up the ways found with them. */
  private oldestUfrag = 0
  private ufrags = 0

  create = (): FakePeerConnection => {
    const connection = new FakePeerConnection(this, this.connections.length)
    this.connections.push(connection)
    return connection
  }
  newUfrag = (): number => {
    this.ufrags += 1
    return this.ufrags
  }
  /** Nothing comes through. With `forGood` only a restart finds a way again, as after a long cut. */
  cut({ forGood }: { forGood: boolean }): void {
    this.up = false
    if (forGood) this.oldestUfrag = this.ufrags + 1
    this.settle()
  }
  heal(): void {
    this.up = true
    this.settle()
  }
  settle(): void {
    for (const connection of this.connections) connection.settle(this.up, this.oldestUfrag)
  }
  /** So many packets and pictures go each way wherever a way stands. */
  flow(count: number): void {
    this.settle()
    for (const connection of this.connections) {
      const other = connection.other()
      if (connection.connectionState === 'connected' && other?.connectionState === 'connected')
        connection.receiveFrom(other, count)
    }
  }
}

export class FakePeerConnection {
  signalingState: 'stable' | 'have-local-offer' | 'have-remote-offer' | 'closed' = 'stable'
  connectionState: 'new' | 'connected' | 'disconnected' | 'closed' = 'new'
  localDescription: { type: 'offer' | 'answer'; sdp: string } | null = null
  onnegotiationneeded: (() => void) | null = null
  onicecandidate: ((event: { candidate: RTCIceCandidate | null }) => void) | null = null
  ontrack: ((event: { track: { kind: Kind } }) => void) | null = null
  onsignalingstatechange: (() => void) | null = null
  /** What was called and how often, for tests that count. */
  readonly calls = { offers: 0, restarts: 0, rollbacks: 0 }
  private readonly network: FakeNetwork
  private readonly id: number
  private transceivers: FakeTransceiver[] = []
  private stable: { local: FakePeerConnection['localDescription']; remote: FakeSdp | null } = {
    local: null,
    remote: null,
  }
  private remote: FakeSdp | null = null
  private ufrag: number
  private restartWanted = false
  private readonly received: Record<Kind, number> = { video: 0, audio: 0 }

  constructor(network: FakeNetwork, id: number) {
    this.network = network
    this.id = id
    this.ufrag = network.newUfrag()
  }

  addTrack(track: { kind: Kind }): FakeSender {
    const transceiver = this.transceive(track.kind, 'sendrecv', track, true)
    this.ask()
    return transceiver.sender
  }
  addTransceiver(kind: Kind, { direction }: { direction: RTCRtpTransceiverDirection }): void {
    this.transceive(kind, direction, null, false)
    this.ask()
  }
  getTransceivers = () => this.transceivers
  getSenders = () => this.transceivers.map(({ sender }) => sender)
  setConfiguration(): void {}

  restartIce(): void {
    this.calls.restarts += 1
    this.restartWanted = true
    this.ask()
  }

  async setLocalDescription(wanted?: { type: 'rollback' }): Promise<void> {
    await this.step()
    if (wanted) {
      if (this.signalingState !== 'have-local-offer') throw new Error('nothing to roll back')
      this.calls.rollbacks += 1
      this.rollBack()
      this.ask()
    } else if (this.signalingState === 'have-remote-offer') this.answer()
    else this.offer()
    this.tellState()
    queueMicrotask(() => this.onicecandidate?.({ candidate: candidateOf(this.id, this.ufrag) }))
  }

  async setRemoteDescription({ type, sdp }: { type: 'offer' | 'answer'; sdp: string }): Promise<void> {
    await this.step()
    const remote = JSON.parse(sdp) as FakeSdp
    if (type === 'offer') {
      if (this.signalingState === 'have-local-offer') {
        this.calls.rollbacks += 1
        this.rollBack()
      }
      if (this.signalingState !== 'stable') throw new Error(`an offer in ${this.signalingState}`)
      this.signalingState = 'have-remote-offer'
      if (this.remote && this.remote.ufrag !== remote.ufrag) this.ufrag = this.network.newUfrag()
      for (const line of remote.lines) this.match(line)
    } else {
      if (this.signalingState !== 'have-local-offer') throw new Error(`an answer in ${this.signalingState}`)
      this.signalingState = 'stable'
    }
    this.remote = remote
    for (const line of remote.lines) {
      const transceiver = this.transceivers.find(({ mid }) => mid === line.mid)
      if (!transceiver) continue
      if (sends(line.direction) && !receives(transceiver.currentDirection) && receives(transceiver.direction))
        this.ontrack?.({ track: transceiver.receiver.track })
      if (type === 'answer')
        transceiver.currentDirection = directionOf(
          sends(transceiver.direction) && receives(line.direction),
          receives(transceiver.direction) && sends(line.direction),
        )
    }
    if (type === 'answer') this.agreed()
    this.tellState()
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    await this.step()
    if (!this.remote || candidate.usernameFragment !== String(this.remote.ufrag)) throw new Error('unknown ufrag')
  }

  async getStats(): Promise<Map<string, unknown>> {
    await this.step()
    const kinds = this.transceivers.filter(({ currentDirection }) => receives(currentDirection))
    return new Map(
      kinds.map(({ receiver: { track } }) => [
        track.id,
        {
          type: 'inbound-rtp',
          kind: track.kind,
          packetsReceived: this.received[track.kind],
          ...(track.kind === 'video' ? { framesDecoded: this.received.video } : {}),
        },
      ]),
    )
  }

  close(): void {
    this.signalingState = 'closed'
    this.connectionState = 'closed'
  }

  /** The connection that this one has agreed with. */
  other(): FakePeerConnection | null {
    const other = this.network.connections[this.stable.remote?.of ?? -1]
    const agreed = (side: FakePeerConnection) => side.stable.local && (JSON.parse(side.stable.local.sdp) as FakeSdp)
    if (!other || !agreed(this) || other.stable.remote?.of !== this.id) return null
    const theirs = agreed(other)
    return theirs && this.stable.remote?.ufrag === theirs.ufrag ? other : null
  }

  settle(up: boolean, oldestUfrag: number): void {
    if (this.connectionState === 'closed') return
    const isAlive = (side: FakePeerConnection) => {
      const local = side.stable.local && (JSON.parse(side.stable.local.sdp) as FakeSdp)
      return local !== null && local.ufrag >= oldestUfrag
    }
    const other = this.other()
    const stands = up && other !== null && other.connectionState !== 'closed' && isAlive(this) && isAlive(other)
    if (stands) this.connectionState = 'connected'
    else if (this.connectionState === 'connected') this.connectionState = 'disconnected'
  }

  receiveFrom(other: FakePeerConnection, count: number): void {
    for (const { mid, currentDirection, receiver } of this.transceivers) {
      const theirs = other.transceivers.find((one) => one.mid === mid)
      if (receives(currentDirection) && theirs?.sender.track) this.received[receiver.track.kind] += count
    }
  }

  private transceive(
    kind: Kind,
    direction: RTCRtpTransceiverDirection,
    track: { kind: Kind } | null,
    byAddTrack: boolean,
  ) {
    const transceiver = new FakeTransceiver({
      track: { kind, id: `${this.id}-${this.transceivers.length}` },
      sender: new FakeSender(track),
      byAddTrack,
      direction,
      onDirection: () => this.ask(),
    })
    this.transceivers.push(transceiver)
    return transceiver
  }

  private match(line: Line): void {
    const known =
      this.transceivers.find(({ mid }) => mid === line.mid) ??
      this.transceivers.find(({ mid, byAddTrack, receiver }) => !mid && byAddTrack && receiver.track.kind === line.kind)
    const transceiver = known ?? this.transceive(line.kind, 'recvonly', null, false)
    transceiver.mid = line.mid
  }

  private offer(): void {
    if (this.signalingState !== 'stable' && this.signalingState !== 'have-local-offer')
      throw new Error(`an offer in ${this.signalingState}`)
    this.calls.offers += 1
    if (this.restartWanted) this.ufrag = this.network.newUfrag()
    this.restartWanted = false
    for (const [index, transceiver] of this.transceivers.entries()) transceiver.mid ??= String(index)
    this.signalingState = 'have-local-offer'
    this.localDescription = { type: 'offer', sdp: this.sdp(({ direction }) => direction) }
  }

  private answer(): void {
    for (const transceiver of this.transceivers) {
      const line = this.remote?.lines.find(({ mid }) => mid === transceiver.mid)
      if (line)
        transceiver.currentDirection = directionOf(
          sends(transceiver.direction) && receives(line.direction),
          receives(transceiver.direction) && sends(line.direction),
        )
    }
    this.signalingState = 'stable'
    this.localDescription = { type: 'answer', sdp: this.sdp(({ currentDirection }) => currentDirection ?? 'inactive') }
    this.agreed()
  }

  private sdp(directionIn: (transceiver: FakeTransceiver) => RTCRtpTransceiverDirection): string {
    const lines = this.transceivers.flatMap((transceiver) =>
      transceiver.mid
        ? [{ mid: transceiver.mid, kind: transceiver.receiver.track.kind, direction: directionIn(transceiver) }]
        : [],
    )
    return JSON.stringify({ of: this.id, ufrag: this.ufrag, lines } satisfies FakeSdp)
  }

  private rollBack(): void {
    this.signalingState = 'stable'
    this.localDescription = this.stable.local
    for (const transceiver of this.transceivers) if (transceiver.currentDirection === null) transceiver.mid = null
  }

  private agreed(): void {
    this.stable = { local: this.localDescription, remote: this.remote }
    this.network.settle()
    this.ask()
  }

  /** The event comes later and only while it is still needed. */
  private ask(): void {
    queueMicrotask(() => {
      if (this.signalingState === 'stable' && this.isNeeded()) this.onnegotiationneeded?.()
    })
  }

  /** W3C WebRTC, "check if negotiation is needed". */
  private isNeeded(): boolean {
    const local = this.localDescription && (JSON.parse(this.localDescription.sdp) as FakeSdp)
    const lineIn = (sdp: FakeSdp | null, mid: string | null) => sdp?.lines.find((line) => line.mid === mid)
    return (
      this.restartWanted ||
      this.transceivers.some(({ mid, direction }) => {
        const [mine, theirs] = [lineIn(local, mid), lineIn(this.remote, mid)]
        if (!mine || !theirs) return true
        const offered = directionOf(receives(theirs.direction), sends(theirs.direction))
        if (this.localDescription?.type === 'offer') return mine.direction !== direction && offered !== direction
        const possible = directionOf(sends(direction) && sends(offered), receives(direction) && receives(offered))
        return mine.direction !== possible
      })
    )
  }

  private async step(): Promise<void> {
    await Promise.resolve()
    if (this.connectionState === 'closed') throw new Error('the connection is closed')
  }

  private tellState(): void {
    this.onsignalingstatechange?.()
  }
}

const candidateOf = (id: number, ufrag: number) =>
  ({
    candidate: `candidate of ${id}`,
    toJSON: () => ({ candidate: `candidate of ${id}`, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: String(ufrag) }),
  }) as unknown as RTCIceCandidate
