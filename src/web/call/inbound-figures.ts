/** What one look at a connection's statistics tells: counters that grow while something comes, and figures for people. */
export type InboundLook = {
  /** Grows while the picture moves, or the sound where no picture is sent; null while nothing is expected. */
  progress: number | null
  packetsReceived: number
  packetsLost: number
  roundTripMs: number | null
  /** The picture as it arrives. */
  picture: { widthPx: number; heightPx: number; framesPerSecond: number | null } | null
  /** Both sides meet at a relay (TURN). Null while no way was found, or where the browser does not tell. */
  relayed: boolean | null
  /** What keeps our own picture small, as the browser says; null when nothing does. */
  heldBackBy: 'bandwidth' | 'cpu' | 'other' | null
}

export type InboundKinds = { video: boolean; audio: boolean }

/** The kinds of media that both sides have agreed to send here. */
export const inboundKinds = (connection: RTCPeerConnection): InboundKinds => {
  const comes = (kind: string) =>
    connection
      .getTransceivers()
      .some(
        ({ receiver, currentDirection }) =>
          receiver.track.kind === kind && (currentDirection === 'sendrecv' || currentDirection === 'recvonly'),
      )
  return { video: comes('video'), audio: comes('audio') }
}

/** The members that browsers report and the type library does not know, all optional since browsers differ. */
type Stat = {
  type: string
  kind?: string
  packetsReceived?: number
  packetsLost?: number
  framesDecoded?: number
  framesPerSecond?: number
  frameWidth?: number
  frameHeight?: number
  state?: string
  nominated?: boolean
  currentRoundTripTime?: number
  roundTripTime?: number
  localCandidateId?: string
  candidateType?: string
  qualityLimitationReason?: string
}

/** Reads a statistics report (W3C webrtc-stats). Firefox lacks some members; what is missing stays null. */
export const readInbound = (report: ReadonlyMap<string, unknown>, kinds: InboundKinds): InboundLook => {
  const stats = [...report.values()] as Stat[]
  const inbound = stats.filter(({ type }) => type === 'inbound-rtp')
  const video = inbound.filter(({ kind }) => kind === 'video')
  const pair = stats.find(
    ({ type, state, nominated }) => type === 'candidate-pair' && nominated && state === 'succeeded',
  )
  const local =
    pair?.localCandidateId === undefined ? undefined : (report.get(pair.localCandidateId) as Stat | undefined)
  const told = stats.find(({ type, roundTripTime }) => type === 'remote-inbound-rtp' && roundTripTime !== undefined)
  const seconds = pair?.currentRoundTripTime ?? told?.roundTripTime
  const limit = stats.find(({ type, kind }) => type === 'outbound-rtp' && kind === 'video')?.qualityLimitationReason
  const shown = video.find(({ frameWidth }) => (frameWidth ?? 0) > 0)
  return {
    progress: kinds.video ? sum(video, 'framesDecoded') : kinds.audio ? sum(inbound, 'packetsReceived') : null,
    packetsReceived: sum(inbound, 'packetsReceived'),
    packetsLost: sum(inbound, 'packetsLost'),
    roundTripMs: seconds === undefined ? null : Math.round(seconds * 1000),
    picture: shown
      ? {
          widthPx: shown.frameWidth ?? 0,
          heightPx: shown.frameHeight ?? 0,
          framesPerSecond: shown.framesPerSecond ?? null,
        }
      : null,
    relayed: local?.candidateType === undefined ? null : local.candidateType === 'relay',
    heldBackBy: limit === 'bandwidth' || limit === 'cpu' || limit === 'other' ? limit : null,
  }
}

const sum = (stats: readonly Stat[], member: 'packetsReceived' | 'packetsLost' | 'framesDecoded'): number =>
  stats.reduce((total, stat) => total + (stat[member] ?? 0), 0)

/** Of the packets since the earlier look, how many were lost on the way, 0 to 1; null when too few came to say. */
export const lossShare01 = (earlier: InboundLook | null, now: InboundLook): number | null => {
  const received = now.packetsReceived - (earlier?.packetsReceived ?? 0)
  const lost = Math.max(0, now.packetsLost - (earlier?.packetsLost ?? 0))
  return received + lost < 20 ? null : Math.min(1, lost / (received + lost))
}
