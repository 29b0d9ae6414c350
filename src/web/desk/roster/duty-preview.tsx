import { useTranslation } from 'react-i18next'
import { serverNowMs } from '../../kit/server-time.ts'
import { shortDayTexts, timeOfDayText } from '../../kit/time-text.ts'
import { useZoneWords } from '../../kit/use-zone-words.ts'
import type { DutyAsked, Roster } from '../calls/call-queries.ts'
import { previewWeek } from './week-preview.ts'

export type DutyPreviewProps = { roster: Roster; duty: DutyAsked | null }

/** [BK1] The times that this duty would offer in a week, before anybody saves it. */
export const DutyPreview = ({ roster, duty }: DutyPreviewProps) => {
  const { t } = useTranslation('desk')
  return (
    <section
      aria-labelledby="duty-preview"
      className="self-start rounded-card border border-line bg-sunken p-4 lg:sticky lg:top-4"
    >
      <h3 id="duty-preview" className="mb-2 font-semibold">
        {t('roster.preview.title')}
      </h3>
      {duty ? <Week roster={roster} duty={duty} /> : <p className="text-ink-soft">{t('roster.preview.notYet')}</p>}
    </section>
  )
}

const Week = ({ roster, duty }: { roster: Roster; duty: DutyAsked }) => {
  const { t, i18n } = useTranslation('desk')
  const zones = useZoneWords()
  const slotMinutes =
    roster.programs.find(({ name, slotMinutes }) => slotMinutes !== null && duty.programs.includes(name))
      ?.slotMinutes ?? null
  if (slotMinutes === null) return null
  const days = previewWeek(duty, { holidays: roster.holidays, slotMinutes, nowMs: serverNowMs() })
  if (days.length === 0) return <p className="text-ink-soft">{t('roster.preview.none')}</p>
  const first = days[0]?.starts[0] ?? ''
  return (
    <div className="grid gap-3">
      <p className="text-sm text-ink-soft">
        {t('roster.preview.by', { minutes: slotMinutes, place: zones.placeAndOffset(first, duty.zone) })}
      </p>
      <dl className="grid gap-2">
        {days.map(({ day, starts }) => {
          const texts = shortDayTexts(starts[0] ?? '', i18n.language, duty.zone)
          return (
            <div key={day}>
              <dt className="text-sm font-medium">
                {texts.weekday} {texts.day} · {t('roster.preview.calls', { count: starts.length })}
              </dt>
              <dd className="tabular text-sm text-ink-soft">
                {starts.map((at) => timeOfDayText(at, i18n.language, duty.zone)).join(' ')}
              </dd>
            </div>
          )
        })}
      </dl>
    </div>
  )
}
