/**
 * A bare page with nothing but the core of a call on it, for tests that need a real browser and no product around it. It
 * is bundled for the browser (call-stage.ts). Its way to the server is the simplest that keeps to `wire.ts`: posts in
 * order with a time limit, and asking for what is new.
 */

import type { CallEvent } from '../../../src/web/call/call-event.ts'
import { grabStill } from '../../../src/web/call/grab-still.ts'
import { type Call, openCall } from '../../../src/web/call/open-call.ts'
import type { PeerSnapshot } from '../../../src/web/call/peer.ts'
import { openWitnessOutbox, recordWitness, type Witness } from '../../../src/web/call/record-witness.ts'
import type { CallMessage, Participant, ParticipantRole } from '../../../src/web/call/wire.ts'
import { putChunkTo } from '../../../src/web/capture/put-chunk.ts'

/** `ahead` sends nothing before `beginToSend`; `relay` is the only way that may be taken. */
export type HowToJoin = { ahead?: boolean; relay?: RTCIceServer }

type Seen = { peer: PeerSnapshot | null; pictures: number; widthPx: number; heightPx: number }

const requestTimeoutMs = 2000
const pauseMs = 300

const events: CallEvent[] = []
let call: Call | null = null
let local: MediaStream | null = null
let self: Participant | null = null
let room = ''
let witness: Witness | null = null
const outgoing: { to: string; message: CallMessage }[] = []
const connections: RTCPeerConnection[] = []
const videos = new Map<string, HTMLVideoElement>()
/** When each picture of a participant was put before the eye, by the page's clock. */
const picturesAtMs = new Map<string, number[]>()

const ask = async <T>(route: 'join' | 'send' | 'news' | 'complete', body: object): Promise<T> => {
  const limit = new AbortController()
  const timer = setTimeout(() => limit.abort(), requestTimeoutMs)
  try {
    const answer = await fetch('/', {
      method: 'POST',
      body: JSON.stringify({ room, route, ...body }),
      signal: limit.signal,
    })
    return (await answer.json()) as T
  } finally {
    clearTimeout(timer)
  }
}

let pumping = false
const pump = async () => {
  if (pumping) return
  pumping = true
  while (outgoing.length > 0 && self) {
    const batch = outgoing.splice(0)
    await ask('send', { from: self.id, batch }).catch(() => call?.setSignalling('lost'))
  }
  pumping = false
}

type News = {
  participants: Participant[]
  roster: number
  letters: { from: string; message: unknown }[]
  at: number
}

const listen = async ({ id }: Participant) => {
  let since = 0
  let roster = -1
  while (call) {
    try {
      const news = await ask<News>('news', { id, since, roster })
      since = news.at
      call.setSignalling('reachable')
      if (news.roster !== roster) call.setParticipants(news.participants)
      roster = news.roster
      for (const { from, message } of news.letters) call.receive(from, message)
    } catch {
      call?.setSignalling('lost')
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }
}

const show = (peer: PeerSnapshot) => {
  const video = videos.get(peer.id) ?? document.createElement('video')
  if (!videos.has(peer.id)) {
    video.muted = true
    video.autoplay = true
    videos.set(peer.id, video)
    document.body.append(video)
    const times: number[] = []
    picturesAtMs.set(peer.id, times)
    const next = () => {
      times.push(performance.now())
      video.requestVideoFrameCallback(next)
    }
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(next)
  }
  if (video.srcObject !== peer.stream) video.srcObject = peer.stream
}

const stage = {
  /** Opens camera and microphone; a listener needs neither. */
  async prepare(camera: boolean): Promise<void> {
    if (camera) local = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 }, audio: true })
  },
  /** Joins the call, sending at once or not before `beginToSend`; answers with the page's clock at that moment. */
  async join(id: string, role: ParticipantRole, inRoom: string, how: HowToJoin = {}): Promise<number> {
    room = inRoom
    const joinedAtMs = performance.now()
    self = await ask<Participant>('join', { id, role })
    call = openCall({
      self,
      send: (to, message) => {
        outgoing.push({ to, message })
        void pump()
      },
      iceServers: how.relay ? [how.relay] : [],
      iceTransportPolicy: how.relay ? 'relay' : 'all',
      stream: local,
      sending: !how.ahead,
      onEvent: (event) => events.push(event),
      surroundings: {
        createConnection: (configuration) => {
          const connection = new RTCPeerConnection(configuration)
          connections.push(connection)
          return connection
        },
      },
    })
    call.subscribe(() => call?.getSnapshot().peers.forEach(show))
    void listen(self)
    return joinedAtMs
  },
  beginToSend(): number {
    call?.setSending(true)
    return performance.now()
  },
  seen(id: string): Seen {
    const video = videos.get(id)
    return {
      peer: call?.getSnapshot().peers.find((peer) => peer.id === id) ?? null,
      pictures: video?.getVideoPlaybackQuality().totalVideoFrames ?? 0,
      widthPx: video?.videoWidth ?? 0,
      heightPx: video?.videoHeight ?? 0,
    }
  },
  firstPictureAtMs: (id: string): number | null => picturesAtMs.get(id)?.[0] ?? null,
  firstPictureAfterMs: (id: string, ms: number): number | null =>
    picturesAtMs.get(id)?.find((atMs) => atMs > ms) ?? null,
  events: () => events,
  /** Of picture and sound, what left this page so far by the browser's own count, and over how many connections. */
  async mediaSent(): Promise<{ connections: number; bytes: number; packets: number }> {
    const reports = await Promise.all(connections.map((connection) => connection.getStats()))
    const stats = reports.flatMap((report) => [...report.values()]).filter(({ type }) => type === 'outbound-rtp')
    const sum = (member: 'bytesSent' | 'packetsSent') => stats.reduce((total, stat) => total + (stat[member] ?? 0), 0)
    return {
      connections: connections.filter(({ connectionState }) => connectionState === 'connected').length,
      bytes: sum('bytesSent'),
      packets: sum('packetsSent'),
    }
  },
  nowMs: () => performance.now(),
  async still(): Promise<{ widthPx: number; heightPx: number; bytes: number; type: string } | null> {
    const [track] = local?.getVideoTracks() ?? []
    const taken = track ? await grabStill(track) : null
    if (!taken?.ok) return null
    const { widthPx, heightPx, jpeg } = taken.still
    return { widthPx, heightPx, bytes: jpeg.size, type: jpeg.type }
  },
  /** Records what is seen of somebody, also over a new connection, until `endWitness`. */
  async witness(id: string, recordingId: string): Promise<void> {
    const streamOf = () => call?.getSnapshot().peers.find((peer) => peer.id === id)?.stream ?? null
    witness = await recordWitness({
      stream: streamOf(),
      recordingId,
      callId: room,
      outbox: await openWitnessOutbox(),
      put: putChunkTo((recording) => `/${recording}`),
      complete: (recording, whole) => ask('complete', { recording, whole }),
    })
    call?.subscribe(() => witness?.follow(streamOf()))
  },
  witnessMs: () => witness?.mediaMs() ?? 0,
  endWitness: () => witness?.stop(),
  leave(): void {
    call?.close()
    call = null
  },
}

export type CallPage = typeof stage
Object.assign(globalThis, { stage })
