import { useTranslation } from 'react-i18next'
import { CopyButton } from '../frame/copy-button.tsx'

/** Shown once. Copying and printing are the ways to keep them. */
export const BackupCodes = ({ codes }: { codes: string[] }) => {
  const { t } = useTranslation('desk')
  return (
    <div className="grid gap-3">
      <ol
        aria-label={t('factor.codes.list')}
        className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-control border border-line bg-sunken p-4 font-mono"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div>
        <CopyButton text={codes.join('\n')}>{t('factor.codes.copy')}</CopyButton>
      </div>
    </div>
  )
}
