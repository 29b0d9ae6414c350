import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Card } from '../../kit/card.tsx'
import { Tag } from '../../kit/status.tsx'
import { StepPicture } from '../drawings/step-picture.tsx'

type Needed = SellerCase['documents'][number]

const pictureOf = (document: Needed['document']) => {
  switch (document) {
    case 'identity-card':
      return 'id-front'
    case 'licence':
      return 'licence'
    case 'office':
      return 'pan'
    default:
      return 'document'
  }
}

/** [DO1] What this seller has at hand, as pictures and words; nothing where the program names nothing. */
export const DocumentsCard = ({ documents }: Pick<SellerCase, 'documents'>) => {
  const { t } = useTranslation(['seller', 'common'])
  if (documents.length === 0) return null
  return (
    <Card title={t('documents.title')}>
      <p className="mb-3 max-w-read text-ink-soft">{t('documents.lead')}</p>
      <ul className="grid gap-x-6 gap-y-3 md:grid-cols-2">
        {documents.map(({ document, demanded }) => (
          <li key={document} className="flex items-start gap-3">
            <StepPicture kind={pictureOf(document)} className="w-16 shrink-0 rounded-control bg-sunken text-ink-soft" />
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
                <span className="inline-block first-letter:uppercase">{t(`common:document.${document}`)}</span>
                <Tag>{demanded === 'always' ? t('documents.always') : t('documents.whenAsked')}</Tag>
              </p>
              <p className="text-sm text-ink-soft">{t(`documents.hint.${document}`)}</p>
            </div>
          </li>
        ))}
      </ul>
    </Card>
  )
}
