import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { DeskCallRoom } from '#contracts/held-call.ts'
import type { PeerSnapshot } from '../../call/peer.ts'
import { openMedia, stopMedia } from '../../device-check/open-media.ts'
import { onCallNudge } from '../calls/nudges.ts'
import { roomApi, roomQuery, type Seat } from './room-api.ts'
import { openRoomSession, type RoomSession, type SessionState } from './room-session.ts'

export type Stay = {
  /** Null while nobody has taken a seat. */
  state: SessionState | null
  /** Camera and microphone of this page. */
  own: MediaStream | null
  /** What is missing of them, by the browser's name; null when both are there. */
  missing: string | null
  seller: PeerSnapshot | null
  others: PeerSnapshot[]
  microphone: boolean
  toggleMicrophone: () => void
}

const noPeers: PeerSnapshot[] = []
const nothing = () => () => undefined

/** This page's stay in the call for as long as a seat is taken: its camera, its connections, the room kept fresh. */
export const useStay = (room: DeskCallRoom, seat: Seat | null): Stay => {
  const { bookingId } = room
  const queries = useQueryClient()
  const [session, setSession] = useState<RoomSession | null>(null)
  const [media, setMedia] = useState<{ stream: MediaStream | null; missing: string | null }>(noMedia)
  const [microphone, setMicrophone] = useState(true)
  const latest = useRef(room)
  useEffect(() => {
    latest.current = room
  })

  useEffect(() => {
    if (!seat) return
    let closed = false
    let opened: RoomSession | null = null
    let stream: MediaStream | null = null
    const begin = async () => {
      const found = seat === 'supervisor' ? noMedia : await openOwnMedia()
      stream = found.stream
      if (closed) return stopMedia(stream)
      setMedia(found)
      opened = openRoomSession({ api: roomApi(bookingId), seat, room: latest.current, stream })
      setSession(opened)
    }
    void begin()
    return () => {
      closed = true
      opened?.close()
      stopMedia(stream)
      setSession(null)
      setMedia(noMedia)
      setMicrophone(true)
    }
  }, [seat, bookingId])

  useEffect(() => session?.takeRoom(room), [session, room])
  useEffect(
    () =>
      onCallNudge(({ what, bookingId: of }) => {
        if (of !== null && of !== bookingId) return
        if (what === 'answered') session?.answered()
        if (what === 'signal') session?.look()
        else void queries.invalidateQueries({ queryKey: roomQuery(bookingId).queryKey })
      }),
    [session, bookingId, queries],
  )

  const state = useSyncExternalStore(session?.subscribe ?? nothing, () => session?.getSnapshot() ?? null)
  const peers = state?.phase === 'in' ? state.call.peers : noPeers
  const toggleMicrophone = () => {
    for (const track of media.stream?.getAudioTracks() ?? []) track.enabled = !microphone
    setMicrophone(!microphone)
  }
  return {
    state,
    own: media.stream,
    missing: media.missing,
    seller: peers.find(({ role }) => role === 'seller') ?? null,
    others: peers.filter(({ role, state }) => role !== 'seller' && state !== 'gone'),
    microphone,
    toggleMicrophone,
  }
}

const noMedia = { stream: null, missing: null }

/** Without a camera the reviewer is still heard, and without either still sees: the call must not fail for it. */
const openOwnMedia = async (): Promise<{ stream: MediaStream | null; missing: string | null }> => {
  const opened = await openMedia({ cameraId: null, microphoneId: null })
  if (opened.ok) return { stream: opened.stream, missing: opened.microphoneError }
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
    return { stream, missing: opened.error }
  } catch {
    return { stream: null, missing: opened.error }
  }
}
