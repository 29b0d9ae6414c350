import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { classNames } from '../../../kit/class-names.ts'
import { Icon } from '../../../kit/icon.tsx'
import { frameAddress } from '../../calls/desk-queries.ts'
import { useDeskWords } from '../../words/use-desk-words.ts'
import { momentText } from '../timeline-layout.ts'
import { closeUp, isMostlyShown, labelPlace, type Proof, wholePicture } from './proof-view.ts'

export type ProofPictureProps = {
  proof: Proof
  /** What it proves, for the alternative text. */
  about: string
  close: boolean
  /** Words beside the marks; left out in small pictures. */
  labelled?: boolean
  className?: string
}

/** A still of the recording with its marks drawn in: a light line on a dark one, to be seen on any picture. */
export const ProofPicture = ({ proof, about, close, labelled = false, className }: ProofPictureProps) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  const [missing, setMissing] = useState(false)
  const shown = close ? closeUp(proof) : wholePicture(proof)
  const linePx = shown.width / (labelled ? 320 : 90)
  const textPx = shown.width / 32
  const marks = proof.marks.filter(({ points }) => points.length > 1)
  const alternative = t('proof.alternative', {
    about,
    at: momentText(proof.atMs),
    marks: words.list(marks.map(({ label }) => words.mark(label))) || t('proof.noMarks'),
  })
  if (missing)
    return (
      <span
        className={classNames(
          'grid aspect-video place-items-center gap-1 bg-lens p-2 text-center text-xs text-lens-soft',
          className,
        )}
      >
        <Icon name="blocked" />
        {t('proof.missing')}
      </span>
    )
  return (
    <svg
      role="img"
      aria-label={alternative}
      viewBox={`${shown.x} ${shown.y} ${shown.width} ${shown.height}`}
      className={classNames('bg-lens', className)}
    >
      <image
        href={frameAddress(proof.frameId)}
        width={proof.widthPx}
        height={proof.heightPx}
        onError={() => setMissing(true)}
      />
      {marks.map((mark) => {
        const points = mark.points.map((point) => point.join(',')).join(' ')
        return (
          <g key={`${mark.label}.${points}`} fill="none" strokeLinejoin="round">
            <polygon points={points} className="stroke-lens" strokeWidth={linePx * 2.4} opacity={0.7} />
            <polygon points={points} className="stroke-lens-needs" strokeWidth={linePx} />
          </g>
        )
      })}
      {labelled &&
        marks
          .filter((mark) => isMostlyShown(mark.points, shown))
          .map((mark) => (
            <text
              key={`${mark.label}.${mark.points.join()}`}
              {...labelPlace(mark.points, shown, textPx)}
              fontSize={textPx}
              strokeWidth={textPx / 4}
              paintOrder="stroke"
              strokeLinejoin="round"
              className="fill-lens-needs stroke-lens font-semibold"
            >
              {words.mark(mark.label)}
            </text>
          ))}
    </svg>
  )
}
