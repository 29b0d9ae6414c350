/**
 * [EL1] Whether a number is written like that of a mainland resident identity card: 17 digits and a check character,
 * and not the residence permits of Hong Kong (81), Macao (82) and Taiwan (83) residents or of foreigners (9), which
 * share the format. The check character is judged elsewhere: a mistyped number is a wrong number, not another lane.
 */
export const isResidentNumber = (number: string): boolean => /^[1-7]\d{16}[\dXx]$/.test(number)
