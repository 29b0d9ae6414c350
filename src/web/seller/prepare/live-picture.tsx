import { type RefObject, useEffect } from 'react'
import { classNames } from '../../kit/class-names.ts'

export type LivePictureProps = {
  stream: MediaStream | null
  video: RefObject<HTMLVideoElement | null>
  label: string
  className?: string
}

/** The living picture, mirrored as people know themselves. What is recorded is not mirrored, or print could not be read. */
export const LivePicture = ({ stream, video, label, className }: LivePictureProps) => {
  useEffect(() => {
    const element = video.current
    if (!element) return
    element.srcObject = stream
    if (stream) void element.play().catch(() => undefined)
  }, [stream, video])
  return (
    <video
      ref={video}
      aria-label={label}
      autoPlay
      muted
      playsInline
      className={classNames('-scale-x-100 bg-lens object-cover', className)}
    />
  )
}
