import { useEffect, useState } from 'react'
import { watchSoundLevel } from '../../device-check/sound-level.ts'

/** How loud the microphone hears just now, 0 to 1. */
export const useSoundLevel = (stream: MediaStream | null): number => {
  const [level01, setLevel01] = useState(0)
  useEffect(() => {
    setLevel01(0)
    return stream ? watchSoundLevel(stream, setLevel01) : undefined
  }, [stream])
  return level01
}
