import { useTranslation } from 'react-i18next'
import { instantText, timeOfDayText } from './time-text.ts'
import { dayIn, isSameClock, offsetIn, ownZone } from './zoned.ts'

/** Times by two clocks, in one wording everywhere: `Tue 24 Nov, 11:00 (10:00 in Jakarta, UTC+7)`. [BK1] */
export const useZoneWords = () => {
  const { t, i18n } = useTranslation('common')
  /** What people call a zone; one without a name of its own goes by its city. */
  const place = (zone: string): string =>
    t(`zone.${zone}`, { defaultValue: zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone })
  /** The time by that clock, with its day where that is another one. */
  const timeThere = (at: string, zone: string, own: string): string =>
    dayIn(at, zone) === dayIn(at, own) ? timeOfDayText(at, i18n.language, zone) : instantText(at, i18n.language, zone)
  const values = (at: string, zone: string, own: string) => ({
    time: timeThere(at, zone, own),
    place: place(zone),
    offset: offsetIn(at, zone),
  })
  return {
    place,
    /** `10:00 in Jakarta (UTC+7)` */
    there: (at: string, zone: string, own: string = ownZone()): string => t('twoZones.there', values(at, zone, own)),
    placeAndOffset: (at: string, zone: string): string =>
      t('twoZones.place', { place: place(zone), offset: offsetIn(at, zone) }),
    /** One line with both clocks, or with one where they agree. */
    both: (at: string, zone: string, own: string = ownZone()): string => {
      const here = instantText(at, i18n.language, own)
      return isSameClock(at, zone, own) ? here : t('twoZones.both', { here, ...values(at, zone, own) })
    },
  }
}
