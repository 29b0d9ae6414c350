/** Whether this is the IANA name of a time zone. A fixed offset has no name and knows no daylight saving. */
export const isZoneName = (text: string): boolean => {
  if (/^[+-]/.test(text)) return false
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}
