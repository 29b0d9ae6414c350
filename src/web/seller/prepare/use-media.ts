import { useCallback, useEffect, useRef, useState } from 'react'
import {
  type ChosenDevices,
  openMedia,
  rememberDevices,
  rememberedDevices,
  stopMedia,
} from '../../device-check/open-media.ts'

export type MediaState =
  | { state: 'closed' }
  | { state: 'asking' }
  | { state: 'open'; stream: MediaStream; microphoneError: string | null }
  | { state: 'failed'; error: string }

export type MediaChoice = { cameras: MediaDeviceInfo[]; microphones: MediaDeviceInfo[] }

/** Camera and microphone for as long as the component stands; closed with it, so that no light stays on. */
export const useMedia = () => {
  const [media, setMedia] = useState<MediaState>({ state: 'closed' })
  const [chosen, setChosen] = useState<ChosenDevices>(rememberedDevices)
  const [choice, setChoice] = useState<MediaChoice>({ cameras: [], microphones: [] })
  const stream = useRef<MediaStream | null>(null)
  const gone = useRef(false)

  const open = useCallback(async (devices: ChosenDevices): Promise<MediaState> => {
    stopMedia(stream.current)
    stream.current = null
    setMedia({ state: 'asking' })
    const opened = await openMedia(devices)
    if (opened.ok && gone.current) stopMedia(opened.stream)
    const next: MediaState = opened.ok
      ? { state: 'open', stream: opened.stream, microphoneError: opened.microphoneError }
      : { state: 'failed', error: opened.error }
    if (opened.ok) {
      stream.current = opened.stream
      // Names of devices are told only after permission.
      const all = await navigator.mediaDevices.enumerateDevices()
      setChoice({
        cameras: all.filter((device) => device.kind === 'videoinput'),
        microphones: all.filter((device) => device.kind === 'audioinput'),
      })
    }
    setMedia(next)
    return next
  }, [])

  const choose = useCallback((next: ChosenDevices) => {
    rememberDevices(next)
    setChosen(next)
  }, [])

  useEffect(() => {
    gone.current = false
    return () => {
      gone.current = true
      stopMedia(stream.current)
      stream.current = null
    }
  }, [])

  return { media, open, chosen, choose, choice }
}
