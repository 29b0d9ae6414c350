import { useTranslation } from 'react-i18next'
import { instantText, timeOfDayText } from './time-text.ts'
import { dayIn, isSameClock, offsetIn, ownZone } from './zoned.ts'

/** Times by two clocks, in one wording everywhere: `Tue 24 Nov, 11:00` and `10:00 in Jakarta (UTC+7)`. [BK1] */
export const useZoneWords = () => {
  const { t, i18n } = useTranslation('common')
  /** What people call a zone; one without a name of its own goes by its city. */
  const place = (zone: string): string =>
    t(`zone.${zone}`, { defaultValue: zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone })
  /** `10:00 in Jakarta (UTC+7)`; with its day where that is another one. */
  const there = (at: string, zone: string, own: string = ownZone()): string => {
    const isSameDay = dayIn(at, zone) === dayIn(at, own)
    const time = isSameDay ? timeOfDayText(at, i18n.language, zone) : instantText(at, i18n.language, zone)
    return t('twoZones.there', { time, place: place(zone), offset: offsetIn(at, zone) })
  }
  return {
    place,
    there,
    placeAndOffset: (at: string, zone: string): string =>
      t('twoZones.place', { place: place(zone), offset: offsetIn(at, zone) }),
    /** One line with both clocks, or with one where they agree. */
    both: (at: string, zone: string, own: string = ownZone()): string => {
      const here = instantText(at, i18n.language, own)
      return isSameClock(at, zone, own) ? here : t('twoZones.both', { here, there: there(at, zone, own) })
    },
  }
}
