import { useTranslation } from 'react-i18next'

/** The expression with the characters that are wrong marked; where nothing stands any more, the end is. */
export const MarkedExpression = ({ text, at }: { text: string; at: { from: number; to: number } }) => {
  const { t } = useTranslation('risk')
  const wrong = text.slice(at.from, at.to)
  return (
    <p className="-mt-3 rounded-control bg-sunken px-3 py-2">
      <span className="sr-only">{t('risk:rules.edit.markedAt', { place: at.from + 1 })} </span>
      <code className="font-mono text-sm break-words whitespace-pre-wrap">
        {text.slice(0, at.from)}
        <mark className="rounded-sm bg-blocked-wash font-semibold text-blocked underline decoration-wavy underline-offset-4">
          {wrong === '' ? '‸' : wrong}
        </mark>
        {text.slice(at.to)}
      </code>
    </p>
  )
}
