import { useTranslation } from 'react-i18next'
import { instantText } from './time-text.ts'

/** An instant in the person's language and zone; the machine-readable form is in the markup. */
export const Instant = ({ at, zone }: { at: string; zone?: string }) => {
  const { i18n } = useTranslation()
  return (
    <time dateTime={at} className="tabular">
      {instantText(at, i18n.language, zone)}
    </time>
  )
}
