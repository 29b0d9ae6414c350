import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RuleVersionView } from '#contracts/desk-rules.ts'
import { Banner } from '../../kit/banner.tsx'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { toast } from '../../kit/toast.tsx'
import { ActionForm } from '../cases/action-form.tsx'
import { ruleVersionAddress, useGo } from '../frame/desk-link.tsx'
import { useMay } from '../frame/use-me.ts'
import { RuleConflict } from './rule-conflict.tsx'
import {
  beginDraft,
  lookAtRollBack,
  publishProposal,
  rejectProposal,
  rulesKey,
  takeProposalBack,
} from './rule-queries.ts'

type Step = 'publish' | 'reject'

/** What can be done with a version that stands still: settle a proposal, or say that a roll-back was looked at. */
export const VersionActions = ({ data }: { data: RuleVersionView }) => {
  const canMake = useMay('rules')
  if (!canMake) return null
  if (data.row.state === 'proposed') return <Proposal data={data} />
  if (data.row.toBeLookedAt) return <RolledBack data={data} />
  return data.row.state === 'rejected' || data.row.state === 'retired' ? <BeginAnew data={data} /> : null
}

/** What is over can be where a new draft begins; whoever begins it is the only one with a hand in it. */
const BeginAnew = ({ data: { program, row } }: { data: RuleVersionView }) => {
  const { t } = useTranslation('risk')
  const go = useGo()
  const queries = useQueryClient()
  const beginning = useMutation({
    mutationFn: () => beginDraft(program, { from: 'version', version: row.version }),
    onSuccess: async ({ version }) => {
      await queries.invalidateQueries({ queryKey: rulesKey })
      go(ruleVersionAddress(program, version))
    },
  })
  return (
    <div className="grid gap-3">
      {beginning.error && <RuleConflict error={beginning.error} />}
      <div>
        <Button busy={beginning.isPending} onClick={() => beginning.mutate()}>
          {t('risk:rules.begin.fromThis')}
        </Button>
      </div>
    </div>
  )
}

const Proposal = ({ data }: { data: RuleVersionView }) => {
  const { t } = useTranslation('risk')
  const queries = useQueryClient()
  const [step, setStep] = useState<Step | null>(null)
  const { program, row, publishedVersion, ownHand } = data
  const place = { program, version: row.version, revision: row.revision }
  const refresh = () => queries.invalidateQueries({ queryKey: rulesKey })
  const takingBack = useMutation({ mutationFn: () => takeProposalBack(place), onSuccess: refresh })
  const isOverOther = row.baseVersion !== publishedVersion
  const done = async (did: Step) => {
    setStep(null)
    await refresh()
    toast(t(`risk:rules.${did}.done`), 'good')
  }
  return (
    <Card title={t('risk:rules.proposal.title')}>
      <div className="grid gap-4">
        {isOverOther && (
          <Banner meaning="needs-you" title={t('risk:rules.proposal.otherBase')}>
            {t('risk:rules.proposal.otherBaseBody')}
          </Banner>
        )}
        {takingBack.error && <RuleConflict error={takingBack.error} />}
        <p className="max-w-read">{ownHand ? t('risk:rules.proposal.own') : t('risk:rules.proposal.body')}</p>
        {step ? (
          <ActionForm
            key={step}
            name={`rules.${program}.${row.version}.${step}`}
            look={step === 'publish' ? 'primary' : 'danger'}
            longest={2_000}
            label={t('risk:rules.why')}
            go={t(`risk:rules.${step}.go`)}
            send={(why) =>
              step === 'publish' ? publishProposal(place, { publishedVersion, why }) : rejectProposal(place, why)
            }
            onDone={() => void done(step)}
            onBack={() => setStep(null)}
          >
            {t(`risk:rules.${step}.body`)}
          </ActionForm>
        ) : (
          <div className="flex flex-wrap gap-3">
            {!ownHand && (
              <Button look="primary" onClick={() => setStep('publish')}>
                {t('risk:rules.publish.ask')}
              </Button>
            )}
            <Button onClick={() => setStep('reject')}>{t('risk:rules.reject.ask')}</Button>
            <Button look="quiet" busy={takingBack.isPending} onClick={() => takingBack.mutate()}>
              {t('risk:rules.takeBack')}
            </Button>
          </div>
        )}
      </div>
    </Card>
  )
}

const RolledBack = ({ data }: { data: RuleVersionView }) => {
  const { t } = useTranslation('risk')
  const queries = useQueryClient()
  const looking = useMutation({
    mutationFn: () => lookAtRollBack(data.program, data.row.version),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: rulesKey })
      toast(t('risk:rules.lookAt.done'), 'good')
    },
  })
  return (
    <>
      {looking.error && <RuleConflict error={looking.error} />}
      <Banner
        meaning="needs-you"
        title={t('risk:rules.lookAt.title')}
        action={
          !data.ownHand && (
            <Button busy={looking.isPending} onClick={() => looking.mutate()}>
              {t('risk:rules.lookAt.go')}
            </Button>
          )
        }
      >
        {data.ownHand ? t('risk:rules.lookAt.own') : t('risk:rules.lookAt.body')}
      </Banner>
    </>
  )
}
