import { daysBetween } from './card-fields.ts'
import { isRealDate } from './identity-number.ts'

/** The term a business licence prints. `from: null`: it prints only 长期; `to: null`: without end. */
export type LicenceTerm = { from: string | null; to: string | null }

/** Parses `2019-01-12/2039-01-11`, `2019-01-12/` or `/`; null when a date does not exist or the term runs backwards. */
export const parseLicenceTerm = (interval: string): LicenceTerm | null => {
  if (interval === '/') return { from: null, to: null }
  const [from, to] = interval.split('/')
  if (from === undefined || to === undefined || !isRealDate(from)) return null
  if (to === '') return { from, to: null }
  return isRealDate(to) && to > from ? { from, to } : null
}

export type LicenceStanding = {
  standing: 'valid' | 'expires-soon' | 'expired' | 'not-yet-valid'
  /** Null without an end. The last printed day still counts as valid. */
  daysLeft: number | null
}

/** [EL4] How a licence's term stands: `minDaysLeft` days left or fewer are too few. */
export const licenceStanding = ({ from, to }: LicenceTerm, today: string, minDaysLeft: number): LicenceStanding => {
  const daysLeft = to === null ? null : daysBetween(today, to)
  if (from !== null && from > today) return { standing: 'not-yet-valid', daysLeft }
  if (daysLeft === null) return { standing: 'valid', daysLeft }
  if (daysLeft < 0) return { standing: 'expired', daysLeft }
  return { standing: daysLeft <= minDaysLeft ? 'expires-soon' : 'valid', daysLeft }
}
