import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { RefObject } from 'react'
import { useTranslation } from 'react-i18next'
import type { SellerCase } from '#contracts/seller-api.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button, buttonClass } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Problem } from '../../kit/problem.tsx'
import { Skeleton } from '../../kit/skeleton.tsx'
import { Tag } from '../../kit/status.tsx'
import { clipAddress, rehearsalQuery } from '../api/seller-queries.ts'
import { FindingList } from '../result/finding-list.tsx'
import { ProofPicture } from '../result/proof-picture.tsx'
import type { useMedia } from './use-media.ts'
import { useRehearsal } from './use-rehearsal.ts'

export type RehearsalCardProps = {
  verification: SellerCase
  door: ReturnType<typeof useMedia>
  video: RefObject<HTMLVideoElement | null>
}

/** [DV7] Record three seconds, watch them, and see what a run would find in them. */
export const RehearsalCard = ({ verification, door }: RehearsalCardProps) => {
  const { t } = useTranslation('seller')
  const { rehearsal, record } = useRehearsal(verification.id)
  const { state } = rehearsal
  const start = async () => {
    const media = door.media.state === 'open' ? door.media : await door.open(door.chosen)
    if (media.state === 'open') await record(media.stream)
  }
  const busy = state === 'starting' || state === 'recording' || state === 'sending'
  return (
    <Card
      title={t('prepare.rehearse')}
      aside={<Tag>{verification.call ? t('rehearsal.noAttemptInCall') : t('rehearsal.noAttempt')}</Tag>}
    >
      <p className="mb-4 max-w-read text-ink-soft">{t('prepare.rehearseBody')}</p>
      {verification.consent === null && (
        <div className="flex flex-wrap items-center gap-4">
          <p className="max-w-read">
            {verification.call ? t('rehearsal.consentFirstInCall') : t('rehearsal.consentFirst')}
          </p>
          <Link to="/consent" search={{ back: 'prepare' }} className={buttonClass()}>
            {t('next.give-consent.action')}
          </Link>
        </div>
      )}
      <div className={verification.consent === null ? 'hidden' : 'flex flex-wrap items-center gap-4'}>
        <Button icon="camera" size="large" busy={busy} onClick={() => void start()}>
          {state === 'sent' || state === 'failed' ? t('rehearsal.again') : t('rehearsal.start')}
        </Button>
        <p role="status" className="font-medium">
          {state === 'recording' && t('rehearsal.counting', { seconds: rehearsal.seconds })}
          {state === 'sending' && t('rehearsal.sending')}
        </p>
      </div>
      {state === 'failed' && (
        <div className="mt-4">
          <Problem error={rehearsal.error} />
        </div>
      )}
      {state === 'sent' && (
        <RehearsalFindings
          key={rehearsal.rehearsalId}
          rehearsalId={rehearsal.rehearsalId}
          inCall={verification.call !== null}
        />
      )}
    </Card>
  )
}

const RehearsalFindings = ({ rehearsalId, inCall }: { rehearsalId: string; inCall: boolean }) => {
  const { t } = useTranslation(['seller', 'refusal', 'failure'])
  const { data, error, refetch } = useQuery(rehearsalQuery(rehearsalId))
  const judged = data?.findings.filter((one) => one.outcome === 'pass' || one.outcome === 'fail') ?? []
  const failed = judged.filter((one) => one.outcome === 'fail')
  const frame = failed.flatMap((one) => one.proofFrames)[0]
  return (
    <div className="mt-5 grid gap-5 md:grid-cols-2">
      <div className="grid content-start gap-2">
        <h3 className="font-semibold">{t('rehearsal.watch')}</h3>
        {/* biome-ignore lint/a11y/useMediaCaption: the seller's own three seconds have no words to caption */}
        <video
          controls
          playsInline
          preload="auto"
          src={clipAddress(rehearsalId)}
          className="aspect-video w-full rounded-card bg-lens"
        />
      </div>
      <div className="grid content-start gap-3">
        <h3 className="font-semibold">{t('rehearsal.found')}</h3>
        {error && <Problem error={error} onRetry={() => void refetch()} />}
        {data?.state === 'refused' && (
          <Banner meaning="blocked" title={t('rehearsal.refused')}>
            {data.refusal && t(`refusal:${data.refusal}`, t('refusal:unknown'))}
          </Banner>
        )}
        {(!data || data.state === 'recording' || data.state === 'inspecting') && !error && (
          <div role="status">
            <p className="mb-3 text-ink-soft">{t('rehearsal.checking')}</p>
            <Skeleton />
          </div>
        )}
        {data?.state === 'done' && judged.length === 0 && (
          <Banner meaning="neutral" title={t('rehearsal.nothingFound')} />
        )}
        {data?.state === 'done' && judged.length > 0 && failed.length === 0 && (
          <Banner meaning="good" title={inCall ? t('rehearsal.allGoodInCall') : t('rehearsal.allGood')} />
        )}
        {failed.map((one) => (
          <Banner key={one.check} meaning="needs-you" title={t(`failure:${one.reason}.title`)}>
            {t(`failure:${one.reason}.fix`)}
          </Banner>
        ))}
        {frame && <ProofPicture frame={frame} about={t('rehearsal.found')} />}
        {data?.state === 'done' && judged.length > 0 && <FindingList findings={judged} />}
      </div>
    </div>
  )
}
