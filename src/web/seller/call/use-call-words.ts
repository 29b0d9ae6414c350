import { useTranslation } from 'react-i18next'
import { instantText, languageName } from '../../kit/time-text.ts'
import { useZoneWords } from '../../kit/use-zone-words.ts'
import { isSameClock, ownZone } from '../../kit/zoned.ts'

/** How the pages speak of a call: by the seller's clock, with the office's beside it where that shows another time. [BK1] */
export const useCallWords = (siteZone: string) => {
  const { t, i18n } = useTranslation('seller')
  const zones = useZoneWords()
  const own = ownZone()
  return {
    own,
    here: (at: string) => instantText(at, i18n.language),
    /** `your time (Beijing, UTC+8)` */
    whose: (at: string) => t('call.yourTime', { place: zones.placeAndOffset(at, own) }),
    /** `10:00 in Jakarta (UTC+7)`; null where both clocks show the same. */
    there: (at: string) => (isSameClock(at, siteZone, own) ? null : zones.there(at, siteZone)),
    both: (at: string) => zones.both(at, siteZone),
    language: (code: string) => languageName(code, i18n.language),
    lasts: ({ startAt, endAt, language }: { startAt: string; endAt: string; language: string }) =>
      t('call.lasts', {
        count: Math.round((Date.parse(endAt) - Date.parse(startAt)) / 60_000),
        language: languageName(language, i18n.language),
      }),
  }
}

export type CallWords = ReturnType<typeof useCallWords>
