import { getRandomValues, randomBytes } from 'node:crypto'
import type { Chance, Clock, Ids } from '#app/ports/clock.ts'

/** The one real clock, the one real source of ids and chance. Tests build the app with their own. */
export const systemClock: Clock = { nowMs: () => Date.now() }

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** 48 bits of time, then 80 of chance, in Crockford's base 32: ids sort by time and cannot be guessed. */
export const systemIds: Ids = {
  next(prefix) {
    let time = Date.now()
    let text = ''
    for (let place = 0; place < 10; place += 1) {
      text = alphabet[time % 32] + text
      time = Math.floor(time / 32)
    }
    for (const byte of randomBytes(16)) text += alphabet[byte % 32]
    return `${prefix}_${text}`
  },
  secret: () => randomBytes(32).toString('base64url'),
}

export const systemChance: Chance = () => {
  const [value = 0] = getRandomValues(new Uint32Array(1))
  return value / 2 ** 32
}
