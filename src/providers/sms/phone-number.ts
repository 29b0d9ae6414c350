/** E.164: a plus, the country, up to fifteen digits in all. */
export const isPhoneNumber = (text: string): boolean => /^\+[1-9]\d{6,14}$/.test(text)
