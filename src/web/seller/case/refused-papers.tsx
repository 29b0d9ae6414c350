import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Banner } from '../../kit/banner.tsx'
import { instantText } from '../../kit/time-text.ts'

type Refused = NonNullable<NonNullable<SellerCase['offlineLane']>['refused']>

/** [FA3] Never refused without saying why and what to send instead. */
export const RefusedPapers = ({ refused }: { refused: Refused }) => {
  const { t, i18n } = useTranslation(['seller', 'failure'])
  return (
    <Banner meaning="blocked" title={t('offline.refused', { at: instantText(refused.at, i18n.language) })}>
      <ul className="mt-1 grid gap-3">
        {refused.failures.map(({ code }) => (
          <li key={code}>
            <p className="font-medium">{t(`failure:${code}.title`)}</p>
            <p>{t(`failure:${code}.fix`)}</p>
            <a className="text-accent underline underline-offset-4" href={`/help/${code}?lang=${i18n.language}`}>
              {t('offline.refusedHelp')}
            </a>
          </li>
        ))}
      </ul>
    </Banner>
  )
}
