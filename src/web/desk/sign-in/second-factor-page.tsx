import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { MeView } from '#contracts/desk-api.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { passkeysWorkHere, signOut } from '../calls/staff-sign-in.ts'
import { DoorFrame } from '../frame/door-frame.tsx'
import { PageHeading, usePageTitle } from '../frame/page.tsx'
import { PasskeySetup } from './passkey-setup.tsx'
import { TotpSetup } from './totp-setup.tsx'
import { UseFactor } from './use-factor.tsx'

type Props = { me: MeView; onReady: () => Promise<void> }

/** Without a second factor nobody sees a seller's data: this page is all there is until one is set up, or used. */
export const SecondFactorPage = ({ me, onReady }: Props) => {
  const { t } = useTranslation('desk')
  // What existed when the page came decides: a passkey made below is used below.
  const [usesOwn] = useState(me.factorSetUp)
  usePageTitle(t(usesOwn ? 'factor.already.title' : 'factor.title'))
  return (
    <DoorFrame>
      <PageHeading>{t(usesOwn ? 'factor.already.title' : 'factor.title')}</PageHeading>
      {usesOwn ? <UseFactor onReady={onReady} /> : <FirstSetUp me={me} onReady={onReady} />}
    </DoorFrame>
  )
}

const FirstSetUp = ({ me, onReady }: Props) => {
  const { t } = useTranslation('desk')
  const [way, setWay] = useState<'app' | 'passkey' | null>(null)
  return (
    <>
      <p className="text-ink-soft">{t('factor.lead', { name: me.name })}</p>
      {way === null && (
        <>
          <Card title={t('factor.app.title')}>
            <p className="mb-4">{t('factor.app.body')}</p>
            <Button look="primary" onClick={() => setWay('app')}>
              {t('factor.app.go')}
            </Button>
          </Card>
          <Card title={t('factor.passkey.title')}>
            <p className="mb-4">{t(passkeysWorkHere() ? 'factor.passkey.body' : 'factor.passkey.notHere')}</p>
            {passkeysWorkHere() && <Button onClick={() => setWay('passkey')}>{t('factor.passkey.go')}</Button>}
          </Card>
        </>
      )}
      {way === 'app' && <TotpSetup email={me.email} onReady={onReady} onBack={() => setWay(null)} />}
      {way === 'passkey' && <PasskeySetup onReady={onReady} onBack={() => setWay(null)} />}
      <p>
        <Button look="quiet" onClick={() => void signOut().then(() => window.location.assign('/desk/'))}>
          {t('frame.signOut')}
        </Button>
      </p>
    </>
  )
}
