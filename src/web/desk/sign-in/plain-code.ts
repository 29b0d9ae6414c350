/** Apps show codes as `123 456`, and people copy them so. */
export const plainCode = (typed: string): string => typed.replace(/\D/g, '')

/** The secret of an `otpauth:` address, in groups of four for typing it by hand; empty when there is none. */
export const secretOf = (otpauth: string): string => {
  const secret = /[?&]secret=([^&]+)/.exec(otpauth)?.[1] ?? ''
  return decodeURIComponent(secret)
    .replace(/=+$/, '')
    .replace(/(.{4})(?=.)/g, '$1 ')
}
