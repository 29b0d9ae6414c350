import { useTranslation } from 'react-i18next'
import { instantText } from './time-text.ts'

/** An instant in the person's language and zone; the machine-readable form is in the markup. */
export const Instant = ({ at, zone }: { at: string; zone?: string }) => {
  const { i18n } = useTranslation()
  const text = instantText(at, i18n.language, zone)
  // Where there is little room the line breaks between day and time, and nowhere else.
  const cut = text.lastIndexOf(' ')
  return (
    <time dateTime={at} className="tabular">
      <span className="whitespace-nowrap">{text.slice(0, cut)}</span>{' '}
      <span className="whitespace-nowrap">{text.slice(cut + 1)}</span>
    </time>
  )
}
