import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { classNames } from '../../kit/class-names.ts'

type RemotePictureProps = { stream: MediaStream | null; label: string; className?: string }

/** Somebody else's picture and voice, as they are. A page that was loaded anew may have to be touched before it sounds. */
export const RemotePicture = ({ stream, label, className }: RemotePictureProps) => {
  const { t } = useTranslation('seller')
  const video = useRef<HTMLVideoElement>(null)
  const [muted, setMuted] = useState(false)
  useEffect(() => {
    const element = video.current
    if (!element) return
    element.srcObject = stream
    element.muted = false
    if (!stream) return
    element.play().catch((error: unknown) => {
      if (!(error instanceof DOMException) || error.name !== 'NotAllowedError') return
      element.muted = true
      setMuted(true)
      void element.play().catch(() => undefined)
    })
  }, [stream])
  return (
    <div className={classNames('overflow-hidden bg-lens', className)}>
      {/* biome-ignore lint/a11y/useMediaCaption: a living voice has no captions; the chat is the other way */}
      <video
        ref={video}
        autoPlay
        playsInline
        aria-label={label}
        className="size-full object-cover"
        data-person="remote"
      />
      {muted && (
        <Button
          icon="sound"
          className="absolute top-1/2 left-1/2 -translate-x-1/2 -translate-y-1/2"
          onClick={() => {
            if (video.current) video.current.muted = false
            setMuted(false)
          }}
        >
          {t('room.soundOn')}
        </Button>
      )}
    </div>
  )
}
