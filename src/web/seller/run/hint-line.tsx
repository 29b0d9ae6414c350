import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Hint } from '../../capture/hints/hint.ts'
import { Icon } from '../../kit/icon.tsx'
import { announce } from '../../kit/live-region.ts'

/** [CP4] One hint at a time, gone as soon as it is mended. It advises; the server decides. */
export const HintLine = ({ hint }: { hint: Hint | null }) => {
  const { t } = useTranslation('capture')
  const text = hint ? t(`hint.${hint}`) : ''
  useEffect(() => {
    // Spoken only when it stands for a moment, or every flicker would talk over the prompt.
    const timer = text ? setTimeout(() => announce(text), 900) : undefined
    return () => clearTimeout(timer)
  }, [text])
  return (
    <p
      data-hint={hint ?? ''}
      className={`flex min-h-11 items-center gap-2 rounded-control px-4 py-2 text-lg font-medium ${hint ? 'bg-lens-veil' : ''} ${hint === 'good' ? 'text-lens-good' : 'text-lens-needs'}`}
    >
      {hint && <Icon name={hint === 'good' ? 'good' : 'needs-you'} />}
      {text}
    </p>
  )
}
