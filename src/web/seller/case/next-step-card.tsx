import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Button, buttonClass } from '../../kit/button.tsx'
import { classNames } from '../../kit/class-names.ts'
import { Icon } from '../../kit/icon.tsx'
import { type Meaning, meaningText } from '../../kit/status.tsx'
import { dateText, instantText } from '../../kit/time-text.ts'
import { useZoneWords } from '../../kit/use-zone-words.ts'
import { lookAgain } from '../api/seller-queries.ts'
import { ReviewWait } from './review-wait.tsx'

/** What colour and sign the next step has: whether it waits for the seller, for us, or is blocked. */
const meaningOf = (nextStep: SellerCase['nextStep']): Meaning => {
  switch (nextStep) {
    case 'complete-registration':
    case 'renew-licence':
    case 'confirm-phone':
    case 'contact-support':
    case 'wait-for-lock':
    case 'wait-for-tomorrow':
    case 'appeal':
      return 'blocked'
    case 'wait-for-findings':
    case 'wait-for-review':
    case 'wait-for-appeal':
    case 'wait-for-call':
    case 'continue-run':
      return 'neutral'
    case 'wait-for-restoration':
    case 'nothing':
      return 'good'
    default:
      return 'needs-you'
  }
}

/**
 * Whose words the step has. Functions come back after a pass, after a withdrawal, and after the marketplace reported that it still
 * holds one: then the seller is told so. [RE2]
 */
const wordsOf = ({ nextStep, status, restrictions }: SellerCase): string => {
  if (nextStep !== 'wait-for-restoration') return `next.${nextStep}`
  if (restrictions.some((one) => one.drift?.kind === 'left-behind')) return 'next.told-again'
  return status === 'withdrawn' ? 'next.wait-for-return' : 'next.wait-for-restoration'
}

/** [NO4] The one next step: what to do now, one button that does it, and what happens after. */
export const NextStepCard = ({ verification }: { verification: SellerCase }) => {
  const { t, i18n } = useTranslation('seller')
  const { nextStep, allowance, call } = verification
  const words = wordsOf(verification)
  const zones = useZoneWords()
  const meaning =
    verification.status === 'banned' && nextStep === 'nothing'
      ? 'blocked'
      : words === 'next.told-again'
        ? 'neutral'
        : meaningOf(nextStep)
  const locked = nextStep === 'book-call' && allowance.lockedUntil !== null
  // Both end without a way on, and neither is "all is well".
  const isOver = nextStep === 'nothing' && (verification.status === 'withdrawn' || verification.status === 'banned')
  const closed = isOver ? verification.status : null
  const values = {
    marketplace: verification.program.marketplace,
    call: call?.booked ? zones.both(call.booked.startAt, call.zone) : '',
    missing: verification.missingRegistration.map((member) => t(`missing.${member}`, member)).join(t('listComma')),
    licenceEnds: verification.licence?.validTo ? dateText(verification.licence.validTo, i18n.language) : '',
    licenceDays: verification.licence?.minDaysLeft ?? '',
    until: allowance.lockedUntil ? instantText(allowance.lockedUntil, i18n.language) : '',
  }
  return (
    <section aria-labelledby="next-step" className="overflow-hidden rounded-card border border-line bg-surface">
      <div className="grid gap-4 p-5 sm:p-7">
        <p className={classNames('flex items-center gap-2 text-sm font-semibold', meaningText[meaning])}>
          <Icon
            name={
              meaning === 'good' ? 'good' : meaning === 'blocked' ? 'lock' : meaning === 'neutral' ? 'clock' : 'next'
            }
            sizePx={18}
          />
          {t('case.now')}
        </p>
        <div className="grid gap-2">
          <h2 id="next-step" className="text-2xl font-semibold sm:text-[1.75rem] sm:leading-9">
            {closed ? (closed === 'banned' ? t('banned.title') : t('withdrawn.title')) : t(`${words}.title`, values)}
          </h2>
          <p className="max-w-read text-ink-soft">
            {closed
              ? closed === 'banned'
                ? t('banned.body')
                : t('withdrawn.body')
              : t([`${words}.${locked ? 'bodyLocked' : call ? 'bodyInCall' : 'body'}`, `${words}.body`], values)}
          </p>
          {nextStep === 'wait-for-review' && verification.reviewWait && <ReviewWait wait={verification.reviewWait} />}
        </div>
        <div>
          <NextStepAction verification={verification} label={t(`${words}.action`)} />
        </div>
      </div>
      {!closed && (
        <p className="flex items-start gap-3 border-t border-line bg-sunken px-5 py-3.5 text-[0.9375rem] sm:px-7">
          <span className="shrink-0 font-medium">{t('case.after')}</span>
          <span className="text-ink-soft">
            {call ? t(`${words}.afterInCall`, t(`${words}.after`, values)) : t(`${words}.after`, values)}
          </span>
        </p>
      )}
    </section>
  )
}

const NextStepAction = ({ verification, label }: { verification: SellerCase; label: string }) => {
  const primary = buttonClass('primary', 'large')
  const secondary = buttonClass('secondary', 'large')
  const lastAttempt = verification.attempts.at(-1)
  switch (verification.nextStep) {
    case 'complete-registration':
    case 'renew-licence':
    case 'confirm-phone':
    case 'contact-support':
    case 'continue-run':
      return <LookAgain caseId={verification.id} label={label} />
    case 'check-device':
      return (
        <Link to="/prepare" className={primary}>
          {label}
        </Link>
      )
    case 'compare-registration':
      return (
        <Link to="/compare" className={primary}>
          {label}
        </Link>
      )
    case 'confirm-phone-code':
      return (
        <Link to="/phone" className={primary}>
          {label}
        </Link>
      )
    case 'wait-for-tomorrow':
      return (
        <Link to="/prepare" className={secondary}>
          {label}
        </Link>
      )
    case 'book-call':
      return (
        <Link to="/call" className={primary}>
          {label}
        </Link>
      )
    case 'enter-call':
      return (
        <Link to="/room" className={primary}>
          {label}
        </Link>
      )
    case 'wait-for-call':
      return (
        <Link to="/call" className={secondary}>
          {label}
        </Link>
      )
    case 'give-consent':
      return (
        <Link to="/consent" className={primary}>
          {label}
        </Link>
      )
    case 'start-run':
      return (
        <Link to="/run" className={primary}>
          {label}
        </Link>
      )
    case 'wait-for-findings':
    case 'wait-for-review':
    case 'wait-for-lock':
      return lastAttempt ? (
        <Link to="/result/$attemptId" params={{ attemptId: lastAttempt.id }} className={secondary}>
          {label}
        </Link>
      ) : null
    case 'follow-offline-lane':
      return (
        <Link to="/offline" className={primary}>
          {label}
        </Link>
      )
    case 'appeal':
    case 'wait-for-appeal':
      return (
        <a href="#appeal" className={verification.nextStep === 'appeal' ? primary : secondary}>
          {label}
        </a>
      )
    case 'wait-for-restoration':
    case 'nothing':
      return (
        <Link to="/" className={secondary}>
          {label}
        </Link>
      )
  }
}

/** The server looks again at what barred the way. */
const LookAgain = ({ caseId, label }: { caseId: string; label: string }) => {
  const queries = useQueryClient()
  const [busy, setBusy] = useState(false)
  const look = async () => {
    setBusy(true)
    try {
      await lookAgain(caseId)
    } finally {
      await queries.invalidateQueries({ queryKey: ['home'] })
      setBusy(false)
    }
  }
  return (
    <Button look="primary" size="large" busy={busy} onClick={() => void look()}>
      {label}
    </Button>
  )
}
