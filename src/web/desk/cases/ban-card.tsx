import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { BanView } from '#contracts/ban.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, SelectInput } from '../../kit/field.tsx'
import { Instant } from '../../kit/time.tsx'
import { toast } from '../../kit/toast.tsx'
import { proposeBan, settleAppeal, settleBan, type Verification } from '../calls/desk-queries.ts'
import { useMay, useMe } from '../frame/use-me.ts'
import { ActionForm } from './action-form.tsx'

const reasons = ['stand-in', 'forged-document', 'paid-agent'] as const
const mayBeProposedIn: readonly string[] = ['awaiting-seller', 'in-review', 'offline']

type Asked = 'propose' | 'confirmed' | 'refused' | 'upheld' | 'lifted'
type BanCardProps = { verification: Verification; ban: BanView | null; onDone: () => void }

/** [RE5] [EV6] A ban and its appeal. Whoever had a part in it is not offered the next one; the server keeps that anyway. */
export const BanCard = ({ verification, ban, onDone }: BanCardProps) => {
  const { t } = useTranslation(['desk', 'common'])
  const me = useMe()
  const maySettle = useMay('settle-ban')
  const mayAnswer = useMay('settle-appeal')
  const [asked, setAsked] = useState<Asked | null>(null)
  const [reason, setReason] = useState<(typeof reasons)[number]>('stand-in')
  if (!ban && !mayBeProposedIn.includes(verification.status)) return null
  const had = ban ? [ban.proposedBy, ban.confirmed?.by].includes(me.id) : false
  const offered: Asked[] = !ban
    ? ['propose']
    : !ban.confirmed
      ? maySettle && !had
        ? ['confirmed', 'refused']
        : []
      : ban.appeal && !ban.appeal.upheld && mayAnswer && !had
        ? ['upheld', 'lifted']
        : []
  const send = (note: string) => {
    if (asked === 'confirmed' || asked === 'refused') return settleBan(verification.id, { outcome: asked, note })
    if (asked === 'upheld' || asked === 'lifted') return settleAppeal(verification.id, { outcome: asked, note })
    return proposeBan(verification.id, { reason, note })
  }
  return (
    <Card title={t('ban.title')}>
      <div className="grid gap-3">
        {ban && <BanState ban={ban} />}
        {ban && offered.length === 0 && (!ban.confirmed || (ban.appeal && !ban.appeal.upheld)) && (
          <p className="text-sm text-ink-soft">{t(ban.confirmed ? 'ban.toCompliance' : 'ban.toOthers')}</p>
        )}
        {!asked && offered.length > 0 && (
          <div className="flex flex-wrap gap-3">
            {offered.map((one) => (
              <Button key={one} onClick={() => setAsked(one)}>
                {t(`ban.${one}.open`)}
              </Button>
            ))}
          </div>
        )}
        {asked && (
          <ActionForm
            key={asked}
            name={`ban.${asked}.${verification.id}`}
            look={asked === 'confirmed' ? 'danger' : 'primary'}
            longest={4000}
            label={t('ban.note')}
            go={t(`ban.${asked}.open`)}
            send={send}
            onDone={() => {
              toast(t(`ban.${asked}.done`), 'good')
              setAsked(null)
              onDone()
            }}
            onBack={() => setAsked(null)}
            {...(asked === 'propose'
              ? {
                  alsoAsked: {
                    isAnswered: true,
                    show: () => (
                      <Field label={t('ban.reason')}>
                        <SelectInput
                          value={reason}
                          onChange={({ target }) => setReason(reasons.find((one) => one === target.value) ?? reason)}
                        >
                          {reasons.map((one) => (
                            <option key={one} value={one}>
                              {t(`common:banReason.${one}`)}
                            </option>
                          ))}
                        </SelectInput>
                      </Field>
                    ),
                  },
                }
              : {})}
          >
            {t(`ban.${asked}.body`)}
          </ActionForm>
        )}
      </div>
    </Card>
  )
}

const BanState = ({ ban }: { ban: BanView }) => {
  const { t } = useTranslation(['desk', 'common'])
  return (
    <div className="grid gap-1">
      <p className="font-medium">
        {t(ban.confirmed ? 'ban.banned' : 'ban.proposedState', { reason: t(`common:banReason.${ban.reason}`) })}{' '}
        <Instant at={ban.confirmed?.at ?? ban.proposedAt} />
      </p>
      {ban.note && <p className="break-words text-ink-soft">{ban.note}</p>}
      {ban.appeal && (
        <>
          <p className="mt-2 font-medium">
            {t(ban.appeal.upheld ? 'ban.appealUpheld' : 'ban.appealWaits')} <Instant at={ban.appeal.dueAt} />
          </p>
          {ban.appeal.text && <p className="break-words text-ink-soft">{ban.appeal.text}</p>}
        </>
      )}
    </div>
  )
}
