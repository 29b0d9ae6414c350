/** Comparing the place in a card's address with the office that issued the card. */

/** Words of an issuing office that are no name of a place. */
const officeWords = /(公安(分)?局|公安处|派出所|户政.*|出入境.*)/g
const placeEnd = /(?<=[省市区县旗州盟])/

/**
 * The share of an issuing office's place names that the address names too, 0 to 1; null when the office names none. An
 * office is named after its city, district or county, and issues cards to those who are registered there. Offices of
 * a city's district often leave the district's last character out (西城分局), so that a name counts without it as well.
 */
export const issuerInAddress01 = (issuer: string, address: string): number | null => {
  const places = issuer
    .replace(/公安局/g, '')
    .replace(/分局$/, '')
    .replace(officeWords, '')
    .split(placeEnd)
    .filter((place) => place.length >= 2)
  if (places.length === 0) return null
  return places.filter((place) => address.includes(place)).length / places.length
}
