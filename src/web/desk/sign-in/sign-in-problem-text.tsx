import { useTranslation } from 'react-i18next'
import { Banner } from '../../kit/banner.tsx'
import type { SignInProblem } from '../calls/staff-sign-in.ts'

/** What went wrong with signing in and what to do, read out at once. */
export const SignInProblemText = ({ problem }: { problem: SignInProblem }) => {
  const { t } = useTranslation('desk')
  return (
    <Banner
      role="alert"
      meaning={problem === 'passkey-given-up' ? 'needs-you' : 'blocked'}
      title={t(`signIn.problem.${problem}.title`)}
    >
      {t(`signIn.problem.${problem}.body`)}
    </Banner>
  )
}
