import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { passkeysWorkHere, signInProblem, signInWithPasskey, signOut } from '../calls/staff-sign-in.ts'
import { SignInProblemText } from './sign-in-problem-text.tsx'

/** The password was right and the second step has not been used: it is asked for, and nothing else can be done. */
export const UseFactor = ({ onReady }: { onReady: () => Promise<void> }) => {
  const { t } = useTranslation('desk')
  const use = useMutation({ mutationFn: signInWithPasskey, onSuccess: onReady })
  return (
    <Card>
      <div className="grid gap-4">
        {use.error && <SignInProblemText problem={signInProblem(use.error)} />}
        <p>{t('factor.already.body')}</p>
        <div className="flex flex-wrap gap-3">
          {passkeysWorkHere() && (
            <Button look="primary" icon="lock" busy={use.isPending} onClick={() => use.mutate()}>
              {t('signIn.passkey')}
            </Button>
          )}
          <Button onClick={() => void signOut().then(() => window.location.assign('/desk/'))}>
            {t('factor.already.again')}
          </Button>
        </div>
      </div>
    </Card>
  )
}
