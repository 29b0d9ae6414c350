import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { siteName } from '#domain/site-name.ts'
import { Button } from '../../kit/button.tsx'
import { Dialog } from '../../kit/dialog.tsx'
import { Field, TextInput } from '../../kit/field.tsx'
import { serverNowMs } from '../../kit/server-time.ts'
import { toast } from '../../kit/toast.tsx'
import { useZoneWords } from '../../kit/use-zone-words.ts'
import { dayIn } from '../../kit/zoned.ts'
import { type DutyView, endDuty, type Roster } from '../calls/call-queries.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { useRosterWords } from './use-roster-words.ts'

export type DutyListProps = { roster: Roster; onEdit: (duty: DutyView) => void }

/** The duties by person: whoever looks here wants to know who is there when. */
export const DutyList = ({ roster, onEdit }: DutyListProps) => {
  const words = useRosterWords(roster)
  const people = [...new Set(roster.duties.map(({ reviewerId }) => reviewerId))].sort((one, other) =>
    words.reviewer(one).localeCompare(words.reviewer(other)),
  )
  return (
    <div className="grid gap-6">
      {people.map((reviewerId) => (
        <section key={reviewerId} aria-labelledby={`duties-${reviewerId}`}>
          <h3 id={`duties-${reviewerId}`} className="mb-1 font-semibold">
            {words.reviewer(reviewerId)}
          </h3>
          <ul>
            {roster.duties
              .filter((duty) => duty.reviewerId === reviewerId)
              .map((duty) => (
                <li key={duty.id} className="border-t border-line py-3 last:pb-0">
                  <DutyRow roster={roster} duty={duty} onEdit={() => onEdit(duty)} />
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

const DutyRow = ({ roster, duty, onEdit }: { roster: Roster; duty: DutyView; onEdit: () => void }) => {
  const { t, i18n } = useTranslation('desk')
  const words = useRosterWords(roster)
  const zones = useZoneWords()
  const now = new Date(serverNowMs()).toISOString()
  const about = `${words.reviewer(duty.reviewerId)}, ${words.weekdays(duty.weekdays)} ${words.hours(duty.hours)}`
  return (
    <div className="grid items-start gap-x-6 gap-y-1 sm:grid-cols-[minmax(0,1.2fr)_minmax(0,1fr)_auto]">
      <div>
        <p className="tabular font-medium">
          {words.weekdays(duty.weekdays)} {words.hours(duty.hours)}
        </p>
        {duty.breaks.length > 0 && (
          <p className="tabular text-sm text-ink-soft">
            {t('roster.breaksAre', { breaks: words.breaks(duty.breaks) })}
          </p>
        )}
        <p className="text-sm text-ink-soft">
          {t('roster.at', { site: siteName(i18n.language, duty.site), place: zones.placeAndOffset(now, duty.zone) })}
        </p>
      </div>
      <div className="text-sm">
        <p>{words.languages(duty.languages)}</p>
        <p className="text-ink-soft">{words.programs(duty.programs)}</p>
        <p className="text-ink-soft">
          {duty.lastDay
            ? t('roster.fromTo', { from: words.day(duty.firstDay), to: words.day(duty.lastDay) })
            : t('roster.since', { from: words.day(duty.firstDay) })}
        </p>
      </div>
      <div className="-mx-2.5 flex flex-wrap gap-1 sm:-mr-2.5 sm:ml-0">
        <Button
          look="quiet"
          className="px-2.5"
          aria-label={t('roster.aboutOne', { what: t('roster.change'), about })}
          onClick={onEdit}
        >
          {t('roster.change')}
        </Button>
        <EndDuty duty={duty} about={about} />
      </div>
    </div>
  )
}

const EndDuty = ({ duty, about }: { duty: DutyView; about: string }) => {
  const { t } = useTranslation(['desk', 'common'])
  const queries = useQueryClient()
  const [open, setOpen] = useState(false)
  const [lastDay, setLastDay] = useState(() => dayIn(new Date(serverNowMs()).toISOString(), duty.zone))
  const ending = useMutation({
    mutationFn: () => endDuty(duty.id, lastDay),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['roster'] })
      setOpen(false)
      toast(t('roster.ended'), 'good')
    },
  })
  const close = () => {
    setOpen(false)
    ending.reset()
  }
  return (
    <>
      <Button
        look="quiet"
        className="px-2.5 text-blocked"
        aria-label={t('roster.aboutOne', { what: t('roster.end'), about })}
        onClick={() => setOpen(true)}
      >
        {t('roster.end')}
      </Button>
      <Dialog
        open={open}
        onClose={close}
        title={t('roster.endGo')}
        closeLabel={t('common:close')}
        actions={
          <>
            <Button look="quiet" onClick={close}>
              {t('decision.notYet')}
            </Button>
            <Button look="danger" busy={ending.isPending} onClick={() => lastDay !== '' && ending.mutate()}>
              {t('roster.endGo')}
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          {ending.error && <DeskProblem error={ending.error} />}
          <p>{about}</p>
          <Field
            label={t('roster.lastDay')}
            hint={t('roster.endHint')}
            error={lastDay === '' && t('roster.problem.missing')}
          >
            <TextInput type="date" value={lastDay} onChange={(event) => setLastDay(event.target.value)} />
          </Field>
          <p>{t('roster.bookedStay')}</p>
        </div>
      </Dialog>
    </>
  )
}
