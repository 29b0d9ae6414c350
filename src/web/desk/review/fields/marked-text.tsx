import { classNames } from '../../../kit/class-names.ts'
import type { Part } from './text-difference.ts'

/** The one look of a difference, everywhere at the desk: colour, underline and weight together. */
export const differenceClass =
  'rounded-xs bg-needs-wash font-semibold text-needs underline decoration-2 underline-offset-3'

export const MarkedText = ({ parts, className }: { parts: Part[]; className?: string }) => (
  <span className={classNames('wrap-anywhere', className)}>
    {parts.map((part, index) =>
      part.differs ? (
        <mark key={index} className={differenceClass}>
          {part.text}
        </mark>
      ) : (
        part.text
      ),
    )}
  </span>
)
