import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../kit/button.tsx'
import { Card } from '../../kit/card.tsx'
import { Field, SelectInput, TextInput } from '../../kit/field.tsx'
import { serverNowMs } from '../../kit/server-time.ts'
import { languageName } from '../../kit/time-text.ts'
import { toast } from '../../kit/toast.tsx'
import { useZoneWords } from '../../kit/use-zone-words.ts'
import { ownZone } from '../../kit/zoned.ts'
import { addDuty, changeDuty, type Roster } from '../calls/call-queries.ts'
import { DeskProblem } from '../frame/desk-problem.tsx'
import { BreakFields } from './break-fields.tsx'
import { ChooseSeveral } from './choose-several.tsx'
import { type DutyField, type DutyForm, dutyOf, hoursOf, passesMidnight, problemsOf } from './duty-form.ts'
import { DutyPreview } from './duty-preview.tsx'
import { useRosterWords } from './use-roster-words.ts'

export type DutyEditorProps = {
  roster: Roster
  form: DutyForm
  onChange: (form: DutyForm) => void
  /** Saved, or given up. */
  onDone: () => void
}

/** [BK1] [BK3] One duty, with what it comes to beside it. */
export const DutyEditor = ({ roster, form, onChange, onDone }: DutyEditorProps) => {
  const { t, i18n } = useTranslation('desk')
  const words = useRosterWords(roster)
  const zones = useZoneWords()
  const queries = useQueryClient()
  const [tried, setTried] = useState(false)
  const frame = useRef<HTMLFormElement>(null)
  const duty = dutyOf(form)
  const problems = problemsOf(form)
  const wrong = (field: DutyField) => tried && problems[field] && t(`roster.problem.${problems[field]}`)
  const change = (part: Partial<DutyForm>) => onChange({ ...form, ...part })
  const saving = useMutation({
    mutationFn: (asked: NonNullable<typeof duty>) => (form.dutyId ? changeDuty(form.dutyId, asked) : addDuty(asked)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['roster'] })
      toast(t('roster.saved'), 'good')
      onDone()
    },
  })
  const send = () => {
    setTried(true)
    if (duty) {
      if (!saving.isPending) saving.mutate(duty)
      return
    }
    // Once the errors stand at their fields, the first of them gets the focus.
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>('[data-invalid], [aria-invalid]')?.focus())
  }
  const zoneNames = [...new Set([form.zone, ...roster.sites.map(({ zone }) => zone), ownZone()])].filter(Boolean)
  const now = new Date(serverNowMs()).toISOString()
  return (
    <Card title={form.dutyId ? t('roster.changeTitle') : t('roster.addTitle')}>
      <form
        ref={frame}
        className="grid gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          send()
        }}
      >
        <div className="grid min-w-0 content-start gap-5">
          {saving.error && <DeskProblem error={saving.error} />}
          <div className="grid items-start gap-4 sm:grid-cols-3">
            <Field label={t('roster.reviewer')} error={wrong('reviewerId')}>
              <SelectInput value={form.reviewerId} onChange={({ target }) => change({ reviewerId: target.value })}>
                <option value="">{t('roster.choose')}</option>
                {roster.reviewers.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </SelectInput>
            </Field>
            <Field label={t('roster.site')} error={wrong('site')}>
              <SelectInput
                value={form.site}
                onChange={({ target }) =>
                  change({
                    site: target.value,
                    zone: roster.sites.find(({ site }) => site === target.value)?.zone ?? form.zone,
                  })
                }
              >
                {roster.sites.map(({ site }) => (
                  <option key={site} value={site}>
                    {site}
                  </option>
                ))}
              </SelectInput>
            </Field>
            <Field label={t('roster.zone')}>
              <SelectInput value={form.zone} onChange={({ target }) => change({ zone: target.value })}>
                {zoneNames.map((zone) => (
                  <option key={zone} value={zone}>
                    {zones.placeAndOffset(now, zone)}
                  </option>
                ))}
              </SelectInput>
            </Field>
          </div>
          <ChooseSeveral
            legend={t('roster.weekdays')}
            options={[1, 2, 3, 4, 5, 6, 7].map((no) => ({ value: no, name: words.weekday(no) }))}
            chosen={form.weekdays}
            onChange={(weekdays) => change({ weekdays })}
            error={wrong('weekdays')}
            compact
          />
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field label={t('roster.from')} error={wrong('hours')}>
              <TextInput
                type="time"
                className="tabular"
                value={form.from}
                onChange={({ target }) => change({ from: target.value })}
              />
            </Field>
            <Field label={t('roster.to')} hint={passesMidnight(form) && t('roster.overNight')}>
              <TextInput
                type="time"
                className="tabular"
                value={form.to}
                onChange={({ target }) => change({ to: target.value })}
              />
            </Field>
          </div>
          <BreakFields breaks={form.breaks} onChange={(breaks) => change({ breaks })} error={wrong('breaks')} />
          <div className="grid items-start gap-4 sm:grid-cols-2">
            <Field label={t('roster.firstDay')} error={wrong('firstDay')}>
              <TextInput
                type="date"
                value={form.firstDay}
                onChange={({ target }) => change({ firstDay: target.value })}
              />
            </Field>
            <Field label={t('roster.lastDay')} hint={t('roster.lastDayHint')} error={wrong('lastDay')}>
              <TextInput
                type="date"
                min={form.firstDay}
                value={form.lastDay}
                onChange={({ target }) => change({ lastDay: target.value })}
              />
            </Field>
          </div>
          <ChooseSeveral
            legend={t('roster.languages')}
            options={roster.languages.map((code) => ({ value: code, name: languageName(code, i18n.language) }))}
            chosen={form.languages}
            onChange={(languages) => change({ languages })}
            error={wrong('languages')}
            compact
          />
          <ChooseSeveral
            legend={t('roster.programs')}
            options={roster.programs.map(({ name, title }) => ({ value: name, name: title }))}
            chosen={form.programs}
            onChange={(programs) => change({ programs })}
            error={wrong('programs')}
          />
          {form.dutyId && <p className="text-sm text-ink-soft">{t('roster.bookedStay')}</p>}
          <div className="flex flex-wrap gap-3">
            <Button look="primary" type="submit" busy={saving.isPending}>
              {form.dutyId ? t('roster.saveChange') : t('roster.saveNew')}
            </Button>
            <Button look="quiet" onClick={onDone}>
              {t('decision.notYet')}
            </Button>
          </div>
        </div>
        <DutyPreview roster={roster} duty={hoursOf(form)} />
      </form>
    </Card>
  )
}
