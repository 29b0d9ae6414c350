import { useTranslation } from 'react-i18next'
import { classNames } from './class-names.ts'

/** Grey lines in the shape of what is coming. The last is shorter, as paragraphs are. */
export const Skeleton = ({ lines = 3, className }: { lines?: number; className?: string }) => {
  const { t } = useTranslation('common')
  return (
    <div role="status" className={classNames('grid gap-3', className)}>
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        <div
          key={index}
          className={classNames('skeleton-shimmer h-4 rounded-md', index === lines - 1 && lines > 1 && 'w-2/3')}
        />
      ))}
    </div>
  )
}
