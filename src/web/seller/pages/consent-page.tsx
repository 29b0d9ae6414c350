import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { isLanguage } from '#locales/catalogue.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button, buttonClass } from '../../kit/button.tsx'
import { Checkbox } from '../../kit/checkbox.tsx'
import { Icon, type IconName } from '../../kit/icon.tsx'
import { Problem } from '../../kit/problem.tsx'
import { instantText } from '../../kit/time-text.ts'
import { answerFaceComparison, giveConsent } from '../api/seller-queries.ts'
import { FaceComparisonCard } from '../case/face-comparison-card.tsx'
import { useCase } from '../frame/use-home.ts'
import { VerificationFrame } from '../frame/verification-frame.tsx'

const points: [id: string, icon: IconName][] = [
  ['what', 'camera'],
  ['why', 'person'],
  ['who', 'shield'],
  ['where', 'lock'],
  ['rights', 'list'],
  ['else', 'info'],
]

/** What is different in a call, and where there is no other way. */
const wordsOf = (point: string, { call, offlineLane }: SellerCase): string =>
  point === 'else' && !offlineLane
    ? 'consent.points.else.bodyNoOtherWay'
    : `consent.points.${point}.${call ? 'bodyInCall' : 'body'}`

/** [EV4] What is recorded and what becomes of it, and the agreement to it, before any camera runs. */
export const ConsentPage = () => {
  const { t, i18n } = useTranslation('seller')
  const verification = useCase()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const { back } = useSearch({ from: '/signed-in/consent' })
  const [agreed, setAgreed] = useState(false)
  const [compareFace, setCompareFace] = useState(false)
  const [asked, setAsked] = useState(false)
  const language = isLanguage(i18n.language) ? i18n.language : 'en'
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (caseId: string) => {
      await giveConsent(caseId, { textVersion: verification?.consentTextVersion ?? '', language, agreed: true })
      const textVersion = verification?.faceComparison?.textVersion
      if (compareFace && textVersion) await answerFaceComparison(caseId, { textVersion, language, agreed: true })
      await queries.invalidateQueries({ queryKey: ['home'] })
    },
    onSuccess: () => navigate({ to: back === 'prepare' ? '/prepare' : verification?.call ? '/case' : '/run' }),
  })
  if (!verification) return null
  return (
    <VerificationFrame title={t('consent.title')}>
      <h1 className="text-2xl font-semibold">{t('consent.title')}</h1>
      <p className="mt-1 mb-5 text-ink-soft">{t('consent.lead')}</p>
      <dl className="grid gap-x-8 gap-y-5 rounded-card border border-line bg-surface p-5 md:grid-cols-2">
        {points.map(([id, icon]) => (
          <div key={id}>
            <dt className="flex items-center gap-3 font-semibold">
              <span className="text-accent">
                <Icon name={icon} />
              </span>
              {t(`consent.points.${id}.title`)}
            </dt>
            <dd className="max-w-read pl-8 text-ink-soft">
              {id === 'where' && verification.mediaHours !== null
                ? t('consent.points.where.bodyDeleted', { count: verification.mediaHours })
                : t([wordsOf(id, verification), `consent.points.${id}.body`])}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-sm text-ink-faint">
        {t('consent.basis', {
          legalBasis: verification.program.legalBasis,
          version: verification.consentTextVersion,
        })}
      </p>
      {error && (
        <div className="mt-4">
          <Problem error={error} />
        </div>
      )}
      {verification.consent ? (
        <div className="mt-5 grid gap-5">
          <Banner
            meaning="good"
            title={t('consent.given', { at: instantText(verification.consent.at, i18n.language) })}
            action={
              <Link to="/case" className={buttonClass('secondary')}>
                {t('result.toCase')}
              </Link>
            }
          />
          <FaceComparisonCard verification={verification} />
        </div>
      ) : (
        <form
          className="mt-4 grid gap-3"
          onSubmit={(event) => {
            event.preventDefault()
            setAsked(true)
            if (agreed) mutate(verification.id)
          }}
        >
          <Checkbox
            checked={agreed}
            onChange={(event) => setAgreed(event.target.checked)}
            aria-describedby={asked && !agreed ? 'agree-first' : undefined}
          >
            {verification.call ? t('consent.agreeInCall') : t('consent.agree')}
          </Checkbox>
          {asked && !agreed && (
            <p id="agree-first" role="alert" className="flex items-center gap-1.5 text-blocked">
              <Icon name="blocked" sizePx={16} />
              {t('consent.agreeFirst')}
            </p>
          )}
          {verification.faceComparison && (
            <FaceOffer
              verification={verification}
              keepDays={verification.faceComparison.keepDays}
              agreed={compareFace}
              onChange={setCompareFace}
            />
          )}
          <div className="flex flex-wrap items-center gap-3">
            <Button type="submit" look="primary" size="large" busy={isPending}>
              {t('consent.continue')}
            </Button>
            {verification.offlineLane && (
              <Link to="/offline" className={buttonClass('quiet', 'large')}>
                {t('consent.otherWay')}
              </Link>
            )}
          </div>
        </form>
      )}
    </VerificationFrame>
  )
}

type FaceOfferProps = {
  verification: SellerCase
  keepDays: number
  agreed: boolean
  onChange: (agreed: boolean) => void
}

/** [SC3] [EV4] Asked apart and never ticked beforehand: the verification does not depend on it. */
const FaceOffer = ({ verification, keepDays, agreed, onChange }: FaceOfferProps) => {
  const { t } = useTranslation('seller')
  return (
    <section aria-labelledby="face-offer" className="rounded-card border border-line bg-surface p-4">
      <h2 id="face-offer" className="font-semibold">
        {t('faces.offerTitle')}
      </h2>
      <p id="face-offer-body" className="mt-1 max-w-read text-sm text-ink-soft">
        {t('faces.offerBody', { count: keepDays, marketplace: verification.program.marketplace })}
      </p>
      <Checkbox
        checked={agreed}
        onChange={(event) => onChange(event.target.checked)}
        aria-describedby="face-offer-body"
      >
        {t('faces.offer')}
      </Checkbox>
    </section>
  )
}
