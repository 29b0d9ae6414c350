import { useTranslation } from 'react-i18next'
import { type Finding, frameAddress } from '../api/seller-queries.ts'
import { mediaTimeText } from './measure.ts'

type Frame = Finding['proofFrames'][number]

/** [FA2] The picture that proves it, with what matters outlined in it. */
export const ProofPicture = ({ frame, about }: { frame: Frame; about: string }) => {
  const { t, i18n } = useTranslation('seller')
  const at = mediaTimeText(frame.atMs)
  // Outlines that say where something lies are named; the card's own needs no name.
  const named = frame.marks.find((mark) => i18n.exists(`seller:result.mark.${mark.label}`))
  const caption = named ? t('result.proofOf', { at, what: t(`result.mark.${named.label}`) }) : t('result.proof', { at })
  // Lines stay as thick on the page whatever the size of the picture.
  const thick = frame.widthPx / 240
  return (
    <figure className="grid gap-1">
      <div className="relative overflow-hidden rounded-control border border-line bg-lens">
        <img
          src={frameAddress(frame.frameId)}
          width={frame.widthPx}
          height={frame.heightPx}
          alt={`${about}. ${caption}`}
          loading="lazy"
          className="block h-auto w-full"
        />
        <svg
          aria-hidden="true"
          viewBox={`0 0 ${frame.widthPx} ${frame.heightPx}`}
          className="absolute inset-0 size-full"
          fill="none"
          strokeLinejoin="round"
        >
          {frame.marks.map((mark) => {
            const points = mark.points.map(([x, y]) => `${x},${y}`).join(' ')
            return (
              <g key={`${mark.label} ${points}`}>
                <polygon points={points} className="stroke-lens" strokeWidth={thick * 2.2} opacity={0.6} />
                <polygon points={points} className="stroke-lens-needs" strokeWidth={thick} />
              </g>
            )
          })}
        </svg>
      </div>
      <figcaption className="text-sm text-ink-faint">{caption}</figcaption>
    </figure>
  )
}
