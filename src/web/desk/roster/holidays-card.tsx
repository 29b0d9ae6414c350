import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { siteName } from '#domain/site-name.ts'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, SelectInput, TextInput } from '../../kit/field.tsx'
import { toast } from '../../kit/toast.tsx'
import { addHoliday, type HolidayView, type Roster, strikeHoliday } from '../calls/call-queries.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { textsLike, useKept } from '../kept/kept.ts'
import { useRosterWords } from './use-roster-words.ts'

const emptyForm = { site: '', day: '', name: '' }
const parseForm = textsLike(emptyForm)

/** Days on which nobody of a site is on duty. */
export const HolidaysCard = ({ roster }: { roster: Roster }) => {
  const { t, i18n } = useTranslation('desk')
  const words = useRosterWords(roster)
  const queries = useQueryClient()
  const [form, setForm, forget] = useKept('holiday', emptyForm, parseForm)
  const [tried, setTried] = useState(false)
  const site = form.site || (roster.sites[0]?.site ?? '')
  const changed = () => queries.invalidateQueries({ queryKey: ['roster'] })
  const adding = useMutation({
    mutationFn: (holiday: HolidayView) => addHoliday(holiday),
    onSuccess: async () => {
      await changed()
      forget()
      setTried(false)
      toast(t('roster.saved'), 'good')
    },
  })
  const striking = useMutation({ mutationFn: (holiday: HolidayView) => strikeHoliday(holiday), onSuccess: changed })
  const isWhole = form.day !== '' && form.name.trim() !== ''
  return (
    <Card title={t('roster.holidays')}>
      <p className="mb-3 max-w-read text-sm text-ink-soft">{t('roster.holidaysLead')}</p>
      {striking.error && <DeskProblem error={striking.error} />}
      {roster.holidays.length > 0 && (
        <ul className="mb-5">
          {roster.holidays.map((holiday) => (
            <li
              key={`${holiday.site}.${holiday.day}`}
              className="flex flex-wrap items-center justify-between gap-x-4 border-b border-line py-1.5"
            >
              <span>
                <span className="tabular font-medium">{words.day(holiday.day)}</span> ·{' '}
                {siteName(i18n.language, holiday.site)} · {holiday.name}
              </span>
              <Button
                look="quiet"
                className="px-2.5"
                aria-label={t('roster.aboutOne', {
                  what: t('roster.strike'),
                  about: `${words.day(holiday.day)}, ${holiday.site}`,
                })}
                busy={striking.isPending && striking.variables === holiday}
                onClick={() => striking.mutate(holiday)}
              >
                {t('roster.strike')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (isWhole && !adding.isPending) adding.mutate({ site, day: form.day, name: form.name.trim() })
        }}
      >
        {adding.error && <DeskProblem error={adding.error} />}
        <div className="grid items-start gap-4 sm:grid-cols-[11rem_12rem_minmax(0,1fr)]">
          <Field label={t('roster.site')}>
            <SelectInput value={site} onChange={({ target }) => setForm({ ...form, site: target.value })}>
              {roster.sites.map((one) => (
                <option key={one.site} value={one.site}>
                  {siteName(i18n.language, one.site)}
                </option>
              ))}
            </SelectInput>
          </Field>
          <Field label={t('roster.holidayDay')} error={tried && form.day === '' && t('roster.problem.missing')}>
            <TextInput
              type="date"
              value={form.day}
              onChange={({ target }) => setForm({ ...form, day: target.value })}
            />
          </Field>
          <Field
            label={t('roster.holidayName')}
            error={tried && form.name.trim() === '' && t('roster.problem.missing')}
          >
            <TextInput
              maxLength={80}
              autoComplete="off"
              value={form.name}
              onChange={({ target }) => setForm({ ...form, name: target.value })}
            />
          </Field>
        </div>
        <div>
          <Button type="submit" busy={adding.isPending}>
            {t('roster.addHoliday')}
          </Button>
        </div>
      </form>
    </Card>
  )
}
