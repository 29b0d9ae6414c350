import { useEffect, useRef } from 'react'
import { classNames } from '../../kit/class-names.ts'

export type LiveVideoProps = {
  stream: MediaStream | null
  label: string
  muted?: boolean
  /** One's own picture stands as in a mirror. */
  mirrored?: boolean
  className?: string
  /** The browser wants a press before it plays sound, e.g. after a reload. */
  onSilenced?: () => void
  /** Grows with every press that allows sound. */
  soundTries?: number
}

/** Picture and sound of somebody in the call. */
export const LiveVideo = ({ stream, label, muted = false, mirrored, className, ...sound }: LiveVideoProps) => {
  const video = useRef<HTMLVideoElement>(null)
  const { onSilenced, soundTries = 0 } = sound
  const silenced = useRef(onSilenced)
  useEffect(() => {
    silenced.current = onSilenced
  })
  useEffect(() => {
    const element = video.current
    if (!element) return
    if (element.srcObject !== stream) element.srcObject = stream
    element.muted = muted
    if (!stream) return
    element.play().catch((cause: unknown) => {
      if (!(cause instanceof Error) || cause.name !== 'NotAllowedError' || muted) return
      // The picture goes on; only the sound has to wait for a press.
      element.muted = true
      void element.play().catch(() => undefined)
      silenced.current?.()
    })
  }, [stream, muted, soundTries])
  return (
    // biome-ignore lint/a11y/useMediaCaption: a live call has no captions, and the page says so
    <video
      ref={video}
      aria-label={label}
      autoPlay
      playsInline
      className={classNames('bg-lens object-contain', mirrored && '-scale-x-100', className)}
    />
  )
}
