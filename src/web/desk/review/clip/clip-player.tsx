import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../../kit/button.tsx'
import { Icon } from '../../../kit/icon.tsx'
import { KeyHint } from '../../../kit/key-hint.tsx'
import { momentText } from '../timeline-layout.ts'
import type { Clip, ClipView } from './clip.ts'

export const useClipView = (clip: Clip): ClipView => useSyncExternalStore(clip.subscribe, clip.view)

/** The picture itself. It stays where it is while proof is shown over it, so that sound and place are kept. */
export const ClipPlayer = ({ clip, source }: { clip: Clip; source: string }) => {
  const { t } = useTranslation('desk')
  const video = useRef<HTMLVideoElement>(null)
  const { isPlaying, problem } = useClipView(clip)
  useEffect(() => (video.current ? clip.attach(video.current) : undefined), [clip])
  useEffect(() => {
    // The element itself tells its time four times a second, too seldom for a line that runs under it.
    if (!isPlaying) return
    let frame = requestAnimationFrame(function tick() {
      clip.refresh()
      frame = requestAnimationFrame(tick)
    })
    return () => cancelAnimationFrame(frame)
  }, [clip, isPlaying])
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has written down what sellers say; the steps are named on the line below */}
      <video
        ref={video}
        src={source}
        preload="auto"
        playsInline
        aria-label={t('clip.label')}
        onClick={clip.toggle}
        onLoadedMetadata={clip.metadataArrived}
        onDurationChange={clip.refresh}
        onTimeUpdate={clip.refresh}
        onSeeked={clip.refresh}
        onPlay={clip.refresh}
        onPause={clip.refresh}
        onEnded={clip.refresh}
        onRateChange={clip.refresh}
        onVolumeChange={clip.refresh}
        onError={clip.failed}
        className="size-full object-contain"
      />
      {problem && (
        <p className="absolute inset-0 grid content-center justify-items-center gap-2 bg-lens p-6 text-center text-lens-ink">
          <Icon name="blocked" sizePx={28} />
          {t('clip.unreadable')}
        </p>
      )}
    </>
  )
}

/** Play, place, speed and sound, under the line. */
export const ClipControls = ({ clip }: { clip: Clip }) => {
  const { t } = useTranslation('desk')
  const { isPlaying, nowMs, lengthMs, rate, isMuted } = useClipView(clip)
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <Button className="min-w-24" onClick={clip.toggle}>
        <span className="inline-flex items-center gap-2">
          {t(isPlaying ? 'clip.pause' : 'clip.play')} <KeyHint keys={t('clip.space')} />
        </span>
      </Button>
      <span className="tabular font-mono text-sm">
        {momentText(nowMs)}
        <span className="text-ink-soft"> / {lengthMs === null ? '–' : momentText(lengthMs)}</span>
      </span>
      <Button look="quiet" className="px-2.5" aria-label={t('clip.rateLabel', { rate })} onClick={clip.changeRate}>
        {rate}×
      </Button>
      <Button look="quiet" className="px-2.5" onClick={clip.toggleSound}>
        {t(isMuted ? 'clip.soundOff' : 'clip.soundOn')}
      </Button>
    </div>
  )
}
