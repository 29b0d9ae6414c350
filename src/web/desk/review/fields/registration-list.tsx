import { useTranslation } from 'react-i18next'
import type { ReviewView } from '#contracts/desk-api.ts'
import { useDeskWords } from '../../words/use-desk-words.ts'

type Registration = NonNullable<ReviewView['registration']>

/** All that the marketplace has registered, for what the table above has no line for. */
export const RegistrationList = ({ registration }: { registration: Registration | null }) => {
  const { t } = useTranslation('desk')
  const words = useDeskWords()
  if (!registration) return <p className="text-ink-soft">{t('registration.erased')}</p>
  const lines: [string, string | null][] = [
    ['companyName', registration.companyName],
    ['creditCode', registration.creditCode],
    ['kind', t(`registration.kinds.${registration.kind}`)],
    ['site', registration.site],
    ['representative', registration.legalRepresentative.name],
    ['formerNames', words.list(registration.legalRepresentative.formerNames ?? []) || null],
    ['idNumber', registration.legalRepresentative.idNumber],
    ['idValidTo', registration.legalRepresentative.idValidTo ?? null],
    ['signatories', words.list(registration.signatories?.map((one) => one.name) ?? []) || null],
    [
      'licence',
      registration.licence &&
        t('registration.term', {
          from: registration.licence.validFrom,
          to: registration.licence.validTo ?? t('registration.noEnd'),
        }),
    ],
    ['scope', registration.licence?.scope || null],
    ['phone', registration.phone],
    ['phoneLevel', t('registration.level', { level: registration.phoneRealNameLevel })],
    ['email', registration.email],
    ['language', registration.language],
    ['mainCategory', registration.mainCategory],
    ['categories', words.list(registration.categories) || null],
    ['address', registration.address || null],
  ]
  return (
    <dl className="grid grid-cols-[minmax(7rem,30%)_1fr] gap-x-3 gap-y-1 text-[0.9375rem]">
      {lines
        .filter(([, text]) => text !== null)
        .map(([name, text]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid border-t border-line pt-1">
            <dt className="text-ink-soft">{t(`registration.${name}`)}</dt>
            <dd className="break-words">{text}</dd>
          </div>
        ))}
    </dl>
  )
}
