import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { staffLanguageOf } from '#domain/language.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { EmptyState } from '../../kit/empty-state.tsx'
import { serverNowMs } from '../../kit/server-time.ts'
import { Skeleton } from '../../kit/skeleton.tsx'
import { dayIn } from '../../kit/zoned.ts'
import { type DutyView, type Roster, rosterQuery } from '../calls/call-queries.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { Page } from '../frame/page.tsx'
import { useKept } from '../kept/kept.ts'
import { DutyEditor } from './duty-editor.tsx'
import { type DutyForm, emptyDuty, formOf, parseDutyForm } from './duty-form.ts'
import { DutyList } from './duty-list.tsx'
import { HolidaysCard } from './holidays-card.tsx'

/** [BK1] [BK3] When who holds calls, week after week, and the days on which nobody does. */
export const RosterPage = () => {
  const { t, i18n } = useTranslation('desk')
  const { data: roster, error, refetch } = useQuery(rosterQuery(staffLanguageOf(i18n.language)))
  return (
    <Page title={t('roster.title')} lead={t('roster.lead')}>
      {error && <DeskProblem error={error} onRetry={() => void refetch()} />}
      {!roster && !error && <Skeleton lines={8} />}
      {roster?.programs.length === 0 && (
        <EmptyState icon="clock" title={t('roster.noCalls.title')}>
          {t('roster.noCalls.body')}
        </EmptyState>
      )}
      {roster && roster.programs.length > 0 && <RosterBody roster={roster} />}
    </Page>
  )
}

type Kept = { form: DutyForm | null }
const nothingKept: Kept = { form: null }
const parseKept = (kept: unknown): Kept | null => {
  const form = typeof kept === 'object' && kept !== null ? parseDutyForm((kept as Kept).form) : null
  return form ? { form } : null
}

const RosterBody = ({ roster }: { roster: Roster }) => {
  const { t } = useTranslation('desk')
  const [{ form }, setKept, forget] = useKept<Kept>('duty', nothingKept, parseKept)
  /** A form that is opened anew begins anew, whatever it looked like before. */
  const [opened, setOpened] = useState(0)
  const edit = (next: DutyForm) => {
    setKept({ form: next })
    setOpened(opened + 1)
  }
  const today = dayIn(new Date(serverNowMs()).toISOString(), roster.sites[0]?.zone ?? 'UTC')
  return (
    <>
      {form ? (
        <DutyEditor
          key={opened}
          roster={roster}
          form={form}
          onChange={(next) => setKept({ form: next })}
          onDone={forget}
        />
      ) : (
        <div>
          <Button look="primary" onClick={() => edit(emptyDuty(roster, today))}>
            {t('roster.add')}
          </Button>
        </div>
      )}
      <Card title={t('roster.duties')}>
        {roster.duties.length === 0 ? (
          <EmptyState icon="clock" title={t('roster.none.title')}>
            {t('roster.none.body')}
          </EmptyState>
        ) : (
          <DutyList roster={roster} onEdit={(duty: DutyView) => edit(formOf(duty))} />
        )}
      </Card>
      <HolidaysCard roster={roster} />
    </>
  )
}
