import { createHmac } from 'node:crypto'

/** Time-based one-time codes as authenticator apps show them: SHA-1, six digits, 30 s. Source: RFC 6238. */
const periodMs = 30_000
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The code that counts at `atMs`. `secret` is base32, as it stands in an `otpauth:` address. Throws on any other letter. */
export const totpCode = (secret: string, atMs: number): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / periodMs)))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0x0f
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000
  return String(number).padStart(6, '0')
}

/** How long the code of `atMs` goes on being the one shown. */
export const totpLeftMs = (atMs: number): number => periodMs - (atMs % periodMs)

/** The secret of an `otpauth://totp/…?secret=…` address. Throws when there is none. */
export const totpSecretOf = (address: string): string => {
  const secret = new URL(address).searchParams.get('secret')
  if (!secret) throw new Error('an authenticator address without a secret')
  return secret
}

const fromBase32 = (text: string): Buffer => {
  const bytes: number[] = []
  let bits = 0
  let held = 0
  for (const letter of text.replace(/=+$/, '').toUpperCase()) {
    const value = alphabet.indexOf(letter)
    if (value < 0) throw new Error('not base32')
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes.push((held >> bits) & 0xff)
  }
  return Buffer.from(bytes)
}
