import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { isLanguage } from '#locales/catalogue.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Problem } from '../../kit/problem.tsx'
import { instantText } from '../../kit/time-text.ts'
import { toast } from '../../kit/toast.tsx'
import { answerFaceComparison } from '../api/seller-queries.ts'

/** [SC3] [EV4] What the seller agreed to besides the recording, what is kept of it, and the way to take it back. */
export const FaceComparisonCard = ({ verification }: { verification: SellerCase }) => {
  const { t, i18n } = useTranslation('seller')
  const queries = useQueryClient()
  const { faceComparison, id } = verification
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (textVersion: string) => {
      const language = isLanguage(i18n.language) ? i18n.language : 'en'
      await answerFaceComparison(id, { textVersion, language, agreed: false })
      await queries.invalidateQueries({ queryKey: ['home'] })
    },
    onSuccess: () => toast(t('faces.withdrawn'), 'good'),
  })
  if (!faceComparison?.agreed) return null
  const { agreed, keptUntil, textVersion } = faceComparison
  return (
    <Card title={t('faces.title')}>
      <div className="grid gap-2 text-sm text-ink-soft">
        <p>{t('faces.agreed', { at: instantText(agreed.at, i18n.language), version: agreed.textVersion })}</p>
        <p>
          {keptUntil === null ? t('faces.nothingKept') : t('faces.kept', { at: instantText(keptUntil, i18n.language) })}
        </p>
        {error && <Problem error={error} />}
        <Button busy={isPending} onClick={() => mutate(textVersion)}>
          {t('faces.withdraw')}
        </Button>
      </div>
    </Card>
  )
}
